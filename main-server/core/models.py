"""Photos, the deletions of their files that are still owed, and mail to be sent. `core` knows no domain."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

# How long a deleted photo is still answered with "gone" instead of "never heard of it".
TOMBSTONE_AGE = timedelta(days=30)


JPEG, PNG = "image/jpeg", "image/png"
SUFFIXES = {JPEG: ".jpg", PNG: ".png"}


class Shelf(models.TextChoices):
    """Where a photo's file lies. What has its end is apart, so that the storage itself can see to it (core.storage)."""

    PHOTOS = "photos", "kept until somebody or something deletes them"
    LOOKUPS = "lookups", "of finders, deleted with their lookups"
    ORIGINALS = "originals", "sent to be worked on: deleted soon after"


class Photo(models.Model):
    """One stored picture, upright and without metadata: an RGB JPEG, or a PNG that may be transparent in places.
    `sha256` is that of the stored bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shelf = models.CharField(max_length=16, default=Shelf.PHOTOS, db_default=Shelf.PHOTOS)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=16, default=JPEG, db_default=JPEG)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="bytes")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(content_type__in=(JPEG, PNG)), name="core_photo_content_type")
        ]

    def __str__(self) -> str:
        return f"photo {self.id}"

    @property
    def path(self) -> str:
        """Name of the file in the storage."""
        return photo_path(self.shelf, self.id, self.content_type)


class FileDeletion(models.Model):
    """
    A file that the database no longer knows and that is still to be removed, then the tombstone of its photo.

    The row commits with the deletion of its photo, so a crash between the two never leaves a file that nobody owns.
    """

    photo_id = models.UUIDField(unique=True)
    shelf = models.CharField(max_length=16, default=Shelf.PHOTOS, db_default=Shelf.PHOTOS)
    content_type = models.CharField(max_length=16, default=JPEG, db_default=JPEG)
    queued_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["queued_at"], condition=models.Q(deleted_at=None), name="core_files_owed")]

    def __str__(self) -> str:
        return f"deletion of photo {self.photo_id}"

    @property
    def path(self) -> str:
        return photo_path(self.shelf, self.photo_id, self.content_type)


def photo_path(shelf: str, photo_id: uuid.UUID, content_type: str) -> str:
    """`photos/3f/3f0c....jpg`: 256 folders keep each of them small. The id is random: nobody guesses a name."""
    return f"{shelf}/{photo_id.hex[:2]}/{photo_id}{SUFFIXES[content_type]}"


class Mail(models.Model):
    """A letter that is still to be sent; the row is deleted once it is, or is given up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.EmailField(max_length=254)
    template = models.CharField(max_length=64)
    subject = models.TextField()
    text = models.TextField()
    queued_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="deliveries that the mail server refused")

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="core_mail_due")]

    def __str__(self) -> str:
        return f"mail {self.id}"


class RateCount(models.Model):
    """What core.rates keeps: a digest of who did what, and until when that matters."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="core_rate_until")]

    def __str__(self) -> str:
        return self.key
