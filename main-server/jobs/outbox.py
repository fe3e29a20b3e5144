"""The rows that are to be published, as the relays see them. Every step is one conditional UPDATE."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection

from jobs.models import Job

# A relay that died while publishing frees its rows after this time; a copy that was sent all the same is harmless.
CLAIM_S = 60
# In a RETURNING: the transaction that changes a row does not wait for the disk at its end. For steps that a crash of
# the database may undo: their jobs are then published again, and a copy is harmless.
NEED_NOT_SURVIVE = "set_config('synchronous_commit', 'off', true)"
# Materialized: executed once, so that the limit holds whatever the planner makes of the rest.
_CLAIM = f"""
WITH due AS MATERIALIZED (
    SELECT due_of_kind.id AS due_id FROM unnest(%(kinds)s::text[]) AS wanted, LATERAL (
        SELECT id FROM jobs_job
        WHERE kind = wanted AND state = 'queued' AND published_at IS NULL
        AND available_at <= statement_timestamp() AND deadline_at > statement_timestamp()
        AND (claimed_until IS NULL OR claimed_until < statement_timestamp() OR claimed_by = %(relay)s)
        ORDER BY available_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    ) AS due_of_kind
)
UPDATE jobs_job SET claimed_by = %(relay)s, claimed_until = statement_timestamp() + %(claim)s
FROM due WHERE id = due_id
RETURNING jobs_job.*, {NEED_NOT_SURVIVE}
"""
_PUBLISHED = f"""
UPDATE jobs_job SET published_at = statement_timestamp(), claimed_by = NULL, claimed_until = NULL
WHERE id = %(id)s AND attempt = %(attempt)s
RETURNING {NEED_NOT_SURVIVE}
"""


def claim_due(*, relay: UUID, kinds: Iterable[str], limit: int) -> dict[str, list[Job]]:
    """Claim due rows, at most `limit` of each kind, oldest first; no other relay gets them meanwhile.

    Rows that this relay still holds are due as well: it failed to publish them before. Each kind has its list.
    """
    jobs: dict[str, list[Job]] = {kind: [] for kind in kinds}
    values = {"relay": relay, "claim": timedelta(seconds=CLAIM_S), "kinds": list(jobs), "limit": limit}
    for job in sorted(Job.objects.raw(_CLAIM, values), key=lambda job: job.available_at):
        jobs[job.kind].append(job)
    return jobs


def mark_published(*, job: Job) -> None:
    """The broker has it. If this attempt was started or even ended meanwhile, that stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED, {"id": job.pk, "attempt": job.attempt})


def release_claims(*, relay: UUID) -> int:
    """Leave what could not be published to the other relays, at once."""
    held = Job.objects.filter(claimed_by=relay, state=Job.State.QUEUED)
    return held.update(claimed_by=None, claimed_until=None)
