"""The template that comes with the system: `manage.py emojis_install`, again and again."""

import io
import shutil

import factories
import numpy as np
import pytest
from django.core.management import call_command
from helpers import together
from leftovers import nothing_left_behind, photo_file
from PIL import Image

from core.models import Photo
from emojis import builtin
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, EmojiPicture
from emojis.reports import emoji_hide
from emojis.selectors import emoji_usable, pictures_of

pytestmark = pytest.mark.django_db
EMOJI = f"/api/v1/emojis/{builtin.ID}"


SIDE = builtin.SIDE


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Small pictures are drawn in a moment."""
    monkeypatch.setattr(builtin, "SIDE", 64)


def installed():
    out = io.StringIO()
    call_command("emojis_install", stdout=out)
    return out.getvalue().strip()


def test_is_there_for_everybody(owner):
    assert installed() == "7 pictures stored"
    for account in (None, owner):
        body = factories.client_of(account).get(EMOJI).json()
        assert (body["built_in"], body["mine"], body["author"], body["published"]) == (True, False, None, True)
        page = factories.client_of(account).get("/api/v1/emojis/pages/1").json()
        assert [emoji["id"] for emoji in page["results"]] == [str(builtin.ID)]
    assert emoji_usable(owner, builtin.ID).is_built_in


def test_its_pictures_are_drawn_on_nothing(monkeypatch):
    monkeypatch.setattr(builtin, "SIDE", SIDE)
    installed()
    for picture in EmojiPicture.objects.select_related("photo"):
        with Image.open(photo_file(picture.photo)) as drawn:
            assert (drawn.format, drawn.mode, drawn.size) == ("PNG", "RGBA", (512, 512))
            alpha = np.asarray(drawn)[..., 3]
        assert not alpha[[0, 0, -1, -1], [0, -1, 0, -1]].any()  # the corners
        assert (alpha[128:384, 128:384] == 255).all()  # a face below it is covered
    assert len(set(Photo.objects.values_list("sha256", flat=True))) == 7


def test_again_changes_nothing(root):
    installed()
    before = pictures_of(Emoji.objects.get()), Emoji.objects.get().published_at
    assert installed() == "0 pictures stored"
    assert (pictures_of(Emoji.objects.get()), Emoji.objects.get().published_at) == before
    assert nothing_left_behind(root)


def test_what_is_drawn_anew_is_replaced(root, tmp_path_factory, monkeypatch):
    installed()
    before = pictures_of(Emoji.objects.get())
    drawings = tmp_path_factory.mktemp("drawings")
    shutil.copytree(builtin.DRAWINGS, drawings, dirs_exist_ok=True)
    (drawings / "sad.svg").write_text((drawings / "happy.svg").read_text())
    monkeypatch.setattr(builtin, "DRAWINGS", drawings)
    assert installed() == "1 pictures stored"
    after = pictures_of(Emoji.objects.get())
    assert {name for name in EXPRESSIONS if before[name] != after[name]} == {"sad"}
    assert after["sad"]["sha256"] == before["happy"]["sha256"]
    assert Photo.objects.count() == 7 and nothing_left_behind(root)


def test_what_staff_has_hidden_stays_so():
    installed()
    emoji_hide(builtin.ID, staff=factories.staff())
    installed()
    assert Emoji.objects.get().hidden_at is not None


def test_nobody_deletes_it(owner):
    installed()
    for account, status in ((None, 401), (owner, 404)):
        assert factories.client_of(account).delete(EMOJI).status_code == status
        assert factories.client_of(account).post(f"{EMOJI}/publish").status_code == status


@pytest.mark.django_db(transaction=True)
def test_two_that_install_at_one_moment(root):
    assert sorted(together(installed, installed)) == ["0 pictures stored", "7 pictures stored"]
    assert Photo.objects.count() == 7 and nothing_left_behind(root)
