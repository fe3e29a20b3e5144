"""NOTIFY channels of the database. A notice goes out when its transaction commits, and not if it rolls back."""

from uuid import UUID

from django.db import connection

DUE = "jobs_due"  # a job can be published: wakes the relay
CHANGED = "jobs_changed"  # payload: id of the job; wakes those who wait for it


def notify_due() -> None:
    _notify(DUE, "")


def notify_changed(job_id: UUID) -> None:
    _notify(CHANGED, str(job_id))


def _notify(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])
