"""Reads: what the submitter of a job is shown of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from core.problems import Problem, title_of
from jobs.models import Job
from jobs.principals import ANONYMOUS
from jobs.registry import handler_of

LAST_POSITION = 1000


@dataclass(frozen=True)
class Task:
    """A job as its submitter sees it. `state` is never `cancelled`: that is a failure with the code `cancelled`."""

    id: UUID
    kind: str
    subject_id: UUID
    state: str
    created_at: datetime
    finished_at: datetime | None
    position: int | None  # 1 = next; only while it is queued
    outcome: str | None
    result: dict[str, Any] | None
    error: dict[str, str] | None

    @property
    def is_final(self) -> bool:
        return self.state in (Job.State.SUCCEEDED, Job.State.FAILED)


def job_get(*, task_id: UUID, principal: str) -> Job:
    """The task's job, if the principal may see it: his own, or anybody's anonymous one. Else Problem `not_found`."""
    job = Job.objects.filter(pk=task_id, principal__in={principal, ANONYMOUS}).first()
    if job is None:
        raise Problem("not_found")
    return job


def task_of(job: Job, language: str) -> Task:
    outcome, result = _shown_result(job)
    ended_badly = job.state in (Job.State.FAILED, Job.State.CANCELLED)
    return Task(
        id=job.id,
        kind=job.kind,
        subject_id=job.subject_id,
        state=Job.State.FAILED.value if ended_badly else job.state,
        created_at=job.created_at,
        finished_at=job.finished_at,
        position=_position(job) if job.state == Job.State.QUEUED else None,
        outcome=outcome,
        result=result,
        error={"code": job.error_code, "title": title_of(job.error_code, language)} if ended_badly else None,
    )


def _shown_result(job: Job) -> tuple[str | None, dict[str, Any] | None]:
    if job.state != Job.State.SUCCEEDED:
        return None, None
    present = handler_of(job.kind).present
    return present(job, job.outcome, job.result or {}) if present else (job.outcome, job.result)


def _position(job: Job) -> int:
    """Place among the queued jobs of its route; who is further back than LAST_POSITION is told that."""
    route = settings.JOB_KINDS[job.kind].route
    kinds = [name for name, kind in settings.JOB_KINDS.items() if kind.route == route]
    ahead = Job.objects.filter(kind__in=kinds, state=Job.State.QUEUED, created_at__lt=job.created_at)
    return ahead[: LAST_POSITION - 1].count() + 1
