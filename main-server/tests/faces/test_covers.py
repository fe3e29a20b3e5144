"""POST faces/tasks/, and what becomes of what the AI server finds."""

import json
from datetime import timedelta
from uuid import uuid4

import covering
import factories
import pytest
from covering import COVERS
from django.utils import timezone

from core.models import Photo
from core.photos import files_delete_queued
from faces.models import Cover
from jobs.models import Job, JobPicture
from jobs.results import job_replay
from jobs.selectors import task_of

pytestmark = pytest.mark.django_db


def url(cover, path=""):
    return f"{COVERS}{cover.id}{path}"


def files_after_deletion(files):
    files_delete_queued()
    return files()


def code_of(response):
    return response.status_code, response.json()["code"]


class TestPost:
    def test_accepted(self, user, template):
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
    def test_what_the_ai_server_is_told(self, user, template, faces):
        cover, job = covering.posted(user, template, faces=faces)
        assert job.payload["faces"] == faces
        assert job.payload["cover_id"] == str(cover.id) == str(job.subject_id)
        assert job.payload["photo"] == {"id": str(cover.photo_id), "sha256": cover.photo.sha256}
        message = {"schema": 1, "job_id": str(job.id), "attempt": 1, "traceparent": job.traceparent}
        factories.SCHEMAS["job"].validate(message | {"kind": job.kind, "payload": job.payload})

    def test_without_faces_they_are_found(self, user, template):
        assert covering.posted(user, template)[1].payload["faces"] is None

    def test_a_draft_of_ones_own(self, user):
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
    def test_a_form_that_is_wrong_stores_nothing(self, user, template, files, changes, field, code):
        photos = Photo.objects.count()
        response = covering.post(user, template, **changes)
        assert code_of(response) == (422, "validation_failed")
        assert {error["code"] for error in response.json()["errors"][field]} == {code}
        assert (Cover.objects.count(), Job.objects.count(), Photo.objects.count(), files()) == (0, 0, photos, 0)

    def test_the_box_at_fault_is_named(self, user, template):
        response = covering.post(user, template, faces=[{"box": covering.BOX}, {"box": [0.5, 0.5, 0, 0.1]}])
        [error] = response.json()["errors"]["faces"]
        assert (error["index"], error["code"]) == (1, "box_too_small")
        assert error["detail"] == "The box is too small."

    def test_fields_that_are_missing(self, user):
        errors = factories.client_of(user).post(COVERS, {}, format="multipart").json()["errors"]
        assert {field: error[0]["code"] for field, error in errors.items()} == {
            "photo": "required",
            "emoji_id": "required",
        }

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"text", "photo_not_readable"), (factories.encoded(factories.picture(1, 1, 1)), "photo_too_small")],
    )
    def test_photos_that_are_none(self, user, template, files, content, code):
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
    def test_templates_that_cannot_be_used(self, user, files, template, status, code):
        response = covering.post(user, template(user))
        assert code_of(response) == (status, code)
        assert [error["code"] for error in response.json()["errors"]["emoji_id"]] == [code]
        assert (Cover.objects.count(), Job.objects.count(), files()) == (0, 0, 0)

    def test_a_template_that_is_not_ready(self, user):
        template = covering.emoji(user, published=False)
        type(template).objects.update(state="pending")
        assert code_of(covering.post(user, template)) == (409, "emoji_not_ready")

    def test_the_same_request_gives_the_same_cover(self, user, template, files):
        first, second = (covering.post(user, template, key="k1").json() for _ in range(2))
        assert first == second
        assert covering.post(user, template, seed=2, key="k1").json()["code"] == "idempotency_key_reused"
        changed = covering.post(user, template, key="k1", faces=[])
        assert changed.json()["code"] == "idempotency_key_reused"
        assert (Cover.objects.count(), Job.objects.count(), files()) == (1, 1, 1)

    def test_the_same_request_after_a_deletion(self, user, template):
        cover, _ = covering.posted(user, template, key="k1")
        factories.client_of(user).delete(url(cover))
        assert code_of(covering.post(user, template, key="k1")) == (410, "gone")

    def test_how_often(self, user, template, settings):
        rate = type(settings.RATES["cover"])
        settings.RATES = settings.RATES | {"cover": rate(1, 60)}
        cover, _ = covering.posted(user, template)
        assert covering.post(user, template).status_code == 429
        assert covering.again(user, cover).status_code == 429

    def test_with_too_much_to_do(self, user, template, submit, files, settings):
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


