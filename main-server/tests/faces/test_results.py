"""What becomes of what the AI server finds in a photo."""

import json

import covering
import factories
import pytest
from covering import code_of, url
from django.utils import timezone

from core.models import Photo
from core.photos import files_delete_queued
from faces.models import Cover
from jobs.models import Job, JobPicture
from jobs.selectors import task_of

pytestmark = pytest.mark.django_db


def files_after_deletion(files):
    files_delete_queued()
    return files()


def test_covered(user, template, files):
    cover, job = covering.posted(user, template)
    picture = covering.finish(job)
    body = covering.shown(user, cover)
    assert (body["state"], body["outcome"], body["faces"]) == ("succeeded", "covered", [covering.face()])
    assert body["finished_at"] is not None
    response = covering.looked_at(user, cover, "picture")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["ETag"] == f'"{picture.sha256}"'
    assert response["Content-Disposition"].startswith("inline")
    assert (files(), JobPicture.objects.count()) == (2, 0)


def test_nothing_of_it_is_stored_with_the_job(user, template):
    cover, job = covering.posted(user, template)
    covering.finish(job)
    assert (job.outcome, job.result) == ("covered", {"cover_id": str(cover.id)})
    assert "happy" not in json.dumps([job.result, job.timings, job.payload["faces"]])


def test_its_task(user, template):
    cover, job = covering.posted(user, template)
    covering.finish(job)
    task = factories.client_of(user).get(f"/api/v1/tasks/{job.id}").json()
    assert (task["state"], task["outcome"], task["result"]) == ("succeeded", "covered", {"cover_id": str(cover.id)})
    assert factories.client_of(factories.user()).get(f"/api/v1/tasks/{job.id}").status_code == 404


def test_running(user, template):
    cover, job = covering.posted(user, template)
    Job.objects.filter(id=job.id).update(state="running", lease_until=timezone.now())
    assert covering.shown(user, cover)["state"] == "running"


def test_200_faces(user, template):
    cover, job = covering.posted(user, template)
    faces = [covering.face(box=[i / 200, 0.1, 0.02, 0.02]) for i in range(200)]
    covering.finish(job, "covered", *faces)
    assert covering.shown(user, cover)["faces"] == faces


def test_faces_at_the_edge(user, template):
    cover, job = covering.posted(user, template)
    half_outside = covering.face(box=[-0.1, 0.9, 0.2, 0.2], scores=None, score=None, unsure=True)
    covering.finish(job, "covered", half_outside)
    assert covering.shown(user, cover)["faces"] == [half_outside]


@pytest.mark.parametrize(("name", "outcome"), [("covered", "covered"), ("no_face", "no_face")])
def test_the_golden_results_are_understood(golden, user, template, name, outcome):
    cover, job = covering.posted(user, template)
    message = golden[f"job_finished.face.cover.{name}"]["body"][1]["message"]
    sent = covering.picture_sent(job)
    picture = {"picture": {"id": str(sent.id), "sha256": sent.sha256}}
    factories.finish(job, message["outcome"], message["result"] | picture)
    assert covering.shown(user, cover)["outcome"] == outcome
    assert len(covering.shown(user, cover)["faces"]) == len(message["result"]["faces"])


def test_failed(user, template, files):
    cover, job = covering.posted(user, template)
    covering.picture_sent(job)
    factories.fail(job, "photo_unreadable")
    body = covering.shown(user, cover)
    assert (body["state"], body["outcome"], body["faces"]) == ("failed", None, None)
    assert body["error"] == {"code": "photo_unreadable", "title": "A photo could not be read."}
    assert body["picture_url"] is None and body["photo_url"] is not None
    assert (files_after_deletion(files), JobPicture.objects.count()) == (1, 0)
    assert code_of(covering.looked_at(user, cover, "picture")) == (404, "not_found")


def test_a_picture_that_never_came(user, template):
    cover, job = covering.posted(user, template)
    stranger = covering.stored_photo(3)
    factories.finish(job, "covered", covering.result(stranger, covering.face()))
    assert (job.state, job.error_code, job.attempt) == ("queued", "picture_missing", 2)
    assert covering.shown(user, cover)["state"] == "queued"
    assert Photo.objects.filter(id=stranger.id).exists()
    covering.finish(job)
    assert covering.shown(user, cover)["outcome"] == "covered"


def test_a_success_that_comes_late_changes_nothing(user, template, files):
    cover, job = covering.posted(user, template)
    photo = covering.picture_sent(job)
    factories.fail(job, "internal_error")
    factories.finish(job, "covered", covering.result(photo, covering.face()))
    assert (covering.shown(user, cover)["state"], job.state) == ("failed", "failed")
    assert files_after_deletion(files) == 1


def test_a_result_that_comes_twice_is_applied_once(user, template, files):
    cover, job = covering.posted(user, template)
    picture = covering.finish(job)
    factories.finish(job, "no_face", covering.result(picture))
    assert covering.shown(user, cover)["outcome"] == "covered"
    assert files_after_deletion(files) == 2


def test_a_template_that_is_deleted_while_it_is_used(user):
    owner = factories.user()
    template = covering.emoji(owner)
    cover, job = covering.posted(user, template)
    assert factories.client_of(owner).delete(f"/api/v1/emojis/{template.id}").status_code == 204
    covering.finish(job)
    body = covering.shown(user, cover)
    assert (body["outcome"], body["emoji"]) == ("covered", None)
    assert body["picture_url"] is not None


def test_a_template_that_is_erased_while_it_is_used(user):
    owner = factories.user()
    template = covering.emoji(owner)
    cover, job = covering.posted(user, template)
    assert factories.client_of(owner).delete("/api/v1/users/me").status_code == 204
    covering.finish(job)
    assert covering.shown(user, cover)["emoji"] is None
    assert covering.looked_at(user, cover, "picture").status_code == 200
    assert code_of(covering.again(user, cover)) == (422, "emoji_not_found")


def test_the_name_of_a_hidden_template_is_not_told(user):
    template = covering.emoji(factories.user())
    cover = covering.covered(user, template)
    type(template).objects.update(hidden_at=timezone.now())
    assert covering.shown(user, cover)["emoji"] is None


def test_a_look_changes_nothing(user, template):
    cover = covering.covered(user, template)
    before = list(Cover.objects.values()), list(Job.objects.values()), Photo.objects.count()
    covering.shown(user, cover)
    for path in ("photo", "picture"):
        assert covering.looked_at(user, cover, path).status_code == 200
    assert (list(Cover.objects.values()), list(Job.objects.values()), Photo.objects.count()) == before


def test_a_look_takes_one_statement(user, template, django_assert_num_queries):
    cover = covering.covered(user, template)
    with django_assert_num_queries(1):
        covering.shown(user, cover)


def test_a_task_is_understood_in_both_languages(user, template):
    cover, job = covering.posted(user, template)
    factories.fail(job, "photo_unreadable")
    body = factories.client_of(user).get(url(cover), headers={"Accept-Language": "ko"}).json()
    assert body["error"]["title"] == "사진을 읽을 수 없습니다."
    assert task_of(job, "en").error["code"] == "photo_unreadable"
