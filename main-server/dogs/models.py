"""Dogs and the photos of their noses."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from core.ids import uuid7
from core.models import Photo
from dogs.numbers import number_format

NOSE_PHOTOS = 5


class Sex(models.TextChoices):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Dog(models.Model):
    """
    A dog that its owner registers or tried to register.

        pending --registered----------------------------------> registered
           |                                                        ^
           +--resembles another dog--> needs_review --another dog---+
           |                                |
           |                                +--the same dog------> rejected
           |                                                        ^
           +--photos rejected, already registered, job failed-------+

    `pending` until its job has ended; again if the dog that it resembles is deleted before anybody has looked, since
    its photos are then compared once more. `needs_review` until staff has told the two apart (see Review). `registered`
    has a number, and its prints are searched. `rejected` is the record of a try that came to nothing, with its reason;
    its owner deletes it or tries again with a new POST, which makes another dog. Its photos are deleted a day later.
    Deletion erases the row in any state.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        REGISTERED = "registered"
        REJECTED = "rejected"
        NEEDS_REVIEW = "needs_review"

    # What the gallery may rightly know: registered, or about to be (a result may be applied a moment later).
    STANDING = (State.REGISTERED, State.PENDING, State.NEEDS_REVIEW)

    class Rejection(models.TextChoices):
        PHOTOS = "photos"  # the reasons are with the photos
        ALREADY_REGISTERED = "already_registered"
        FAILED = "failed"  # nobody looked at them to the end; the same photos may do next time

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="dogs")
    name = models.CharField(max_length=50)
    breed = models.CharField(max_length=40)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=7, choices=Sex)
    neutered = models.BooleanField(null=True)
    coat_colour = models.CharField(max_length=50, blank=True)
    marks = models.CharField(max_length=500, blank=True)
    animal_number = models.CharField(max_length=15, blank=True, help_text="ISO 11784, never shown in full")
    profile_photo = models.OneToOneField(Photo, models.PROTECT, null=True, related_name="+")

    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    rejection = models.CharField(max_length=20, choices=Rejection, blank=True)
    number = models.CharField(max_length=9, null=True)
    created_at = models.DateTimeField(db_default=Now())
    registered_at = models.DateTimeField(null=True)
    photos_until = models.DateTimeField(null=True, help_text="of a rejected dog: when its photos are deleted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="dogs_number_unique"),
            models.CheckConstraint(
                condition=Q(state="registered") ^ Q(number=None), name="dogs_registered_has_a_number"
            ),
            models.CheckConstraint(condition=Q(state="rejected") ^ Q(rejection=""), name="dogs_rejected_has_a_reason"),
        ]
        indexes = [
            models.Index("owner", F("created_at").desc(), name="dogs_of_owner"),
            models.Index("photos_until", condition=~Q(photos_until=None), name="dogs_photos_until"),
        ]

    def __str__(self) -> str:
        return f"dog {self.id}"

    @property
    def formatted_number(self) -> str | None:
        return number_format(self.number) if self.number else None

    @property
    def masked_animal_number(self) -> str:
        """Its last four digits."""
        return f"***********{self.animal_number[-4:]}" if self.animal_number else ""


class NosePhoto(models.Model):
    """One of the five, in the order in which they were sent; what was found in it once the job has ended."""

    dog = models.ForeignKey(Dog, models.CASCADE, related_name="nose_photos")
    index = models.PositiveSmallIntegerField(help_text="0 to 4")
    photo = models.OneToOneField(Photo, models.PROTECT, null=True, related_name="+")
    quality = models.PositiveSmallIntegerField(null=True, help_text="0 to 100")
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dog", "index"], name="dogs_nose_photo_index")]
        ordering = ["index"]

    def __str__(self) -> str:
        return f"nose photo {self.index} of dog {self.dog_id}"


class Review(models.Model):
    """
    A dog that resembles another one, too much for chance and too little for a match, until staff has told which it is.

        open --another dog--> confirmed --dog.enrol--> the dog is registered, or rejected after all
          |                    |     ^
          |           job failed     staff tries again
          |                    v     |
          +--the same dog--+-- failed
          |                v
          |             refused: the dog is rejected as already registered
          |
          +--the look-alike is gone (also from `failed`)--> void: the dog's photos are compared once more

    The row is the evidence: the two photos, the noses on them and the points that agree, as fractions of the photos.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        FAILED = "failed"
        VOID = "void"

    UNDECIDED = (State.OPEN, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dog = models.ForeignKey(Dog, models.CASCADE, related_name="reviews")
    lookalike = models.ForeignKey(Dog, models.SET_NULL, null=True, related_name="+")
    nose_photo = models.ForeignKey(NosePhoto, models.SET_NULL, null=True, related_name="+")
    lookalike_nose_photo = models.ForeignKey(NosePhoto, models.SET_NULL, null=True, related_name="+")
    nose = models.JSONField(help_text="x, y, width, height on the dog's photo")
    lookalike_nose = models.JSONField()
    points = models.JSONField(help_text="[[x1, y1, x2, y2], ...]: on the dog's photo and on the look-alike's")
    score = models.FloatField()
    threshold = models.FloatField(help_text="from which on it would have been a match")
    gallery_size = models.PositiveIntegerField()
    model = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    error_code = models.CharField(max_length=64, blank=True, help_text="why the last enrolment failed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dog"], condition=~Q(state="void"), name="dogs_review_one_a_dog"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "void")) ^ Q(decided_at__isnull=False), name="dogs_review_decided"
            ),
        ]
        indexes = [models.Index("state", "created_at", name="dogs_review_state")]

    def __str__(self) -> str:
        return f"review {self.id}"

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED
