"""The rows that are to be published, as the relays see them. Every step is one conditional UPDATE."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from jobs.models import Job

# A relay that died while publishing frees its rows after this time; a copy that was sent all the same is harmless.
CLAIM_S = 60


@transaction.atomic
def claim_due(*, relay: UUID, kind: str, limit: int) -> list[Job]:
    """Claim due rows of one kind, oldest first; no other relay gets them meanwhile.

    Rows that this relay still holds are due as well: it failed to publish them before.
    """
    due = _due(relay).filter(kind=kind).order_by("available_at").select_for_update(skip_locked=True)
    jobs = list(due[:limit])
    if jobs:
        _need_not_survive()
        claimed = Job.objects.filter(pk__in=[job.pk for job in jobs])
        claimed.update(claimed_by=relay, claimed_until=Now() + timedelta(seconds=CLAIM_S))
    return jobs


@transaction.atomic
def mark_published(*, job: Job) -> None:
    """The broker has it. If this attempt was started or even ended meanwhile, that stays as it is."""
    _need_not_survive()
    published = Job.objects.filter(pk=job.pk, attempt=job.attempt)
    published.update(published_at=Now(), claimed_by=None, claimed_until=None)


def release_claims(*, relay: UUID) -> int:
    """Leave what could not be published to the other relays, at once."""
    held = Job.objects.filter(claimed_by=relay, state=Job.State.QUEUED)
    return held.update(claimed_by=None, claimed_until=None)


def _need_not_survive() -> None:
    """Do not wait for the disk at the end of this transaction: if a crash of the database undoes it, its jobs are
    published again, and a copy is harmless."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


def _due(relay: UUID) -> QuerySet[Job]:
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=Now()) | Q(claimed_by=relay)
    return Job.objects.filter(
        unclaimed, state=Job.State.QUEUED, published_at=None, available_at__lte=Now(), deadline_at__gt=Now()
    )