class TestResults:
    def test_covered(self, user, template, files):
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

    def test_nothing_of_it_is_stored_with_the_job(self, user, template):
        cover, job = covering.posted(user, template)
        covering.finish(job)
        assert (job.outcome, job.result) == ("covered", {"cover_id": str(cover.id)})
        assert "happy" not in json.dumps([job.result, job.timings, job.payload["faces"]])

    def test_its_task(self, user, template):
        cover, job = covering.posted(user, template)
        covering.finish(job)
        task = factories.client_of(user).get(f"/api/v1/tasks/{job.id}").json()
        assert (task["state"], task["outcome"], task["result"]) == ("succeeded", "covered", {"cover_id": str(cover.id)})
        assert factories.client_of(factories.user()).get(f"/api/v1/tasks/{job.id}").status_code == 404

    def test_running(self, user, template):
        cover, job = covering.posted(user, template)
        Job.objects.filter(id=job.id).update(state="running", lease_until=timezone.now())
        assert covering.shown(user, cover)["state"] == "running"

    def test_200_faces(self, user, template):
        cover, job = covering.posted(user, template)
        faces = [covering.face(box=[i / 200, 0.1, 0.02, 0.02]) for i in range(200)]
        covering.finish(job, "covered", *faces)
        assert covering.shown(user, cover)["faces"] == faces

    def test_faces_at_the_edge(self, user, template):
        cover, job = covering.posted(user, template)
        half_outside = covering.face(box=[-0.1, 0.9, 0.2, 0.2], scores=None, score=None, unsure=True)
        covering.finish(job, "covered", half_outside)
        assert covering.shown(user, cover)["faces"] == [half_outside]

    @pytest.mark.parametrize(("name", "outcome"), [("covered", "covered"), ("no_face", "no_face")])
    def test_the_golden_results_are_understood(self, golden, user, template, name, outcome):
        cover, job = covering.posted(user, template)
        message = golden[f"job_finished.face.cover.{name}"]["body"][1]["message"]
        sent = covering.picture_sent(job)
        picture = {"picture": {"id": str(sent.id), "sha256": sent.sha256}}
        factories.finish(job, message["outcome"], message["result"] | picture)
        assert covering.shown(user, cover)["outcome"] == outcome
        assert len(covering.shown(user, cover)["faces"]) == len(message["result"]["faces"])

    def test_failed(self, user, template, files):
        cover, job = covering.posted(user, template)
        covering.picture_sent(job)
        factories.fail(job, "photo_unreadable")
        body = covering.shown(user, cover)
        assert (body["state"], body["outcome"], body["faces"]) == ("failed", None, None)
        assert body["error"] == {"code": "photo_unreadable", "title": "A photo could not be read."}
        assert body["picture_url"] is None and body["photo_url"] is not None
        assert (files_after_deletion(files), JobPicture.objects.count()) == (1, 0)
        assert code_of(covering.looked_at(user, cover, "picture")) == (404, "not_found")

    def test_a_picture_that_never_came(self, user, template):
        cover, job = covering.posted(user, template)
        stranger = covering.stored_photo(3)
        factories.finish(job, "covered", covering.result(stranger, covering.face()))
        assert (job.state, job.error_code, job.attempt) == ("queued", "picture_missing", 2)
        assert covering.shown(user, cover)["state"] == "queued"
        assert Photo.objects.filter(id=stranger.id).exists()
        covering.finish(job)
        assert covering.shown(user, cover)["outcome"] == "covered"

    def test_a_success_that_comes_late_changes_nothing(self, user, template, files):
        cover, job = covering.posted(user, template)
        photo = covering.picture_sent(job)
        factories.fail(job, "internal_error")
        factories.finish(job, "covered", covering.result(photo, covering.face()))
        assert (covering.shown(user, cover)["state"], job.state) == ("failed", "failed")
        assert files_after_deletion(files) == 1

    def test_a_result_that_comes_twice_is_applied_once(self, user, template, files):
        cover, job = covering.posted(user, template)
        picture = covering.finish(job)
        factories.finish(job, "no_face", covering.result(picture))
        assert covering.shown(user, cover)["outcome"] == "covered"
        assert files_after_deletion(files) == 2

    def test_a_template_that_is_deleted_while_it_is_used(self, user):
        owner = factories.user()
        template = covering.emoji(owner)
        cover, job = covering.posted(user, template)
        assert factories.client_of(owner).delete(f"/api/v1/emojis/{template.id}").status_code == 204
        covering.finish(job)
        body = covering.shown(user, cover)
        assert (body["outcome"], body["emoji"]) == ("covered", None)
        assert body["picture_url"] is not None

    def test_a_template_that_is_erased_while_it_is_used(self, user):
        owner = factories.user()
        template = covering.emoji(owner)
        cover, job = covering.posted(user, template)
        assert factories.client_of(owner).delete("/api/v1/users/me").status_code == 204
        covering.finish(job)
        assert covering.shown(user, cover)["emoji"] is None
        assert covering.looked_at(user, cover, "picture").status_code == 200
        assert code_of(covering.again(user, cover)) == (422, "emoji_not_found")

    def test_the_name_of_a_hidden_template_is_not_told(self, user):
        template = covering.emoji(factories.user())
        cover = covering.covered(user, template)
        type(template).objects.update(hidden_at=timezone.now())
        assert covering.shown(user, cover)["emoji"] is None

    def test_a_look_changes_nothing(self, user, template):
        cover = covering.covered(user, template)
        before = list(Cover.objects.values()), list(Job.objects.values()), Photo.objects.count()
        covering.shown(user, cover)
        for path in ("photo", "picture"):
            assert covering.looked_at(user, cover, path).status_code == 200
        assert (list(Cover.objects.values()), list(Job.objects.values()), Photo.objects.count()) == before

    def test_a_look_takes_one_statement(self, user, template, django_assert_num_queries):
        cover = covering.covered(user, template)
        with django_assert_num_queries(1):
            covering.shown(user, cover)


