"""What the AI server reports is applied here: each report once, in one transaction, however often it is delivered."""

import json
import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from core.metrics import bounded, count_at_commit
from jobs import messages, metrics, notify
from jobs.models import Job
from jobs.outbox import NEED_NOT_SURVIVE
from jobs.pictures import job_pictures_drop
from jobs.registry import TryAgain, handler_of

logger = logging.getLogger("savepets.jobs")
_STARTED = f"""
UPDATE jobs_job SET state = 'running', worker = %(worker)s, started_at = statement_timestamp(),
    lease_until = statement_timestamp() + (%(leases)s::json ->> kind)::float * interval '1 second'
WHERE id = %(id)s AND attempt = %(attempt)s AND state IN ('queued', 'running')
RETURNING pg_notify('{notify.CHANGED}', id::text), {NEED_NOT_SURVIVE}
"""


def apply_started(report: messages.Started) -> None:
    """An attempt began: it is running now, and its lease starts. Reports of other attempts are stale."""
    leases = {kind: definition.lease_s for kind, definition in settings.JOB_KINDS.items()}
    values = {"id": report.job_id, "attempt": report.attempt, "worker": report.worker, "leases": json.dumps(leases)}
    with connection.cursor() as cursor:
        cursor.execute(_STARTED, values)
        if cursor.rowcount:
            logger.info("job started", extra={"worker": report.worker})


@transaction.atomic
def apply_finished(report: messages.Succeeded | messages.Failed) -> None:
    """An attempt ended. Success of any attempt ends a job that is open; failure counts if its attempt is the row's."""
    job = _locked(report.job_id)
    metrics.count_result(report.kind, _effect(job, report))
    if job is None:
        return
    if isinstance(report, messages.Succeeded):
        _apply_success(job, report)
    elif job.is_open and job.attempt == report.attempt:
        job.timings = report.timings
        job_attempt_failed(job, report.code, retryable=report.retryable)


def _effect(job: Job | None, report: messages.Succeeded | messages.Failed) -> str:
    """What comes of a report, by what the row is before it."""
    if job is None:
        return metrics.UNKNOWN
    if isinstance(report, messages.Succeeded):
        if job.is_open:
            return metrics.APPLIED
        return metrics.DUPLICATE if job.state == Job.State.SUCCEEDED else metrics.LATE
    if job.attempt != report.attempt:
        return metrics.LATE
    return metrics.APPLIED if job.is_open else metrics.DUPLICATE


@transaction.atomic
def apply_dead_letter(message: messages.JobMessage) -> None:
    """The broker gave a job up: not even alone in quarantine could it be worked on."""
    count_at_commit(metrics.DEAD_LETTERS, bounded(message.kind, metrics.KINDS))
    job = _locked(message.job_id)
    if job is not None and job.is_open and job.attempt == message.attempt:
        job_end(job, Job.State.FAILED, "dead_lettered")


@transaction.atomic
def job_replay(job_id: UUID) -> bool:
    """Put a failed job back: a new attempt, with as many behind it and as much time as a new job. False if it is not
    there, or has not failed."""
    job = _locked(job_id)
    if job is None or job.state != Job.State.FAILED:
        return False
    definition = settings.JOB_KINDS[job.kind]
    job.max_attempts = job.attempt + definition.max_attempts
    job.deadline_at = Now() + timedelta(seconds=definition.deadline_s)
    job.finished_at, job.error_code = None, ""
    job_queue_again(job, delay=timedelta())
    return True


def job_attempt_failed(job: Job, code: str, *, retryable: bool) -> None:
    """The row's attempt failed (the row is locked): queue the next one after a backoff, or fail the job."""
    if not retryable:
        job_end(job, Job.State.FAILED, code)
    elif job.attempt >= job.max_attempts:
        job_end(job, Job.State.FAILED, "attempts_exhausted")
    else:
        job.error_code = code
        logger.info("attempt failed", extra={"job_id": job.id, "kind": job.kind, "attempt": job.attempt, "code": code})
        job_queue_again(job, delay=_backoff(job))


def job_queue_again(job: Job, *, delay: timedelta) -> None:
    """Make the next attempt of a locked row due after a delay."""
    job.attempt += 1
    job.state = Job.State.QUEUED
    job.available_at = Now() + delay
    job.published_at = job.claimed_by = job.claimed_until = job.lease_until = None
    _save(
        job, "attempt", "max_attempts", "state", "available_at", "published_at", "claimed_by", "claimed_until",
        "lease_until", "deadline_at", "finished_at", "error_code", "timings",
    )  # fmt: skip
    notify.notify_due()


def job_end(job: Job, state: str, code: str) -> None:
    """Fail or cancel a locked, open row, and tell the app whose kind it is."""
    _finish(job, state, error_code=code)
    handler = handler_of(job.kind)
    if handler.on_failed:
        handler.on_failed(job, code)


def _apply_success(job: Job, report: messages.Succeeded) -> None:
    handler = handler_of(job.kind)
    if not job.is_open:
        if job.state != Job.State.SUCCEEDED and handler.on_late_success:
            handler.on_late_success(job, report.outcome, report.result)
        return None
    outcome, result = report.outcome, report.result
    if handler.on_succeeded:
        try:
            outcome, result = handler.on_succeeded(job, outcome, result) or (outcome, result)
        except TryAgain as again:
            return job_attempt_failed(job, again.code, retryable=True)
    metrics.observe_steps(job, job.locked_at, sum(report.timings.values()) / 1e3)
    return _finish(job, Job.State.SUCCEEDED, outcome=outcome, result=result, timings=report.timings, error_code="")


def _finish(job: Job, state: str, **fields: object) -> None:
    job.state, job.lease_until, job.finished_at = state, None, Now()
    job.claimed_by = job.claimed_until = None
    for name, value in fields.items():
        setattr(job, name, value)
    _save(job, "state", "lease_until", "finished_at", "claimed_by", "claimed_until", "timings", *fields)
    if settings.JOB_KINDS[job.kind].pictures:
        job_pictures_drop(job)
    metrics.count_end(job)
    logger.info(
        "job ended",
        extra={
            "job_id": job.id, "kind": job.kind, "attempt": job.attempt, "state": state, "code": job.error_code,
            "outcome": job.outcome,
        },
    )  # fmt: skip


def _save(job: Job, *fields: str) -> None:
    """What the database's clock says of it, the object then holds as expressions: who shows it reads it again."""
    job.save(update_fields=set(fields))
    notify.notify_changed(job.id)


def _locked(job_id: UUID) -> Job | None:
    """The row, with the database's time as `locked_at`."""
    job = Job.objects.select_for_update().filter(pk=job_id).annotate(locked_at=Now()).first()
    if job is None:
        logger.warning("report of a job that is not known", extra={"job_id": job_id})
    return job


def _backoff(job: Job) -> timedelta:
    definition = settings.JOB_KINDS[job.kind]
    seconds = definition.backoff_s * 2 ** min(job.attempt - 1, 30)
    return timedelta(seconds=min(seconds, definition.backoff_limit_s))
