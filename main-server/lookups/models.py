"""A finder's search for the dog whose nose is on a photo."""

import uuid

from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import Language, User
from core.models import Photo
from dogs.models import Dog, NosePhoto


class Lookup(models.Model):
    """
    One photo, sent by an account or by nobody in particular; then readable by all who know the id, which is random.

        pending --the photo was compared, or rejected--> answered
           |
           +--the job failed---------------------------> failed

    `outcome` is what the AI server found. What is shown is decided at each look (lookups.selectors.finding_of), since a
    dog may have been deleted meanwhile.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        ANSWERED = "answered"
        FAILED = "failed"

    class Outcome(models.TextChoices):
        MATCH = "match"
        POSSIBLE = "possible"
        NOT_REGISTERED = "not_registered"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="lookups")
    photo = models.OneToOneField(
        Photo, models.PROTECT, null=True, related_name="+", help_text="null: it was rejected, and deleted a day later"
    )
    latitude = models.FloatField(null=True, help_text="degrees")
    longitude = models.FloatField(null=True, help_text="degrees")
    place = models.CharField(max_length=200, blank=True)

    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    quality = models.PositiveSmallIntegerField(null=True, help_text="0 to 100")
    reasons = models.JSONField(default=list)
    # How the decision came about. Never shown to finders.
    model = models.CharField(max_length=64, blank=True)
    gallery_size = models.PositiveIntegerField(null=True, help_text="dogs that were searched")
    threshold = models.FloatField(null=True, help_text="score of a match in a gallery of that size")
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="answered") ^ models.Q(outcome=""), name="lookups_answered_has_an_outcome"
            )
        ]
        indexes = [
            models.Index("user", F("created_at").desc(), name="lookups_of_user"),
            models.Index("created_at", name="lookups_by_age"),
            models.Index(
                "answered_at",
                condition=models.Q(outcome="rejected", photo__isnull=False),
                name="lookups_rejected_photos",
            ),
        ]

    def __str__(self) -> str:
        return f"lookup {self.id}"


class Candidate(models.Model):
    """A dog that the photo resembles, by one of its nose photos. It goes with either."""

    lookup = models.ForeignKey(Lookup, models.CASCADE, related_name="candidates")
    rank = models.PositiveSmallIntegerField(help_text="0 is the best")
    dog = models.ForeignKey(Dog, models.CASCADE, related_name="+")
    nose_photo = models.ForeignKey(NosePhoto, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=[("match", "match"), ("possible", "possible")])
    band = models.CharField(max_length=8)
    score = models.FloatField()
    nose = models.JSONField(help_text="x, y, width, height of the nose on the registered photo, as fractions of it")
    points = models.JSONField(help_text="[[x1, y1, x2, y2]] fractions of the query photo and of the registered photo")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lookup", "rank"], name="lookups_candidate_rank")]
        ordering = ["rank"]

    def __str__(self) -> str:
        return f"candidate {self.rank} of lookup {self.lookup_id}"


class Contact(models.Model):
    """
    What the finder of a matched dog wrote to its owner, and the owner's one answer. Neither sees the other's address.

    The owner answers with a key that only the mail to the owner holds; here is its digest. It goes with the lookup, the
    dog and the owner; of a lookup that its finder deletes, an empty row remains for as long as the caps count it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.OneToOneField(Lookup, models.CASCADE, null=True, related_name="contact", help_text="null: deleted")
    dog = models.ForeignKey(Dog, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    finder = models.CharField(max_length=64, help_text='"user:<id>", or a digest of the address of one without account')
    language = models.CharField(max_length=2, choices=Language, help_text="of the finder")
    message = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True, help_text="where the answer is sent to; shown to nobody")
    key_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256")
    idempotency_key = models.CharField(max_length=128, null=True)
    idempotency_hash = models.CharField(max_length=64, null=True)
    created_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="") ^ models.Q(answered_at__isnull=False), name="lookups_answer_has_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(lookup__isnull=False) | models.Q(message="", place="", reply_to="", answer=""),
                name="lookups_deleted_contact_is_empty",
            ),
        ]
        indexes = [
            models.Index("finder", "created_at", name="lookups_contacts_of_finder"),
            models.Index("owner", "created_at", name="lookups_contacts_to_owner"),
            models.Index("created_at", name="lookups_contacts_by_age"),
        ]

    def __str__(self) -> str:
        return f"contact {self.id}"
