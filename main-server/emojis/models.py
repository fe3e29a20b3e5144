"""Templates of emojis, their pictures, and what people object to them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from core.ids import uuid7
from core.models import Photo
from emojis.expressions import EXPRESSIONS


class Emoji(models.Model):
    """
    A template: seven pictures of one face, which somebody made or, without an owner, which came with the system.

        pending --cut_out-----------------> draft --its owner publishes it--> (published_at) --staff--> (hidden_at)
           |                                  ^                                     ^                       |
           +--rejected--> rejected            |                                     +---------staff---------+
           +--job failed--> failed --replay---+

    Its owner uses and sees a draft alone; what is published everybody does, until staff hides it. Deletion is soft, so
    that covers that are being made with it still find its pictures; a sweep erases it a day later.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DRAFT = "draft"
        REJECTED = "rejected"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="emojis")
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(db_default=Now())
    originals_until = models.DateTimeField(null=True, help_text="of one that failed: when its pictures are deleted")
    published_at = models.DateTimeField(null=True, help_text="no two at one moment, and in the order of their commits")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["published_at"], name="emojis_published_apart"),
            models.CheckConstraint(condition=Q(published_at=None) | Q(state="draft"), name="emojis_published_is_ready"),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | Q(published_at__isnull=False), name="emojis_hidden_was_published"
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(published_at__isnull=False, hidden_at=None, deleted_at=None),
                name="emojis_public",
            ),
            models.Index("owner", F("created_at").desc(), name="emojis_of_owner"),
            models.Index("originals_until", condition=~Q(originals_until=None), name="emojis_originals_until"),
            models.Index("deleted_at", condition=~Q(deleted_at=None), name="emojis_deleted"),
            models.Index("hidden_at", condition=~Q(hidden_at=None), name="emojis_hidden"),
        ]

    def __str__(self) -> str:
        return f"emoji {self.id}"

    @property
    def is_built_in(self) -> bool:
        return self.owner_id is None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_public(self) -> bool:
        return self.is_published and self.hidden_at is None and self.deleted_at is None

    def is_of(self, user: object) -> bool:
        return self.owner_id is not None and self.owner_id == getattr(user, "pk", None)


class EmojiPicture(models.Model):
    """One of the seven: as it was sent until it is cut out, then the cut-out; or why that could not be done."""

    emoji = models.ForeignKey(Emoji, models.CASCADE, related_name="pictures")
    expression = models.CharField(max_length=8, choices=[(name, name) for name in EXPRESSIONS])
    photo = models.OneToOneField(Photo, models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=16, blank=True, help_text="how its background was removed")
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["emoji", "expression"], name="emojis_picture_expression")]

    def __str__(self) -> str:
        return f"{self.expression} of emoji {self.emoji_id}"


class Report(models.Model):
    """What one account objects to a template that is published; settled once staff has looked at it."""

    class Reason(models.TextChoices):
        OFFENSIVE = "offensive"
        PERSON = "person"
        COPYRIGHT = "copyright"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    emoji = models.ForeignKey(Emoji, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=9, choices=Reason)
    text = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["emoji", "reporter"], name="emojis_report_one_an_account")]
        indexes = [models.Index("created_at", condition=Q(settled_at=None), name="emojis_report_open")]

    def __str__(self) -> str:
        return f"report {self.id}"
