"""Writes of the submitting side: a job enters, or is called off."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.db.transaction import TransactionManagementError

from accounts.models import User
from core.context import current_traceparent
from jobs import notify
from jobs.idempotency import Idempotency, job_of_earlier_request
from jobs.models import Job
from jobs.principals import ERASED, principal_of
from jobs.results import job_end

logger = logging.getLogger("savepets.jobs")
__all__ = ["Idempotency", "job_cancel", "job_submit", "jobs_erase"]


def job_submit(
    *, kind: str, payload: dict[str, Any], principal: str, subject_id: UUID, idempotency: Idempotency | None = None
) -> Job:
    """
    Queue a job inside the caller's transaction; once that commits, the relay publishes it.

    With `idempotency`, the job of the same earlier request is returned instead: its `subject_id` is then another one,
    and the caller lets its own rows go. (`jobs.idempotency.job_of_earlier_request` tells before any are made.)
    Raises Problem `idempotency_key_reused`.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("job_submit belongs into the transaction that stores what the job is about")
    earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
    if earlier is not None:
        return earlier
    definition = settings.JOB_KINDS[kind]
    job = Job.objects.create(
        kind=kind,
        payload=payload,
        principal=principal,
        subject_id=subject_id,
        idempotency_key=idempotency and idempotency.key,
        idempotency_hash=idempotency and idempotency.hash,
        traceparent=current_traceparent(),
        max_attempts=definition.max_attempts,
        deadline_at=Now() + timedelta(seconds=definition.deadline_s),
    )
    job.refresh_from_db()
    notify.notify_due()
    logger.info("job submitted", extra={"job_id": job.id, "kind": kind})
    return job


@transaction.atomic
def job_cancel(*, job: Job) -> Job:
    """Call a job off; one that has ended stays as it is. A copy that is under way may still succeed late."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_open:
        job_end(job, Job.State.CANCELLED, "cancelled")
        job.refresh_from_db()
    return job


def jobs_erase(user: User) -> None:
    """Part of the deletion of an account: its jobs belong to nobody any more and keep no result. The rows stay, because
    a late success still has to be undone; what is open, the apps call off together with what it is about."""
    jobs = Job.objects.filter(principal=principal_of(user))
    jobs.update(principal=ERASED, result=None, idempotency_key=None, idempotency_hash=None)
