"""POST emojis/: what is taken, what is refused and leaves nothing behind, and what is sent twice."""

import emoji_factories as made
import factories
import pytest
from helpers import together
from leftovers import files, nothing_left_behind, photo_file
from PIL import Image

from core.models import Photo
from core.rates import Rate
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, EmojiPicture
from emojis.serializers import EmojiForm
from jobs.models import Job

pytestmark = pytest.mark.django_db
EMOJIS = made.EMOJIS


def post(owner, form, key=None):
    headers = {} if key is None else {"Idempotency-Key": key}
    return factories.client_of(owner).post(EMOJIS, form, format="multipart", headers=headers)


def test_is_taken(owner, root):
    response = post(owner, made.emoji_form(name="  웃는   개 "))
    task = response.json()
    assert (response.status_code, task["kind"], task["state"]) == (202, "emoji.cutout", "queued")
    assert response["Location"] == f"/api/v1/tasks/{task['id']}" and response["Retry-After"]
    emoji = factories.client_of(owner).get(f"{EMOJIS}{task['subject_id']}").json()
    assert (emoji["name"], emoji["state"], emoji["published"], emoji["mine"]) == ("웃는 개", "pending", False, True)
    assert emoji["pictures"] is None and emoji["rejected"] is None
    assert Photo.objects.count() == 7 and nothing_left_behind(root)


def test_the_ai_server_gets_all_seven_with_their_alpha(owner):
    emoji, job = made.emoji_posted(owner)
    message = {"schema": 1, "job_id": str(job.id), "attempt": job.attempt, "traceparent": job.traceparent}
    factories.SCHEMAS["job"].validate(message | {"kind": job.kind, "payload": job.payload})
    assert set(job.payload["pictures"]) == set(EXPRESSIONS)
    for picture in EmojiPicture.objects.filter(emoji=emoji).select_related("photo"):
        assert job.payload["pictures"][picture.expression] == {
            "id": str(picture.photo_id), "sha256": picture.photo.sha256,
        }  # fmt: skip
        with Image.open(photo_file(picture.photo)) as stored:
            assert (stored.format, stored.mode) == ("PNG", "RGBA")
            assert stored.getpixel((0, 0))[3] == 0 and stored.getpixel((24, 24))[3] == 255


def test_a_photo_without_alpha_is_taken_too(owner):
    form = made.emoji_form(happy=factories.photo(3), sad=factories.photo(4, width=2000, height=1500))
    assert post(owner, form).status_code == 202
    sad = EmojiPicture.objects.get(expression="sad").photo
    assert max(sad.width, sad.height) == 1024


REFUSED = {
    "six pictures": ({"surprise": None}, "surprise", "required", 422, "validation_failed"),
    "none": (dict.fromkeys(EXPRESSIONS), "neutral", "required", 422, "validation_failed"),
    "without a name": ({"name": None}, "name", "required", 422, "validation_failed"),
    "an empty name": ({"name": "  \t "}, "name", "blank", 422, "validation_failed"),
    "a name that nobody sees": ({"name": "\u200b\u200d\u202e"}, "name", "blank", 422, "validation_failed"),
    "a long name": ({"name": "가" * 41}, "name", "max_length", 422, "validation_failed"),
    "a word for a picture": ({"fear": "a word"}, "fear", "invalid", 422, "validation_failed"),
    "an empty picture": ({"fear": factories.upload(b"")}, "fear", "empty", 422, "validation_failed"),
    "no picture": ({"fear": factories.upload(b"Just text.")}, "fear", "photo_not_readable", 422, "photo_not_readable"),
    "one pixel": ({"fear": made.face(side=1)}, "fear", "photo_too_small", 422, "photo_too_small"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_and_leaves_nothing(owner, root, case):
    changes, field, field_code, status, code = REFUSED[case]
    response = post(owner, made.emoji_form(**changes))
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert [error["code"] for error in response.json()["errors"][field]] == [field_code]
    assert not (Emoji.objects.exists() or Photo.objects.exists() or Job.objects.exists() or files(root))


def test_all_pictures_at_fault_are_named(owner):
    form = made.emoji_form(fear=factories.upload(b"text"), sad=made.face(side=2))
    errors = post(owner, form).json()["errors"]
    assert {field: [entry["code"] for entry in entries] for field, entries in errors.items()} == {
        "fear": ["photo_not_readable"], "sad": ["photo_too_small"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("개\u1112\u1161\u11ab", "개한"),  # composed
        ("a\u202eb\x07c", "abc"),
        ("\u1112\u200b\u1161\u11ab", "한"),
        ("one\n\ntwo\t three", "one two three"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("Mr. Kim.", "Mr. Kim."),
        ("x" * 40, "x" * 40),
    ],
)
def test_names_are_made_plain(sent, kept):
    assert EmojiForm().fields["name"].run_validation(sent) == kept


class TestTwice:
    def test_the_same_request_makes_one_template(self, owner, root):
        first, second = (post(owner, made.emoji_form(), "key-1") for _ in range(2))
        assert (first.status_code, second.status_code) == (202, 202)
        assert first.json()["id"] == second.json()["id"]
        assert (Emoji.objects.count(), Photo.objects.count()) == (1, 7) and nothing_left_behind(root)

    @pytest.mark.parametrize(
        "changes", [{"name": "Other"}, {"sad": made.face(77)}, {"sad": made.face(3), "fear": made.face(5)}]
    )
    def test_another_request_with_the_same_key_is_refused(self, owner, root, changes):
        post(owner, made.emoji_form(), "key-1")
        response = post(owner, made.emoji_form(**changes), "key-1")
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
        assert Emoji.objects.count() == 1 and nothing_left_behind(root)

    def test_others_have_keys_of_their_own(self, owner, stranger):
        ids = {post(account, made.emoji_form(), "key-1").json()["id"] for account in (owner, stranger)}
        assert len(ids) == 2


@pytest.mark.django_db(transaction=True)
def test_copies_at_one_moment_make_one_template(owner, root):
    responses = together(*[lambda: post(owner, made.emoji_form(), "key-1")] * 3)
    assert {response.status_code for response in responses} == {202}
    assert len({response.json()["id"] for response in responses}) == 1
    assert (Emoji.objects.count(), Photo.objects.count()) == (1, 7) and nothing_left_behind(root)


def test_a_picture_of_too_many_bytes(owner, settings):
    settings.PHOTO_BYTES = len(made.face_png(0)) - 1
    response = post(owner, made.emoji_form(happy=made.face(4)))
    assert (response.status_code, response.json()["code"]) == (413, "photo_too_large")
    assert not Photo.objects.exists()


def test_too_many_templates(owner, settings):
    settings.RATES = {**settings.RATES, "emoji": Rate(1, 3600)}
    assert post(owner, made.emoji_form()).status_code == 202
    response = post(owner, made.emoji_form(9))
    assert (response.status_code, response.json()["code"]) == (429, "throttled")
