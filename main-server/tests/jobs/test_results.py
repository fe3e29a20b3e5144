"""Reports are applied once, in whatever order and however often they arrive."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from jobs.messages import Failed, JobMessage, Started, Succeeded
from jobs.models import Job
from jobs.registry import TryAgain
from jobs.results import apply_dead_letter, apply_finished, apply_started, job_replay
from jobs.services import job_cancel
from jobs.sweeps import republish_unstarted, sweep, sweep_deadlines, sweep_leases

pytestmark = pytest.mark.django_db


def started(job, attempt=1):
    apply_started(Started(job.id, attempt, "worker@host"))


def succeeded(job, attempt=1, outcome="not_registered", result=None):
    apply_finished(Succeeded(job.id, attempt, job.kind, outcome, result or {"model": "m"}, {"fetch": 1.5}))


def failed(job, attempt=1, code="internal_error", retryable=True):
    apply_finished(Failed(job.id, attempt, job.kind, code, retryable, {}))


def dead(job, attempt=1):
    apply_dead_letter(JobMessage(job.id, attempt, job.kind, job.traceparent, job.payload))


def fresh(job):
    return Job.objects.get(pk=job.pk)


def put_back(job, **moments):
    """Move moments of a job into the past (or the future), in seconds from now."""
    Job.objects.filter(pk=job.pk).update(**{name: Now() + timedelta(seconds=s) for name, s in moments.items()})


def test_started_starts_the_lease(submit):
    job = submit()
    started(job)
    job = fresh(job)
    assert (job.state, job.attempt, job.worker) == ("running", 1, "worker@host")
    assert job.lease_until - job.started_at == timedelta(seconds=60)


def test_success_is_stored_as_the_handler_wants_it(submit, handler):
    calls = []
    handler("dog.lookup", on_succeeded=lambda job, outcome, result: calls.append(outcome) or ("match", {"mine": 1}))
    job = submit()
    started(job)
    succeeded(job)
    job = fresh(job)
    assert (job.state, job.outcome, job.result, job.timings) == ("succeeded", "match", {"mine": 1}, {"fetch": 1.5})
    assert job.created_at <= job.started_at <= job.finished_at
    assert calls == ["not_registered"]


def test_success_without_a_handler_is_stored_as_it_came(submit, handler):
    job = submit()
    succeeded(job)
    assert (fresh(job).state, fresh(job).result) == ("succeeded", {"model": "m"})


def test_a_result_counts_once(submit, handler):
    calls = []
    handler("dog.lookup", on_succeeded=lambda *_: calls.append(1), on_late_success=lambda *_: calls.append("late"))
    job = submit()
    succeeded(job)
    before = fresh(job)
    succeeded(job, outcome="match")
    failed(job)
    started(job)
    dead(job)
    after = fresh(job)
    assert calls == [1]
    assert (after.state, after.outcome, after.finished_at) == ("succeeded", "not_registered", before.finished_at)


def test_success_of_an_older_attempt_ends_the_job(submit, handler):
    job = submit()
    failed(job, attempt=1)
    assert fresh(job).attempt == 2
    succeeded(job, attempt=1)
    assert fresh(job).state == "succeeded"


def test_a_stale_failure_start_or_dead_letter_is_ignored(submit, handler):
    job = submit()
    failed(job, attempt=1)
    failed(job, attempt=1, code="photo_missing", retryable=False)
    started(job, attempt=1)
    dead(job, attempt=1)
    job = fresh(job)
    assert (job.state, job.attempt, job.started_at) == ("queued", 2, None)


def test_a_retryable_failure_waits_longer_each_time(submit, handler):
    job = submit()
    delays = []
    for attempt in (1, 2, 3):
        failed(job, attempt)
        row = fresh(job)
        assert (row.state, row.attempt, row.error_code) == ("queued", attempt + 1, "internal_error")
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM available_at - now()) FROM jobs_job")
            delays.append(round(float(cursor.fetchone()[0])))
    assert delays == [2, 4, 8]


def test_attempts_are_exhausted(submit, handler):
    codes = []
    handler("dog.lookup", on_failed=lambda job, code: codes.append(code))
    job = submit()
    for attempt in range(1, 5):
        failed(job, attempt)
    job = fresh(job)
    assert (job.state, job.error_code, job.attempt) == ("failed", "attempts_exhausted", 4)
    assert codes == ["attempts_exhausted"]


def test_a_final_failure_is_final(submit, handler):
    codes = []
    handler("dog.lookup", on_failed=lambda job, code: codes.append(code))
    job = submit()
    failed(job, code="photo_missing", retryable=False)
    assert (fresh(job).state, fresh(job).error_code, codes) == ("failed", "photo_missing", ["photo_missing"])


def test_a_result_that_does_not_hold_is_tried_again(submit, handler):
    def refuse(job, outcome, result):
        raise TryAgain("gallery_behind")

    handler("dog.lookup", on_succeeded=refuse)
    job = submit()
    succeeded(job)
    assert (fresh(job).state, fresh(job).attempt, fresh(job).error_code) == ("queued", 2, "gallery_behind")


def test_what_a_handler_wrote_goes_when_it_raises(submit, handler):
    def break_down(job, outcome, result):
        Job.objects.filter(pk=job.pk).update(worker="half done")
        raise KeyError("bug")

    handler("dog.lookup", on_succeeded=break_down)
    job = submit()
    with pytest.raises(KeyError):
        succeeded(job)
    assert (fresh(job).state, fresh(job).worker) == ("queued", "")


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_a_late_success_is_told_to_the_app(submit, handler, how):
    late = []
    handler("dog.lookup", on_late_success=lambda job, outcome, result: late.append((outcome, result)))
    job = submit()
    if how == "cancelled":
        job_cancel(job=job)
    else:
        failed(job, code="photo_missing", retryable=False)
    succeeded(job, outcome="match", result={"x": 1})
    assert late == [("match", {"x": 1})]
    assert fresh(job).state == how


def test_cancelling_tells_the_app_once(submit, handler):
    codes = []
    handler("dog.lookup", on_failed=lambda job, code: codes.append(code))
    job = submit()
    assert job_cancel(job=job).state == "cancelled"
    assert job_cancel(job=job).state == "cancelled"
    assert codes == ["cancelled"]


def test_a_dead_letter_fails_the_job(submit, handler):
    job = submit()
    started(job)
    dead(job)
    assert (fresh(job).state, fresh(job).error_code) == ("failed", "dead_lettered")


def test_a_replay_queues_a_dead_job_again(submit, handler):
    job = submit()
    for attempt in range(1, 4):
        failed(job, attempt)
    dead(job, attempt=4)
    assert job_replay(job.id)
    row = fresh(job)
    assert (row.state, row.attempt, row.max_attempts, row.error_code) == ("queued", 5, 8, "")
    assert row.finished_at is None and row.published_at is None
    assert row.deadline_at > job.deadline_at
    assert not job_replay(job.id)
    assert not job_replay(uuid4())


def test_reports_of_unknown_jobs_are_dropped():
    apply_started(Started(uuid4(), 1, "w"))
    apply_finished(Failed(uuid4(), 1, "dog.lookup", "internal_error", True, {}))
    apply_dead_letter(JobMessage(uuid4(), 1, "dog.lookup", "", {}))


def test_an_expired_lease_spends_the_attempt(submit, handler):
    job = submit()
    started(job)
    assert sweep_leases() == 0
    put_back(job, lease_until=-1)
    assert sweep_leases() == 1
    row = fresh(job)
    assert (row.state, row.attempt, row.lease_until, row.error_code) == ("queued", 2, None, "lease_expired")


def test_the_last_lease_exhausts_the_attempts(submit, handler):
    job = submit()
    Job.objects.filter(pk=job.pk).update(attempt=4)
    started(job, attempt=4)
    put_back(job, lease_until=-1)
    sweep()
    assert (fresh(job).state, fresh(job).error_code) == ("failed", "attempts_exhausted")


@pytest.mark.parametrize("running", [False, True])
def test_a_deadline_passes(submit, handler, running):
    codes = []
    handler("dog.lookup", on_failed=lambda job, code: codes.append(code))
    job = submit()
    if running:
        started(job)
    assert sweep_deadlines() == 0
    put_back(job, deadline_at=-1)
    assert sweep_deadlines() == 1
    assert (fresh(job).state, fresh(job).error_code, codes) == ("failed", "deadline_passed", ["deadline_passed"])


def test_waiting_spends_no_attempt(submit, handler):
    job = submit()
    put_back(job, published_at=-100)
    assert republish_unstarted() == 0
    put_back(job, published_at=-200)
    assert republish_unstarted() == 1
    row = fresh(job)
    assert (row.state, row.attempt, row.published_at) == ("queued", 1, None)


def test_a_job_whose_handler_breaks_stops_no_other(submit, handler):
    broken, sound = submit(), submit()

    def on_failed(job, code):
        if job.id == broken.id:
            raise KeyError("bug")

    handler("dog.lookup", on_failed=on_failed)
    for job in (broken, sound):
        put_back(job, deadline_at=-1)
    assert sweep_deadlines() == 1
    assert (fresh(broken).state, fresh(sound).state) == ("queued", "failed")


@pytest.mark.django_db(transaction=True)
def test_ten_copies_at_the_same_moment(submit, handler):
    calls = []
    handler("dog.lookup", on_succeeded=lambda *_: calls.append(1))
    job = submit()

    def apply():
        succeeded(job)
        connection.close()

    threads = [threading.Thread(target=apply) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1] and fresh(job).state == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_a_sweep_passes_over_rows_that_are_being_changed(submit, handler):
    job = submit()
    put_back(job, deadline_at=-1)
    counts = []

    def sweep_elsewhere():
        counts.append(sweep_deadlines())
        connection.close()

    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)
        thread = threading.Thread(target=sweep_elsewhere)
        thread.start()
        thread.join()
    assert counts == [0]
