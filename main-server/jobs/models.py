"""The one table of jobs, and that of the pictures they are about to have made."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.ids import uuid7
from core.models import Photo


class Job(models.Model):
    """
    One task for the AI server. This row is the truth; messages are copies of it that may be lost, late or doubled.

        queued --started--> running --success of any attempt--> succeeded
          ^  |                 |
          |  +-----------------+--- failure not retryable, dead letter, deadline passed, no attempt left --> failed
          |  |                 |
          |  +-----------------+--- job_cancel --> cancelled
          |                    |
          +--------------------+--- retryable failure, lease expired: attempt + 1, after a backoff

    A queued job is due (`published_at` null), claimed by a relay (`claimed_until`) or published. Only attempts that
    were started, or that failed, are spent; waiting spends none. Every time is the database's clock.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    OPEN = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=32)
    payload = models.JSONField()
    principal = models.CharField(max_length=64, help_text='"user:<id>" or "anonymous"')
    subject_id = models.UUIDField(help_text="id of the dog, lookup, emoji or cover that the job is about")
    idempotency_key = models.CharField(max_length=128, null=True)
    idempotency_hash = models.CharField(max_length=64, null=True)
    traceparent = models.CharField(max_length=55)

    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=1, help_text="the attempt that is due, waiting or running")
    max_attempts = models.PositiveIntegerField()
    worker = models.CharField(max_length=255, blank=True)

    available_at = models.DateTimeField(db_default=Now(), help_text="not published before")
    claimed_by = models.UUIDField(null=True, help_text="the relay that is publishing it")
    claimed_until = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True, help_text="a running attempt is given up then")
    deadline_at = models.DateTimeField()

    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True, help_text="of this attempt")
    started_at = models.DateTimeField(null=True, help_text="of the last attempt that was started")
    finished_at = models.DateTimeField(null=True)

    outcome = models.CharField(max_length=32, blank=True)
    result = models.JSONField(null=True)
    error_code = models.CharField(
        max_length=64, blank=True, help_text="why it failed; while it is open: its last error"
    )
    timings = models.JSONField(null=True, help_text="milliseconds by stage, of the attempt that ended it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["principal", "idempotency_key"], name="jobs_job_idempotency"),
            models.CheckConstraint(
                condition=Q(state__in=("queued", "running", "succeeded", "failed", "cancelled")), name="jobs_job_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("queued", "running")) ^ Q(finished_at__isnull=False), name="jobs_job_finished"
            ),
            models.CheckConstraint(condition=~Q(state="running") | Q(lease_until__isnull=False), name="jobs_job_lease"),
            models.CheckConstraint(
                condition=Q(attempt__gte=1, attempt__lte=F("max_attempts")), name="jobs_job_attempt"
            ),
        ]
        indexes = [
            models.Index("kind", "available_at", condition=Q(state="queued", published_at=None), name="jobs_job_due"),
            models.Index("kind", "created_at", condition=Q(state="queued"), name="jobs_job_queued"),
            models.Index("kind", "published_at", condition=Q(state="queued"), name="jobs_job_published"),
            models.Index("lease_until", condition=Q(state="running"), name="jobs_job_leases"),
            models.Index("deadline_at", condition=Q(state__in=("queued", "running")), name="jobs_job_deadlines"),
            models.Index("subject_id", name="jobs_job_subject"),
            models.Index("kind", "finished_at", condition=Q(finished_at__isnull=False), name="jobs_job_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class JobPicture(models.Model):
    """A picture that an open job has sent. When the job ends it belongs to whoever took it, or is deleted."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=32)
    photo = models.OneToOneField(Photo, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "name"], name="jobs_picture_name")]

    def __str__(self) -> str:
        return f"{self.name} of job {self.job_id}"