class TestAgain:
    def test_with_other_boxes(self, user, template, files):
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

    def test_a_failure_keeps_the_earlier_result(self, user, template):
        other = covering.emoji(name="other")
        cover = covering.covered(user, template)
        assert covering.again(user, cover, emoji_id=str(other.id)).status_code == 202
        factories.fail(covering.job_of(cover), "internal_error")
        body = covering.shown(user, cover)
        assert (body["state"], body["error"]["code"]) == ("failed", "internal_error")
        assert (body["outcome"], body["emoji"]["id"]) == ("covered", str(template.id))
        assert body["picture_url"] is not None
        assert covering.again(user, cover).status_code == 202

    def test_with_another_template(self, user, template):
        other = covering.emoji(name="other")
        cover = covering.covered(user, template)
        assert covering.again(user, cover, emoji_id=str(other.id)).json()["emoji"]["id"] == str(template.id)
        job = covering.job_of(cover)
        assert {entry["id"] for entry in job.payload["emojis"].values()} == {
            str(picture.photo_id) for picture in other.pictures.all()
        }
        covering.finish(job)
        assert covering.shown(user, cover)["emoji"] == {"id": str(other.id), "name": "other"}

    def test_without_one_the_template_stays(self, user, template):
        cover = covering.covered(user, template)
        covering.again(user, cover, faces=[])
        assert covering.job_of(cover).payload["emojis"]["sad"]["id"] in {
            str(picture.photo_id) for picture in template.pictures.all()
        }

    @pytest.mark.parametrize("deleted", [False, True])
    def test_a_template_that_is_gone(self, user, deleted):
        template = covering.emoji(factories.user())
        cover = covering.covered(user, template)
        changes = {"deleted_at" if deleted else "hidden_at": timezone.now()}
        type(template).objects.filter(id=template.id).update(**changes)
        assert code_of(covering.again(user, cover)) == (422, "emoji_not_found")
        assert covering.shown(user, cover)["state"] == "succeeded"
        other = covering.emoji(name="other")
        assert covering.again(user, cover, emoji_id=str(other.id)).status_code == 202

    def test_while_it_runs(self, user, template):
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
    def test_what_is_wrong(self, user, template, body, field, code):
        cover = covering.covered(user, template)
        response = factories.client_of(user).post(url(cover, "/again"), body)
        assert [error["code"] for error in response.json()["errors"][field]] == [code]
        assert Job.objects.count() == 1

    def test_once_the_original_is_gone(self, user, template):
        cover = covering.covered(user, template)
        Cover.objects.update(photo=None)
        assert code_of(covering.again(user, cover)) == (410, "photo_expired")
        assert code_of(covering.looked_at(user, cover, "photo")) == (410, "gone")

    def test_the_same_request_gives_the_same_answer(self, user, template):
        cover = covering.covered(user, template)
        first = covering.again(user, cover, key="k1").json()
        assert covering.again(user, cover, key="k1").json() == first
        assert covering.again(user, cover, key="k1", faces=[]).json()["code"] == "idempotency_key_reused"
        assert Job.objects.count() == 2

    def test_a_result_of_an_older_job_does_not_count(self, user, template, files):
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

    def test_nor_does_its_failure(self, user, template):
        cover, older = covering.posted(user, template)
        factories.fail(older, "internal_error")
        covering.again(user, cover)
        job_replay(older.id)
        older.refresh_from_db()
        factories.fail(older, "internal_error", attempt=older.attempt)
        assert covering.shown(user, cover)["state"] == "queued"

    def test_a_job_that_is_tried_again_by_the_operator(self, user, template):
        cover, job = covering.posted(user, template)
        factories.fail(job, "internal_error")
        job_replay(job.id)
        assert code_of(covering.again(user, cover)) == (409, "task_running")
        job.refresh_from_db()
        covering.finish(job)
        body = covering.shown(user, cover)
        assert (body["state"], body["error"], body["outcome"]) == ("succeeded", None, "covered")


