"""`manage.py review`: what the pages do, for those who work at a terminal."""

import io
import re
from uuid import uuid4
from xml.etree import ElementTree

import factories
import pytest
from django.core.management import CommandError, call_command

from dogs.models import Review
from dogs.services import dog_delete
from jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.user()


def command(*arguments):
    out = io.StringIO()
    call_command("review", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_list(staff, other, review):
    (line,) = command("list").splitlines()
    assert line.split()[:2] == [str(review.id), "open"] and line.split()[3:] == [str(review.dog_id), str(other.id), "9"]
    assert command("list", "--decided") == ""
    command("refuse", review.id, "--by", staff.email)
    assert command("list") == "" and "refused" in command("list", "--decided")


def test_show(settings, other, review):
    shown = command("show", review.id)
    assert "초코" in shown and "Bori" in shown and other.formatted_number in shown
    assert f"{settings.PUBLIC_URL}/staff/reviews/{review.id}" in shown and "Score 9:" in shown


def test_show_draws_both_noses_into_one_file(review, tmp_path):
    command("show", review.id, "--svg", tmp_path / "noses.svg")
    drawn = (tmp_path / "noses.svg").read_text()
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert len(re.findall('href="data:image/jpeg;base64,', drawn)) == 2 and drawn.count('class="pair"') == 3


def test_show_without_a_photo(other, review, tmp_path):
    dog_delete(other.id)
    assert "deleted" in command("show", review.id)
    with pytest.raises(CommandError, match="no longer there"):
        command("show", review.id, "--svg", tmp_path / "noses.svg")


def test_confirm(staff, review):
    assert command("confirm", review.id, "--by", staff.email.upper(), "--note", "ridge") == "confirmed\n"
    review.refresh_from_db()
    assert (review.state, review.decided_by, review.note) == ("confirmed", staff, "ridge")
    assert Job.objects.filter(kind="dog.enrol").count() == 1


def test_refuse(staff, review):
    assert command("refuse", review.id, "--by", staff.email) == "refused\n"
    with pytest.raises(CommandError, match="review_decided"):
        command("confirm", review.id, "--by", staff.email)


@pytest.mark.parametrize("case", ["no staff", "nobody", "no review", "a long note"])
def test_what_is_wrong_decides_nothing(staff, review, case):
    by = {"no staff": review.dog.owner.email, "nobody": "nobody@example.com"}.get(case, staff.email)
    review_id = uuid4() if case == "no review" else review.id
    with pytest.raises(CommandError):
        command("confirm", review_id, "--by", by, "--note", "n" * (501 if case == "a long note" else 1))
    assert Review.objects.get().state == "open"
