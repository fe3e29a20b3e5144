"""For the gateway's page of status: does the service work, and how long would somebody wait? Everybody may see it."""

import math

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse

from jobs.admission import job_wait

KINDS = {"lookup": "dog.lookup", "registration": "dog.register"}
_OLDEST = """
SELECT coalesce(extract(epoch FROM statement_timestamp() - min(created_at)), 0) FROM jobs_job
WHERE kind = %s AND state = 'queued' AND available_at <= statement_timestamp()
"""


def status(request: HttpRequest) -> JsonResponse:
    """200 with the wait for each thing in whole seconds; 503 without the database."""
    try:
        waits = {name: _wait(kind) for name, kind in KINDS.items()}
    except (DatabaseError, InterfaceError):
        return _response({"service": "away"}, 503)
    return _response({"service": "ok", "wait_s": waits}, 200)


def _wait(kind: str) -> int:
    """What the queue foretells or, while nothing is worked on and nothing can be foretold, what somebody waits now."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [kind])
        (oldest,) = cursor.fetchone()
    return math.ceil(max(job_wait(kind), oldest))


def _response(body: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
