"""What time does to jobs: leases and deadlines expire, messages that nobody started are sent again."""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.metrics import count_at_commit
from jobs import metrics, notify
from jobs.models import Job
from jobs.results import job_attempt_failed, job_end

logger = logging.getLogger("savepets.jobs")
BATCH = 200


def sweep() -> dict[str, int]:
    """Run every sweep once; returns how many rows each of them changed."""
    counts = {"deadlines": sweep_deadlines(), "leases": sweep_leases(), "unstarted": republish_unstarted()}
    for name, count in counts.items():
        if count:
            logger.warning("sweep of %s", name, extra={"count": count})
    return counts | {"ended": delete_ended()}


def sweep_deadlines() -> int:
    """Open jobs whose deadline has passed fail with `deadline_passed`."""
    late = Q(state__in=Job.OPEN, deadline_at__lte=Now())
    return _each(late, lambda job: job_end(job, Job.State.FAILED, "deadline_passed"))


def sweep_leases() -> int:
    """Running attempts whose lease has expired are followed by the next one, if there is one left."""
    expired = Q(state=Job.State.RUNNING, lease_until__lte=Now())
    return _each(expired, _lease_expired)


def _lease_expired(job: Job) -> None:
    count_at_commit(metrics.LEASES_EXPIRED, job.kind)
    job_attempt_failed(job, "lease_expired", retryable=True)


@transaction.atomic
def republish_unstarted() -> int:
    """What was published long ago and never started is due again, as the same attempt: a copy is harmless."""
    count = 0
    for name, kind in settings.JOB_KINDS.items():
        silent = Job.objects.filter(
            kind=name, state=Job.State.QUEUED, published_at__lte=Now() - timedelta(seconds=kind.republish_s)
        )
        count += silent.update(published_at=None)
    if count:
        notify.notify_due()
    return count


def delete_ended() -> int:
    """
    Jobs that ended longer than JOB_DAYS ago are deleted, a batch of each kind at a time.

    No other row needs them: dogs and lookups hold their own answers. Messages about them have long expired, so that a
    late success of theirs, which would have to be undone, cannot come any more.
    """
    return sum(_delete_ended(kind) for kind in settings.JOB_KINDS)


@transaction.atomic
def _delete_ended(kind: str) -> int:
    old = Job.objects.filter(kind=kind, finished_at__lt=Now() - timedelta(days=settings.JOB_DAYS))
    locked = old.select_for_update(skip_locked=True).order_by("finished_at")
    return Job.objects.filter(id__in=list(locked.values_list("id", flat=True)[:BATCH])).delete()[0]


def _each(condition: Q, change: Callable[[Job], None]) -> int:
    """Change every row that meets the condition, each in its own transaction; one that cannot be changed stops none."""
    rows: QuerySet[Job] = Job.objects.filter(condition)
    return sum(_change_one(pk, condition, change) for pk in rows.values_list("pk", flat=True)[:BATCH])


def _change_one(pk: UUID, condition: Q, change: Callable[[Job], None]) -> bool:
    try:
        with transaction.atomic():
            job = Job.objects.select_for_update(skip_locked=True).filter(condition, pk=pk).first()
            if job is not None:
                change(job)
            return job is not None
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("sweep of one job failed", extra={"job_id": pk})
        return False
