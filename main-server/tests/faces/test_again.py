"""POST faces/tasks/{id}/again: the same photo once more, and results that meet."""

import covering
import factories
import pytest
from covering import COVERS, code_of, url
from django.utils import timezone

from core.models import Photo
from core.photos import files_delete_queued
from faces.models import Cover
from jobs.models import Job
from jobs.results import job_replay

pytestmark = pytest.mark.django_db


def files_after_deletion(files):
    files_delete_queued()
    return files()


def test_with_other_boxes(user, template, files):
    cover = covering.covered(user, template)
    first = cover.picture_id
    faces = [{"box": covering.BOX, "angle": 0, "expression": "sad"}]
    response = covering.again(user, cover, faces=faces)
    assert (response.status_code, response["Location"]) == (202, f"{COVERS}{cover.id}")
    body = response.json()
    assert (body["state"], body["finished_at"], body["id"]) == ("queued", None, str(cover.id))
    assert (body["outcome"], body["picture_url"] is not None) == ("covered", True)
    job = covering.job_of(cover)
    assert (job.payload["faces"], str(job.id)) == (faces, body["task_id"])
    assert job.payload["photo"]["id"] == str(cover.photo_id)
    given = covering.face(expression="sad", score=None, scores=None)
    covering.finish(job, "covered", given, colour="green")
    assert covering.shown(user, cover)["faces"] == [given]
    cover.refresh_from_db()
    assert cover.picture_id != first
    assert (files_after_deletion(files), Photo.objects.filter(id=first).exists()) == (2, False)


def test_a_failure_keeps_the_earlier_result(user, template):
    other = covering.emoji(name="other")
    cover = covering.covered(user, template)
    assert covering.again(user, cover, emoji_id=str(other.id)).status_code == 202
    factories.fail(covering.job_of(cover), "internal_error")
    body = covering.shown(user, cover)
    assert (body["state"], body["error"]["code"]) == ("failed", "internal_error")
    assert (body["outcome"], body["emoji"]["id"]) == ("covered", str(template.id))
    assert body["picture_url"] is not None
    assert covering.again(user, cover).status_code == 202


def test_with_another_template(user, template):
    other = covering.emoji(name="other")
    cover = covering.covered(user, template)
    assert covering.again(user, cover, emoji_id=str(other.id)).json()["emoji"]["id"] == str(template.id)
    job = covering.job_of(cover)
    assert {entry["id"] for entry in job.payload["emojis"].values()} == {
        str(picture.photo_id) for picture in other.pictures.all()
    }
    covering.finish(job)
    assert covering.shown(user, cover)["emoji"] == {"id": str(other.id), "name": "other"}


def test_without_one_the_template_stays(user, template):
    cover = covering.covered(user, template)
    covering.again(user, cover, faces=[])
    assert covering.job_of(cover).payload["emojis"]["sad"]["id"] in {
        str(picture.photo_id) for picture in template.pictures.all()
    }


@pytest.mark.parametrize("deleted", [False, True])
def test_a_template_that_is_gone(user, deleted):
    template = covering.emoji(factories.user())
    cover = covering.covered(user, template)
    changes = {"deleted_at" if deleted else "hidden_at": timezone.now()}
    type(template).objects.filter(id=template.id).update(**changes)
    assert code_of(covering.again(user, cover)) == (422, "emoji_not_found")
    assert covering.shown(user, cover)["state"] == "succeeded"
    other = covering.emoji(name="other")
    assert covering.again(user, cover, emoji_id=str(other.id)).status_code == 202


def test_while_it_runs(user, template):
    cover, _ = covering.posted(user, template)
    assert code_of(covering.again(user, cover)) == (409, "task_running")
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "faces", "required"),
        ({"faces": "[]"}, "faces", "not_a_list"),
        ({"faces": [{"box": [0, 0, 0, 0]}]}, "faces", "box_too_small"),
        ({"faces": [], "emoji_id": 3.5}, "emoji_id", "invalid"),
    ],
)
def test_what_is_wrong(user, template, body, field, code):
    cover = covering.covered(user, template)
    response = factories.client_of(user).post(url(cover, "/again"), body)
    assert [error["code"] for error in response.json()["errors"][field]] == [code]
    assert Job.objects.count() == 1


def test_once_the_original_is_gone(user, template):
    cover = covering.covered(user, template)
    Cover.objects.update(photo=None)
    assert code_of(covering.again(user, cover)) == (410, "photo_expired")
    assert code_of(covering.looked_at(user, cover, "photo")) == (410, "gone")


def test_the_same_request_gives_the_same_answer(user, template):
    cover = covering.covered(user, template)
    first = covering.again(user, cover, key="k1").json()
    assert covering.again(user, cover, key="k1").json() == first
    assert covering.again(user, cover, key="k1", faces=[]).json()["code"] == "idempotency_key_reused"
    assert Job.objects.count() == 2


def test_a_result_of_an_older_job_does_not_count(user, template, files):
    """It had failed, a newer one was submitted, and then the operator has the older one tried again."""
    cover, older = covering.posted(user, template)
    factories.fail(older, "internal_error")
    assert covering.again(user, cover, faces=[]).status_code == 202
    newer = covering.job_of(cover)
    assert job_replay(older.id)
    older.refresh_from_db()
    covering.finish(older)
    assert older.state == "succeeded"
    assert (covering.shown(user, cover)["state"], covering.shown(user, cover)["outcome"]) == ("queued", None)
    assert files_after_deletion(files) == 1
    covering.finish(newer, "no_face")
    assert covering.shown(user, cover)["outcome"] == "no_face"


def test_nor_does_its_failure(user, template):
    cover, older = covering.posted(user, template)
    factories.fail(older, "internal_error")
    covering.again(user, cover)
    job_replay(older.id)
    older.refresh_from_db()
    factories.fail(older, "internal_error", attempt=older.attempt)
    assert covering.shown(user, cover)["state"] == "queued"


def test_a_job_that_is_tried_again_by_the_operator(user, template):
    cover, job = covering.posted(user, template)
    factories.fail(job, "internal_error")
    job_replay(job.id)
    assert code_of(covering.again(user, cover)) == (409, "task_running")
    job.refresh_from_db()
    covering.finish(job)
    body = covering.shown(user, cover)
    assert (body["state"], body["error"], body["outcome"]) == ("succeeded", None, "covered")
