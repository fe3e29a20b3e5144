"""Reads of covers."""

import uuid
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.problems import Problem
from faces.models import Cover
from jobs.models import Job


def covers_of(user: Any) -> QuerySet[Cover]:
    """Newest first, with what is shown of them."""
    job_state = Job.objects.filter(id=OuterRef("task_id")).values("state")[:1]
    covers = Cover.objects.filter(user=user).select_related("emoji", "picture").annotate(job_state=Subquery(job_state))
    return covers.order_by("-created_at", "-id")


def cover_of(user: Any, cover_id: uuid.UUID) -> Cover:
    """A cover for the account that made it. To everybody else there is none: raises Problem `not_found`."""
    cover = covers_of(user).filter(id=cover_id).first()
    if cover is None:
        raise Problem("not_found")
    return cover
