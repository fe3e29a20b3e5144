"""GET /api/v1/tasks/{id}?wait=: wakes at once, is bounded, and survives what happens meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from jobs import waiting
from jobs.messages import Started, Succeeded
from jobs.models import Job
from jobs.results import apply_finished, apply_started

pytestmark = pytest.mark.django_db(transaction=True)


def url(job):
    return f"/api/v1/tasks/{job.id}"


def succeed(job):
    apply_finished(Succeeded(job.id, 1, job.kind, "match", {"band": "certain"}, {}))


def get_in_thread(path, **headers):
    try:
        started = time.monotonic()
        response = APIClient().get(path, headers=headers)
        return response, time.monotonic() - started
    finally:
        connections.close_all()


def test_wakes_within_milliseconds(submit, handler):
    job = submit()
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(get_in_thread, url(job) + "?wait=10")
        time.sleep(0.5)
        succeed(job)
        ended = time.monotonic()
        response, _ = poll.result()
        latency = time.monotonic() - ended
    assert response.json()["state"] == "succeeded"
    assert latency < 0.25


def test_one_notice_wakes_all_who_wait_for_that_job_and_nobody_else(submit, handler):
    job, other = submit(), submit()
    with ThreadPoolExecutor(6) as pool:
        polls = [pool.submit(get_in_thread, url(job) + "?wait=10") for _ in range(5)]
        bystander = pool.submit(get_in_thread, url(other) + "?wait=2")
        time.sleep(0.5)
        assert backends()["listening"] == 1
        succeed(job)
        assert {poll.result()[0].json()["state"] for poll in polls} == {"succeeded"}
        assert max(poll.result()[1] for poll in polls) < 1.5
        response, seconds = bystander.result()
    assert response.json()["state"] == "queued" and 1.9 < seconds < 4


def test_is_bounded(submit, settings):
    settings.LONG_POLL_S = 0.3
    response, seconds = get_in_thread(url(submit()) + "?wait=10")
    assert response.json()["state"] == "queued" and 0.25 < seconds < 2


def test_holds_no_more_database_connections_than_threads(submit, handler):
    job = submit()
    with ThreadPoolExecutor(8) as pool:
        polls = [pool.submit(get_in_thread, url(job) + "?wait=10") for _ in range(8)]
        time.sleep(0.7)
        assert backends() == {"listening": 1, "other": 1 + 8}, "the test's own and one a thread"
        succeed(job)
        assert all(poll.result()[0].json()["state"] == "succeeded" for poll in polls)


def test_a_full_house_answers_at_once(submit, settings):
    settings.LONG_POLL_WAITERS = 1
    job = submit()
    with ThreadPoolExecutor(1) as pool:
        seated = pool.submit(get_in_thread, url(job) + "?wait=1.5")
        time.sleep(0.4)
        response, seconds = get_in_thread(url(job) + "?wait=10")
        assert seconds < 0.4 and response["Retry-After"] == "1"
        assert seated.result()[1] > 1.4
    assert get_in_thread(url(job) + "?wait=0.5")[1] > 0.4


def test_with_an_etag_it_waits_for_any_change(submit, handler):
    job = submit()
    etag = APIClient().get(url(job))["ETag"]
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(get_in_thread, url(job) + "?wait=10", **{"if-none-match": etag})
        time.sleep(0.4)
        apply_started(Started(job.id, 1, "w"))
        response, seconds = poll.result()
    assert response.json()["state"] == "running" and seconds < 2
    unchanged = {"if-none-match": response["ETag"]}
    assert get_in_thread(url(job) + "?wait=0.3", **unchanged)[0].status_code == 304


def test_survives_the_loss_of_its_connection(submit, handler):
    job = submit()
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(get_in_thread, url(job) + "?wait=10")
        time.sleep(0.5)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
                " AND datname = current_database()"
            )
        succeed(job)
        response, seconds = poll.result()
    assert response.json()["state"] == "succeeded" and seconds < 5


def test_a_waiter_whose_own_connection_was_lost_looks_with_a_new_one(submit, handler):
    job = submit()
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(get_in_thread, url(job) + "?wait=10")
        time.sleep(0.5)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'LISTEN%%'"
            )
        succeed(job)
        response, seconds = poll.result()
    assert response.json()["state"] == "succeeded" and seconds < 5


def test_a_change_before_the_ear_was_open_is_seen(submit, handler):
    """Between the first look and the subscription the job ends; the second look sees it."""
    job = submit()
    looks = []

    def look():
        looks.append(Job.objects.get(pk=job.pk))
        if len(looks) == 1:
            succeed(job)
        return looks[-1]

    seen = waiting.look_until(lambda row: not row.is_open, look, job_id=job.id, wait_s=5)
    assert seen.state == "succeeded" and len(looks) == 2


def backends():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE query LIKE 'LISTEN%%'), count(*) FILTER (WHERE query NOT LIKE 'LISTEN%%')"
            " FROM pg_stat_activity WHERE datname = current_database()"
        )
        return dict(zip(("listening", "other"), cursor.fetchone(), strict=True))


def test_the_thread_ends_when_it_is_closed(submit):
    get_in_thread(url(submit()) + "?wait=0.1")
    assert any(thread.name == "jobs-bell" for thread in threading.enumerate())
    waiting.close()
    assert not any(thread.name == "jobs-bell" for thread in threading.enumerate())