class TestNoFace:
    def test_the_picture_is_there_once_somebody_looked(self, user, template):
        cover = covering.covered(user, template, "no_face")
        client, body = factories.client_of(user), covering.shown(user, cover)
        assert (body["state"], body["outcome"], body["faces"]) == ("succeeded", "no_face", [])
        assert (body["confirmed"], body["picture_url"]) == (False, None)
        assert code_of(covering.looked_at(user, cover, "picture")) == (404, "not_found")
        confirmed = client.post(url(cover, "/confirm"))
        assert confirmed.status_code == 200
        assert confirmed.json()["confirmed"] and confirmed.json()["picture_url"].endswith(url(cover, "/picture"))
        assert covering.looked_at(user, cover, "picture").status_code == 200
        at = Cover.objects.get().confirmed_at
        assert client.post(url(cover, "/confirm")).json() == confirmed.json()
        assert Cover.objects.get().confirmed_at == at

    @pytest.mark.parametrize("outcome", ["covered", None])
    def test_nothing_else_is_confirmed(self, user, template, outcome):
        cover, job = covering.posted(user, template)
        if outcome is None:
            factories.fail(job)
        else:
            covering.finish(job, outcome)
        response = factories.client_of(user).post(url(cover, "/confirm"))
        assert code_of(response) == (409, "nothing_to_confirm")

    def test_nor_while_it_runs(self, user, template):
        cover = covering.covered(user, template, "no_face")
        covering.again(user, cover)
        assert code_of(factories.client_of(user).post(url(cover, "/confirm"))) == (409, "task_running")

    def test_another_result_is_confirmed_anew(self, user, template):
        cover = covering.covered(user, template, "no_face")
        factories.client_of(user).post(url(cover, "/confirm"))
        covering.again(user, cover, faces=[])
        covering.finish(covering.job_of(cover), "no_face", colour="red")
        assert covering.shown(user, cover)["confirmed"] is False


