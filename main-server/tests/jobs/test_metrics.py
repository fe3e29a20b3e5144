"""What is counted of jobs: where it happens, once, and only if it is committed."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now
from helpers import depth
from measuring import growth, value

from core.problems import TASK_ERROR_CODE
from jobs.messages import Failed, JobMessage, Succeeded
from jobs.metrics import KINDS, LATE, STEPS
from jobs.models import Job
from jobs.relay import Relay
from jobs.results import apply_dead_letter, apply_finished
from jobs.services import job_cancel
from jobs.sweeps import sweep_leases

pytestmark = pytest.mark.django_db(transaction=True)
LOOKUP = {"kind": "dog.lookup"}
SECONDS = "savepets_job_step_duration_seconds"


def succeed(job, attempt=1, outcome="match", timings=None):
    apply_finished(Succeeded(job.id, attempt, job.kind, outcome, {}, timings or {}))


def fail(job, attempt=1, code="internal_error", retryable=False):
    apply_finished(Failed(job.id, attempt, job.kind, code, retryable, {}))


def results(effect, kind="dog.lookup"):
    return growth("savepets_results_total", kind=kind, effect=effect)


def test_all_series_exist_from_the_start():
    for kind in KINDS:
        for effect in ("applied", "duplicate", "late", "unknown"):
            value("savepets_results_total", kind=kind, effect=effect)
        for attempt in ("first", "again"):
            value("savepets_jobs_published_total", kind=kind, attempt=attempt)
        for code in TASK_ERROR_CODE:
            value("savepets_jobs_failed_total", kind=kind, code=code)
        for step in STEPS:
            value(f"{SECONDS}_count", kind=kind, step=step)
        for name in ("leases_expired", "dead_letters"):
            value(f"savepets_{name}_total", kind=kind)
        value("savepets_job_attempts_count", kind=kind)
    for kind, outcome in (
        ("dog.lookup", "match"), ("dog.lookup", "rejected"), ("dog.register", "needs_review"),
        ("dog.forget", "forgotten"), ("emoji.cutout", "cut_out"), ("face.cover", "no_face"),
    ):  # fmt: skip
        value("savepets_jobs_finished_total", kind=kind, state="succeeded", outcome=outcome)
    value("savepets_publish_failures_total")


class TestReports:
    def test_a_success_and_its_duplicate(self, submit, handler):
        job, applied, again = submit(), results("applied"), results("duplicate")
        done = growth("savepets_jobs_finished_total", state="succeeded", outcome="match", **LOOKUP)
        attempts = growth("savepets_job_attempts_bucket", le="1.0", **LOOKUP)
        succeed(job)
        succeed(job)
        assert (applied(), again(), done(), attempts()) == (1, 1, 1, 1)

    def test_what_comes_late(self, submit, handler):
        cancelled, failed = submit(), submit()
        late, ended = results(LATE), growth("savepets_jobs_finished_total", state="cancelled", outcome="", **LOOKUP)
        job_cancel(job=cancelled)
        succeed(cancelled)
        fail(failed, retryable=True)
        fail(failed, attempt=1)
        assert (late(), ended()) == (2, 1)
        assert Job.objects.get(pk=failed.pk).attempt == 2

    def test_of_a_job_that_is_not_known(self, submit, handler):
        job, unknown, other = (
            submit(),
            results("unknown"),
            growth_or_new("savepets_results_total", kind="other", effect="unknown"),
        )
        Job.objects.filter(pk=job.pk).delete()
        succeed(job)
        job.kind = "dog.bark"
        succeed(job)
        assert (unknown(), other()) == (1, 1)

    def test_outcomes_and_codes_are_bounded(self, submit, handler):
        other = growth_or_new("savepets_jobs_finished_total", state="succeeded", outcome="other", **LOOKUP)
        failed = growth("savepets_jobs_failed_total", code="other", **LOOKUP)
        succeed(submit(), outcome="x" * 32)
        fail(submit(), code="x" * 64)
        assert (other(), failed()) == (1, 1)

    def test_a_rollback_counts_nothing(self, submit, handler):
        job, applied = submit(), results("applied")
        done = growth("savepets_jobs_finished_total", state="succeeded", outcome="match", **LOOKUP)
        with pytest.raises(RuntimeError), transaction.atomic():
            succeed(job)
            raise RuntimeError
        assert (applied(), done()) == (0, 0)

    def test_failures_wherever_they_happen(self, submit, handler):
        by_code = {
            code: growth("savepets_jobs_failed_total", code=code, **LOOKUP)
            for code in ("photo_missing", "dead_lettered", "attempts_exhausted")
        }
        letters, expired = (growth(f"savepets_{name}_total", **LOOKUP) for name in ("dead_letters", "leases_expired"))
        fail(submit(), code="photo_missing")
        dead, silent = submit(), submit()
        apply_dead_letter(JobMessage(dead.id, 1, dead.kind, dead.traceparent, dead.payload))
        Job.objects.filter(pk=silent.pk).update(state="running", lease_until=Now(), attempt=silent.max_attempts)
        sweep_leases()
        assert {code: count() for code, count in by_code.items()} == dict.fromkeys(by_code, 1)
        assert (letters(), expired()) == (1, 1)


def growth_or_new(name, **labels):
    """Of a series that comes into being with its first count."""
    try:
        return growth(name, **labels)
    except KeyError:
        return lambda: value(name, **labels)


def test_the_steps_of_a_life(submit, handler):
    job, began = submit(), time.monotonic()
    Job.objects.filter(pk=job.pk).update(
        created_at=at(-10),
        available_at=at(-10),
        published_at=at(-8),
        started_at=at(-5),
        state="running",
        lease_until=at(60),
    )
    sums = {step: growth(f"{SECONDS}_sum", step=step, **LOOKUP) for step in STEPS}
    counts = {step: growth(f"{SECONDS}_count", step=step, **LOOKUP) for step in STEPS}
    succeed(job, timings={"fetch": 1000.0, "embed": 3000.0})
    assert {step: count() for step, count in counts.items()} == dict.fromkeys(STEPS, 1)
    taken = {step: total() for step, total in sums.items()}
    assert [taken[step] for step in ("published", "started", "worked")] == pytest.approx([2, 3, 4], abs=0.01)
    late = time.monotonic() - began  # so long after the times above was the result applied, at most
    assert 0.99 <= taken["applied"] <= 1.01 + late
    assert 9.99 <= taken["total"] <= 10.01 + late


def at(seconds):
    return Now() + timedelta(seconds=seconds)


class TestRelay:
    @pytest.fixture
    def relay(self, broker):
        relay = Relay()
        yield relay
        relay.close()

    def test_publications(self, broker, relay, submit):
        job = submit()
        first, again = (growth("savepets_jobs_published_total", attempt=name, **LOOKUP) for name in ("first", "again"))
        swept = growth("savepets_relay_sweep_duration_seconds_count")
        relay.turn()
        fail(job, retryable=True)
        Job.objects.filter(pk=job.pk).update(available_at=Now())
        relay.turn()
        assert (first(), again(), depth(broker, "ai.interactive.v1")) == (1, 1, 2)
        assert swept() >= 1

    def test_a_message_that_the_broker_does_not_take(self, broker, relay, submit):
        relay.turn()
        submit()
        refused = growth("savepets_publish_failures_total")
        published = growth("savepets_jobs_published_total", attempt="first", **LOOKUP)
        broker.queue_delete("ai.interactive.v1")
        relay.turn()
        assert (refused(), published()) == (1, 0)

    def test_it_says_when_its_loop_hangs(self, relay, monkeypatch):
        relay.turn()
        assert relay.is_healthy
        monkeypatch.setattr("jobs.relay.HUNG_S", 0.0)
        assert not relay.is_healthy
