"""POST faces/tasks/: what is taken, and what is refused and stores nothing."""

from datetime import timedelta
from uuid import uuid4

import covering
import factories
import pytest
from covering import COVERS, code_of, url
from django.utils import timezone

from core.models import Photo
from faces.models import Cover
from jobs.models import Job

pytestmark = pytest.mark.django_db


def test_accepted(user, template):
    response = covering.post(user, template)
    body, cover = response.json(), Cover.objects.get()
    assert response.status_code == 202
    assert response["Location"] == f"{COVERS}{cover.id}"
    assert response["Retry-After"] == "1"
    assert body | {"created_at": "", "photo_url": "", "photo_until": ""} == {
        "id": str(cover.id),
        "task_id": str(cover.task_id),
        "state": "queued",
        "outcome": None,
        "error": None,
        "created_at": "",
        "finished_at": None,
        "emoji": {"id": str(template.id), "name": "강아지"},
        "faces": None,
        "photo_url": "",
        "photo_until": "",
        "confirmed": False,
        "picture_url": None,
    }
    assert body["photo_url"].endswith(url(cover, "/photo"))
    assert covering.shown(user, cover) == body


@pytest.mark.parametrize("faces", [None, [], [{"box": covering.BOX, "angle": 3, "expression": "sad"}]])
def test_what_the_ai_server_is_told(user, template, faces):
    cover, job = covering.posted(user, template, faces=faces)
    assert job.payload["faces"] == faces
    assert job.payload["cover_id"] == str(cover.id) == str(job.subject_id)
    assert job.payload["photo"] == {"id": str(cover.photo_id), "sha256": cover.photo.sha256}
    message = {"schema": 1, "job_id": str(job.id), "attempt": 1, "traceparent": job.traceparent}
    factories.SCHEMAS["job"].validate(message | {"kind": job.kind, "payload": job.payload})


def test_without_faces_they_are_found(user, template):
    assert covering.posted(user, template)[1].payload["faces"] is None


def test_a_draft_of_ones_own(user):
    assert covering.post(user, covering.emoji(user, published=False)).status_code == 202


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"photo": "text"}, "photo", "invalid"),
        ({"photo": factories.upload(b"")}, "photo", "empty"),
        ({"emoji_id": "1"}, "emoji_id", "invalid"),
        ({"emoji_id": ""}, "emoji_id", "invalid"),
        ({"faces": "["}, "faces", "invalid"),
        ({"faces": {}}, "faces", "not_a_list"),
        ({"faces": [{"box": covering.BOX}] * 1001}, "faces", "too_many_faces"),
        ({"faces": [{"box": [2, 0, 1, 1]}]}, "faces", "box_outside"),
    ],
)
def test_a_form_that_is_wrong_stores_nothing(user, template, files, changes, field, code):
    photos = Photo.objects.count()
    response = covering.post(user, template, **changes)
    assert code_of(response) == (422, "validation_failed")
    assert {error["code"] for error in response.json()["errors"][field]} == {code}
    assert (Cover.objects.count(), Job.objects.count(), Photo.objects.count(), files()) == (0, 0, photos, 0)


def test_the_box_at_fault_is_named(user, template):
    response = covering.post(user, template, faces=[{"box": covering.BOX}, {"box": [0.5, 0.5, 0, 0.1]}])
    [error] = response.json()["errors"]["faces"]
    assert (error["index"], error["code"]) == (1, "box_too_small")
    assert error["detail"] == "The box is too small."


def test_fields_that_are_missing(user):
    errors = factories.client_of(user).post(COVERS, {}, format="multipart").json()["errors"]
    assert {field: error[0]["code"] for field, error in errors.items()} == {
        "photo": "required",
        "emoji_id": "required",
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"text", "photo_not_readable"), (factories.encoded(factories.picture(1, 1, 1)), "photo_too_small")],
)
def test_photos_that_are_none(user, template, files, content, code):
    response = covering.post(user, template, photo=factories.upload(content))
    assert code_of(response) == (422, code)
    assert (Cover.objects.count(), files()) == (0, 0)


@pytest.mark.parametrize(
    ("template", "status", "code"),
    [
        (lambda user: uuid4(), 422, "emoji_not_found"),
        (lambda user: covering.emoji(factories.user(), published=False), 422, "emoji_not_found"),
        (lambda user: covering.emoji(factories.user(), hidden_at=timezone.now()), 422, "emoji_not_found"),
        (lambda user: covering.emoji(user, deleted_at=timezone.now()), 422, "emoji_not_found"),
        (lambda user: covering.emoji(user, hidden_at=timezone.now()), 409, "emoji_hidden"),
    ],
    ids=["unknown", "draft of another", "hidden", "deleted", "hidden, mine"],
)
def test_templates_that_cannot_be_used(user, files, template, status, code):
    response = covering.post(user, template(user))
    assert code_of(response) == (status, code)
    assert [error["code"] for error in response.json()["errors"]["emoji_id"]] == [code]
    assert (Cover.objects.count(), Job.objects.count(), files()) == (0, 0, 0)


def test_a_template_that_is_not_ready(user):
    template = covering.emoji(user, published=False)
    type(template).objects.update(state="pending")
    assert code_of(covering.post(user, template)) == (409, "emoji_not_ready")


def test_the_same_request_gives_the_same_cover(user, template, files):
    first, second = (covering.post(user, template, key="k1").json() for _ in range(2))
    assert first == second
    assert covering.post(user, template, seed=2, key="k1").json()["code"] == "idempotency_key_reused"
    changed = covering.post(user, template, key="k1", faces=[])
    assert changed.json()["code"] == "idempotency_key_reused"
    assert (Cover.objects.count(), Job.objects.count(), files()) == (1, 1, 1)


def test_the_same_request_after_a_deletion(user, template):
    cover, _ = covering.posted(user, template, key="k1")
    factories.client_of(user).delete(url(cover))
    assert code_of(covering.post(user, template, key="k1")) == (410, "gone")


def test_how_often(user, template, settings):
    rate = type(settings.RATES["cover"])
    settings.RATES = settings.RATES | {"cover": rate(1, 60)}
    cover, _ = covering.posted(user, template)
    assert covering.post(user, template).status_code == 429
    assert covering.again(user, cover).status_code == 429


def test_with_too_much_to_do(user, template, submit, files, settings):
    cover = covering.covered(user, template)
    now = timezone.now()
    Job.objects.update(started_at=now - timedelta(seconds=30), finished_at=now)
    for _ in range(3):
        submit(kind="face.cover", payload={})
    refused = covering.post(user, template, photo=factories.upload(b"not looked at"))
    assert code_of(refused) == (503, "overloaded")
    assert refused["Retry-After"] == "30"
    assert code_of(covering.again(user, cover)) == (503, "overloaded")
    assert (Cover.objects.count(), files()) == (1, 2)