class TestWhoSees:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", ""),
            ("delete", ""),
            ("post", "/again"),
            ("post", "/confirm"),
            ("get", "/photo"),
            ("get", "/picture"),
        ],
    )
    def test_somebody_elses(self, user, template, method, path):
        cover = covering.covered(user, template)
        body = {"faces": []} if path == "/again" else None
        stranger, nobody = factories.client_of(factories.user()), factories.client_of(None)
        assert code_of(getattr(stranger, method)(url(cover, path), body)) == (404, "not_found")
        assert getattr(nobody, method)(url(cover, path), body).status_code == 401
        assert code_of(getattr(stranger, method)(f"{COVERS}{uuid4()}{path}", body)) == (404, "not_found")
        assert Cover.objects.filter(id=cover.id).exists()

    def test_to_be_saved_as_a_file(self, user, template):
        cover = covering.covered(user, template)
        client = factories.client_of(user)
        response = covering.looked_at(user, cover, "picture?download=1")
        assert response["Content-Disposition"] == f'attachment; filename="savepets-{str(cover.id)[-12:]}.jpg"'
        assert response["Cache-Control"] == "private, no-cache"
        assert code_of(client.get(url(cover, "/picture?download=maybe"))) == (422, "validation_failed")

    def test_nobody_in_between_may_keep_it(self, user, template):
        cover = covering.covered(user, template)
        answers = [factories.client_of(user).get(url(cover))]
        answers += [covering.looked_at(user, cover, path) for path in ("photo", "picture")]
        assert {answer["Cache-Control"] for answer in answers} == {"private, no-cache"}


class TestMyPage:
    PATH = "/api/v1/users/mypage/used"

    def test_ones_own_without_scores(self, user, template, django_assert_num_queries):
        first, second = (covering.covered(user, template, seed=seed) for seed in (1, 2))
        covering.covered(factories.user(), template)
        with django_assert_num_queries(2):
            page = factories.client_of(user).get(self.PATH).json()
        assert page["count"] == 2
        assert [entry["id"] for entry in page["results"]] == [str(second.id), str(first.id)]
        entry = page["results"][0]
        assert entry["faces"] == [covering.face(scores=None)]
        assert entry["picture_url"].endswith(url(second, "/picture"))
        assert covering.shown(user, second)["faces"][0]["scores"] is not None

    def test_in_pages(self, user, template):
        for seed in range(3):
            covering.posted(user, template, seed=seed)
        page = factories.client_of(user).get(f"{self.PATH}?page_size=2").json()
        assert (page["count"], len(page["results"]), page["next"] is not None) == (3, 2, True)

    def test_nobodys(self):
        assert factories.client_of(None).get(self.PATH).status_code == 401


def test_a_task_is_understood_in_both_languages(user, template):
    cover, job = covering.posted(user, template)
    factories.fail(job, "photo_unreadable")
    body = factories.client_of(user).get(url(cover), headers={"Accept-Language": "ko"}).json()
    assert body["error"]["title"] == "사진을 읽을 수 없습니다."
    assert task_of(job, "en").error["code"] == "photo_unreadable"
