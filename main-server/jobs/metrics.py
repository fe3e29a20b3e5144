"""What is measured of jobs. How many there are, and how old, is read from the database: jobs.readings."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from prometheus_client import Counter, Histogram

from core.metrics import OTHER, bounded, count_at_commit, initialise
from core.problems import TASK_ERROR_CODE
from jobs.models import Job

KINDS = tuple(settings.JOB_KINDS)
FIRST, AGAIN = "first", "again"
# What a report of the AI server did. late: the job had ended otherwise, or was at another attempt.
APPLIED, DUPLICATE, LATE, UNKNOWN = "applied", "duplicate", "late", "unknown"
STEPS = ("published", "started", "worked", "applied", "total")
# Why a job is tried again, and in the end may fail, beside what clients have texts for.
CODES = (*TASK_ERROR_CODE, "job_closed", "main_server_unavailable", "database_unavailable", OTHER)

PUBLISHED = Counter("savepets_jobs_published", "Messages that the broker has stored.", ["kind", "attempt"])
PUBLISH_FAILURES = Counter("savepets_publish_failures", "Messages that the broker did not take.")
LEASES_EXPIRED = Counter("savepets_leases_expired", "Attempts that were started and never reported.", ["kind"])
DEAD_LETTERS = Counter("savepets_dead_letters", "Jobs that the broker gave up.", ["kind"])
RESULTS = Counter("savepets_results", "Reports of ended attempts, by what they did.", ["kind", "effect"])
FINISHED = Counter("savepets_jobs_finished", "Jobs that ended.", ["kind", "state", "outcome"])
FAILED = Counter("savepets_jobs_failed", "Jobs that failed, by why.", ["kind", "code"])
ATTEMPTS = Histogram(
    "savepets_job_attempts", "Attempts that a job took until it ended.", ["kind"], buckets=(1, 2, 3, 4, 5, 10, 50)
)
STEP_SECONDS = Histogram(
    "savepets_job_step_duration_seconds",
    "Steps of jobs that succeeded: due to published, to started, work at the AI server, from its end to applied; total:"
    " from creation to the end.",
    ["kind", "step"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 3600, 86400),
)
SWEEP_SECONDS = Histogram(
    "savepets_relay_sweep_duration_seconds",
    "The relay's round of sweeps and chores.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)

initialise(PUBLISHED, KINDS, (FIRST, AGAIN))
initialise(LEASES_EXPIRED, KINDS)
initialise(DEAD_LETTERS, KINDS)
initialise(RESULTS, KINDS, (APPLIED, DUPLICATE, LATE, UNKNOWN))
initialise(FAILED, KINDS, CODES)
initialise(ATTEMPTS, KINDS)
initialise(STEP_SECONDS, KINDS, STEPS)
initialise(FINISHED, KINDS, (Job.State.FAILED, Job.State.CANCELLED), [""])

_outcomes: dict[str, tuple[str, ...]] = {}


def know_outcomes(kind: str, outcomes: Iterable[str]) -> None:
    """Of jobs of this kind that succeed."""
    _outcomes[kind] = (*_outcomes.get(kind, ()), *outcomes)
    initialise(FINISHED, [kind], [Job.State.SUCCEEDED], _outcomes[kind])


def count_result(kind: str, effect: str) -> None:
    count_at_commit(RESULTS, bounded(kind, KINDS), effect)


def count_end(job: Job) -> None:
    """A job that the transaction in hand ends."""
    outcome = bounded(job.outcome, _outcomes.get(job.kind, ())) if job.state == Job.State.SUCCEEDED else ""
    count_at_commit(FINISHED, job.kind, job.state, outcome)
    if job.state == Job.State.FAILED:
        count_at_commit(FAILED, job.kind, bounded(job.error_code, CODES))
    transaction.on_commit(lambda: ATTEMPTS.labels(job.kind).observe(job.attempt))


def observe_steps(job: Job, now: datetime, worked_s: float) -> None:
    """
    The life of a job that the transaction in hand ends well, by the database's clock, which says `now`.

    How long the AI server worked is its own measurement: the clocks of two machines need not agree.
    """
    seconds = {"total": (now - job.created_at).total_seconds(), "worked": worked_s}
    if job.published_at is not None:
        seconds["published"] = (job.published_at - job.available_at).total_seconds()
        if job.started_at is not None and job.started_at >= job.published_at:
            seconds["started"] = (job.started_at - job.published_at).total_seconds()
    if job.started_at is not None:
        seconds["applied"] = (now - job.started_at).total_seconds() - worked_s
    transaction.on_commit(lambda: _observe(job.kind, seconds))


def _observe(kind: str, seconds: dict[str, float]) -> None:
    for step, value in seconds.items():
        STEP_SECONDS.labels(kind, step).observe(max(0.0, value))
