"""GET /api/v1/tasks/{id}: who may look, and what is shown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db.models.functions import Now
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from jobs.messages import Failed, Started, Succeeded
from jobs.models import Job
from jobs.principals import principal_of
from jobs.results import apply_finished, apply_started
from jobs.services import Idempotency, job_cancel, jobs_erase

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return get_user_model().objects.create(email="owner@example.org", alias="owner")


def logged_in(user):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {AccessToken.for_user(user)}")
    return client


def url(job):
    return f"/api/v1/tasks/{job.id}"


def succeed(job):
    apply_finished(Succeeded(job.id, 1, job.kind, "match", {"band": "certain"}, {}))


def test_a_queued_task(client, submit):
    first, second = submit(), submit()
    response = client.get(url(second))
    assert response.status_code == 200
    assert response.json() == {
        "id": str(second.id), "kind": "dog.lookup", "subject_id": str(second.subject_id),
        "state": "queued", "position": 2,
        "created_at": second.created_at.isoformat().replace("+00:00", "Z"), "finished_at": None,
        "outcome": None, "result": None, "error": None,
    }  # fmt: skip
    assert response["Retry-After"] == "1"
    apply_started(Started(first.id, 1, "w"))
    assert client.get(url(second)).json()["position"] == 1
    assert client.get(url(first)).json()["position"] is None


def test_a_bulk_job_waits_behind_all_that_share_its_queue(client, submit):
    submit(kind="dog.forget")
    submit(kind="dog.lookup")
    assert client.get(url(submit(kind="dog.register"))).json()["position"] == 2


def test_a_task_that_succeeded(client, submit, handler):
    job = submit()
    succeed(job)
    response = client.get(url(job))
    body = response.json()
    assert (body["state"], body["outcome"], body["result"]) == ("succeeded", "match", {"band": "certain"})
    assert body["finished_at"] and body["error"] is None
    assert "Retry-After" not in response


def test_what_is_shown_is_what_the_app_presents(client, submit, handler):
    handler("dog.lookup", present=lambda job, outcome, result: ("not_registered", {"was": outcome}))
    job = submit()
    succeed(job)
    assert client.get(url(job)).json()["result"] == {"was": "match"}
    assert Job.objects.get(pk=job.pk).outcome == "match"


@pytest.mark.parametrize(
    ("language", "title"),
    [("ko-KR,ko;q=0.9", "사진이 더 이상 존재하지 않습니다."), ("fr", "A photo is no longer there.")],
)
def test_a_failed_task_is_an_answer(client, submit, handler, language, title):
    job = submit()
    apply_finished(Failed(job.id, 1, job.kind, "photo_missing", False, {}))
    response = client.get(url(job), headers={"accept-language": language})
    assert response.status_code == 200
    assert (response.json()["state"], response.json()["error"]) == ("failed", {"code": "photo_missing", "title": title})
    assert "Retry-After" not in response


def test_a_code_that_is_not_known_here_has_a_title(client, submit, handler):
    job = submit()
    apply_finished(Failed(job.id, 1, job.kind, "of_a_newer_version", False, {}))
    assert client.get(url(job)).json()["error"] == {"code": "of_a_newer_version", "title": "The analysis failed."}


def test_a_cancelled_task_is_a_failed_one(client, submit, handler):
    job = submit()
    job_cancel(job=job)
    assert (client.get(url(job)).json()["state"], client.get(url(job)).json()["error"]["code"]) == (
        "failed",
        "cancelled",
    )


def test_only_the_submitter_sees_it(client, submit, owner):
    other = get_user_model().objects.create(email="other@example.org", alias="other")
    job = submit(principal=principal_of(owner))
    assert logged_in(owner).get(url(job)).status_code == 200
    for nobody in (client, logged_in(other)):
        response = nobody.get(url(job))
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "not_found"


def test_an_anonymous_one_is_known_by_its_id(client, submit, owner):
    job = submit(principal="anonymous")
    assert client.get(url(job)).status_code == logged_in(owner).get(url(job)).status_code == 200


def test_our_own_jobs_are_seen_by_nobody(client, submit, owner):
    job = submit(kind="dog.forget", principal="system")
    assert client.get(url(job)).status_code == logged_in(owner).get(url(job)).status_code == 404


@pytest.mark.parametrize("task_id", [uuid4(), "1", "' OR 1=1", "../users/me"])
def test_unknown_ids_are_404(client, task_id):
    response = client.get(f"/api/v1/tasks/{task_id}")
    assert response.status_code == 404 and response.json()["code"] == "not_found"


def test_a_bad_token_is_401(submit):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    response = client.get(url(submit()))
    assert response.status_code == 401 and response["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["code"] == "token_not_valid"


@pytest.mark.parametrize("wait", ["-1", "soon", "NaN", "1e9"])
def test_a_wrong_wait_is_refused(client, submit, wait):
    response = client.get(url(submit()), {"wait": wait})
    assert response.status_code == 422 and "wait" in response.json()["errors"]


def test_an_etag_spares_the_body(client, submit, handler):
    job = submit()
    etag = client.get(url(job))["ETag"]
    same = client.get(url(job), headers={"if-none-match": f'"other", W/{etag}'})
    assert (same.status_code, same.content, same["ETag"], same["Retry-After"]) == (304, b"", etag, "1")
    succeed(job)
    changed = client.get(url(job), headers={"if-none-match": etag})
    assert changed.status_code == 200 and changed["ETag"] != etag
    assert client.get(url(job), headers={"if-none-match": changed["ETag"]}).status_code == 304


def test_looking_writes_nothing(client, submit, django_assert_max_num_queries):
    job = submit()
    before = Job.objects.values().get(pk=job.pk)
    with django_assert_max_num_queries(2) as queries:
        client.get(url(job))
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)
    assert Job.objects.values().get(pk=job.pk) == before


def test_late_rows_do_not_count_as_ahead(client, submit):
    early, late = submit(), submit()
    Job.objects.filter(pk=late.pk).update(created_at=Now() + timedelta(hours=1))
    assert client.get(url(early)).json()["position"] == 1


def test_a_deleted_account_leaves_nobodys_jobs(submit, owner, handler):
    ended, waiting_one = (submit(principal=principal_of(owner), idempotency=Idempotency(key, "h")) for key in "ab")
    succeed(ended)
    jobs_erase(owner)
    for job in Job.objects.filter(pk__in=[ended.pk, waiting_one.pk]):
        assert (job.principal, job.result, job.idempotency_key) == ("erased", None, None)
        assert logged_in(owner).get(url(job)).status_code == 404


def test_far_back_is_far_back(client, submit, monkeypatch):
    monkeypatch.setattr("jobs.selectors.LAST_POSITION", 2)
    assert [client.get(url(job)).json()["position"] for job in [submit() for _ in range(4)]] == [1, 2, 2, 2]
