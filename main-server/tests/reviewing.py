"""What tests of reviews look at."""

from uuid import UUID

import factories
from django.db.models import QuerySet

from accounts.models import User
from core.models import Mail
from dogs.models import Dog, Review
from jobs.models import Job

RESULT = {"model": factories.MODEL, "photos": factories.verdicts()}


def jobs(kind: str, dog_id: UUID) -> QuerySet[Job]:
    return Job.objects.filter(kind=kind, subject_id=dog_id)


def enrolment(review: Review) -> Job:
    """The one open enrolment."""
    return jobs("dog.enrol", review.dog_id).get(state="queued")


def current(review: Review) -> tuple[Review, Dog]:
    review = Review.objects.get(id=review.id)
    return review, review.dog


def letters(owner: User) -> list[Mail]:
    return list(Mail.objects.filter(recipient=owner.email).exclude(template="verify_email"))
