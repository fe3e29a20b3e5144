"""Lookups are for somebody who stands beside a dog: one that would wait too long is not taken."""

import math

from django.conf import settings
from django.db import connection

from core.problems import Problem

# Each lookup ahead takes as long as the last ones did, and as many are worked on at a time as are now. Those that wait
# for their next attempt (after a failure) are not ahead. Without any that succeeded nothing can be said.
_WAIT = """
WITH open AS (
    SELECT state FROM jobs_job WHERE kind = %(kind)s AND state = 'running'
    UNION ALL
    SELECT state FROM jobs_job WHERE kind = %(kind)s AND state = 'queued' AND available_at <= statement_timestamp()
), last AS (
    SELECT finished_at - started_at AS duration FROM jobs_job
    WHERE kind = %(kind)s AND finished_at IS NOT NULL AND state = 'succeeded' AND started_at < finished_at
    ORDER BY finished_at DESC LIMIT %(sample)s
)
SELECT count(*) / greatest(1, count(*) FILTER (WHERE state = 'running'))::float
    * coalesce((SELECT extract(epoch FROM avg(duration)) FROM last)::float, 0)
FROM open
"""
SAMPLE = 50


def lookup_wait(kind: str) -> float:
    """Seconds after which a lookup that is sent now would be answered."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, {"kind": kind, "sample": SAMPLE})
        (seconds,) = cursor.fetchone()
    return float(seconds)


def require_short_wait(kind: str) -> None:
    """Raises Problem `overloaded`, which says when so many will be answered that another can be taken."""
    excess = lookup_wait(kind) - settings.LOOKUP_WAIT_S
    if excess > 0:
        raise Problem("overloaded", headers={"Retry-After": str(math.ceil(excess))})
