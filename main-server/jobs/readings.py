"""How many jobs there are, and how long the oldest of them have waited: read from the database for Prometheus."""

from collections.abc import Iterable

from django.conf import settings
from prometheus_client import Metric

from core.readings import age, gauge, gauges, rows
from jobs.models import Job

JOBS = ("savepets_jobs", "Jobs by kind and state; those that ended until they are deleted.", ("kind", "state"))
ENDED = (Job.State.SUCCEEDED, Job.State.FAILED, Job.State.CANCELLED)
_OUTBOX = f"""
SELECT count(*), {age("available_at")} FROM jobs_job
WHERE state = 'queued' AND published_at IS NULL AND available_at <= statement_timestamp()
"""
_OPEN = f"""
SELECT kind, count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'running'),
    {age("created_at", "state = 'queued'")}
FROM jobs_job WHERE state IN ('queued', 'running') GROUP BY kind
"""
_ENDED = "SELECT kind, state, count(*) FROM jobs_job WHERE finished_at IS NOT NULL GROUP BY kind, state"


def open_jobs() -> Iterable[Metric]:
    found = {kind: counts for kind, *counts in rows(_OPEN)}
    counted = [(kind, *found.get(kind, (0, 0, 0.0))) for kind in settings.JOB_KINDS]
    states = [((kind, Job.State.QUEUED.value), queued) for kind, queued, _, _ in counted]
    states += [((kind, Job.State.RUNNING.value), running) for kind, _, running, _ in counted]
    yield gauges(*JOBS, states)
    yield gauges(
        "savepets_job_oldest_queued_seconds",
        "For how long the oldest queued job has waited since it was created; 0 if there is none.",
        ("kind",),
        [((kind,), oldest) for kind, _, _, oldest in counted],
    )


def outbox() -> Iterable[Metric]:
    [(count, oldest)] = rows(_OUTBOX)
    yield gauge("savepets_outbox_jobs", "Jobs that are due and not published yet.", count)
    yield gauge("savepets_outbox_oldest_seconds", "For how long the first of them has been due.", oldest)


def ended_jobs() -> Iterable[Metric]:
    found = {(kind, state): count for kind, state, count in rows(_ENDED)}
    keys = [(kind, state.value) for kind in settings.JOB_KINDS for state in ENDED]
    yield gauges(*JOBS, [(key, found.get(key, 0)) for key in keys])
