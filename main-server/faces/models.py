"""Photos whose people are covered."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from core.ids import uuid7
from core.models import Photo
from emojis.models import Emoji


class Cover(models.Model):
    """
    A photo, the template whose emojis cover the people in it, and the covered picture.

        pending --the AI server's result--> succeeded <--+
           |                                             +-- "again": pending, with other boxes or another template
           +--the job failed--------------> failed    <--+

    State, task, error and `finished_at` are those of the latest job; outcome, faces, picture, template and `made_at`
    those of the last result, which stays until there is another one. Original, expression scores and a picture without
    a face that nobody has confirmed (it shows what the original does) are deleted FACE_PHOTO_HOURS after the upload.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    class Outcome(models.TextChoices):
        COVERED = "covered"
        NO_FACE = "no_face"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="covers")
    photo = models.OneToOneField(Photo, models.PROTECT, null=True, related_name="+", help_text="null: deleted")
    created_at = models.DateTimeField(db_default=Now())

    task_id = models.UUIDField(help_text="the latest job; no other one counts")
    asked_emoji = models.ForeignKey(Emoji, models.SET_NULL, null=True, related_name="+", help_text="of the latest job")
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    error_code = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True)

    emoji = models.ForeignKey(
        Emoji, models.SET_NULL, null=True, related_name="+", help_text="of the result; until then as asked for"
    )
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    faces = models.JSONField(null=True, help_text="box, angle, score, expression, unsure, scores of each")
    picture = models.OneToOneField(Photo, models.PROTECT, null=True, related_name="+", help_text="covered")
    model = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True, help_text="somebody looked: there really is no face")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending") ^ Q(finished_at__isnull=False), name="faces_cover_finished"
            ),
            models.CheckConstraint(condition=Q(outcome="") ^ Q(made_at__isnull=False), name="faces_cover_made"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(outcome="no_face"), name="faces_cover_confirmed_has_no_face"
            ),
        ]
        indexes = [
            models.Index("user", F("created_at").desc(), name="faces_covers_of_user"),
            models.Index("created_at", condition=~Q(photo=None), name="faces_originals_by_age"),
            models.Index("created_at", condition=Q(photo=None, picture=None), name="faces_nothing_left_by_age"),
            models.Index("made_at", "emoji", condition=Q(outcome="covered"), name="faces_covered_lately"),
        ]

    def __str__(self) -> str:
        return f"cover {self.id}"

    @property
    def photo_until(self) -> datetime:
        return self.created_at + timedelta(hours=settings.FACE_PHOTO_HOURS)

    @property
    def shown_picture(self) -> Photo | None:
        """Without a face only once that is confirmed: it may show somebody who was not found."""
        needs_a_look = self.outcome == self.Outcome.NO_FACE and self.confirmed_at is None
        return None if needs_a_look else self.picture
