"""Interactive jobs are for somebody who stands there and waits: one that would wait too long is not taken."""

import math

from django.conf import settings
from django.db import connection

from core.problems import Problem

# All kinds of a route wait in one queue. Each job ahead takes as long as the last ones of its kind did, and as many are
# worked on at a time as are now. Those that wait for their next attempt (after a failure) are not ahead. Of a kind
# without any that succeeded nothing can be said.
_WAIT = """
WITH open AS (
    SELECT kind, state FROM jobs_job WHERE kind = ANY(%(kinds)s) AND state = 'running'
    UNION ALL
    SELECT kind, state FROM jobs_job
    WHERE kind = ANY(%(kinds)s) AND state = 'queued' AND available_at <= statement_timestamp()
), ahead AS (
    SELECT kind, count(*) AS jobs, count(*) FILTER (WHERE state = 'running') AS running FROM open GROUP BY kind
)
SELECT coalesce(sum(jobs * coalesce(seconds, 0)) / greatest(1, sum(running)), 0)
FROM ahead, LATERAL (
    SELECT extract(epoch FROM avg(duration)) AS seconds FROM (
        SELECT finished_at - started_at AS duration FROM jobs_job
        WHERE kind = ahead.kind AND finished_at IS NOT NULL AND state = 'succeeded' AND started_at < finished_at
        ORDER BY finished_at DESC LIMIT %(sample)s
    ) AS last
) AS experience
"""
SAMPLE = 50


def job_wait(kind: str) -> float:
    """Seconds after which a job of this kind that is sent now would be answered."""
    route = settings.JOB_KINDS[kind].route
    kinds = [name for name, other in settings.JOB_KINDS.items() if other.route == route]
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, {"kinds": kinds, "sample": SAMPLE})
        (seconds,) = cursor.fetchone()
    return float(seconds)


def require_short_wait(kind: str) -> None:
    """Raises Problem `overloaded`, which says when so many will be answered that another can be taken."""
    excess = job_wait(kind) - settings.INTERACTIVE_WAIT_S
    if excess > 0:
        raise Problem("overloaded", headers={"Retry-After": str(math.ceil(excess))})
