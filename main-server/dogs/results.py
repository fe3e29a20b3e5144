"""What comes of registrations, and of dogs that staff has reviewed.

These functions run in the transaction that ends the job, whose row is locked.
"""

import logging
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from core.metrics import count_at_commit
from dogs.metrics import FAILED, REGISTRATIONS, count_verdict
from dogs.models import Dog, NosePhoto, Review
from dogs.numbers import number_new
from dogs.reviews import owner_tell, review_open
from dogs.services import dog_forget, dog_reject
from jobs.models import Job
from jobs.registry import Result, TryAgain

log = logging.getLogger(__name__)


def registration_succeeded(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """Apply `registered`, `already_registered`, `needs_review` or `rejected`; what is returned is all that the owner
    gets to see."""
    dog = Dog.objects.select_for_update().filter(id=job.subject_id).first()
    if dog is None:
        dog_forget(job.subject_id)
        return outcome, {"dog_id": str(job.subject_id)}
    shown = _apply(dog, outcome, result)
    _tell_if_reviewed(dog)
    return outcome, shown


def registration_failed(job: Job, code: str) -> None:
    """The owner can try again. (Of a dog that is being deleted nothing is left to change.)"""
    dog = Dog.objects.select_for_update().filter(id=job.subject_id, state=Dog.State.PENDING).first()
    if dog is not None:
        dog_reject(dog, Dog.Rejection.FAILED)
        count_at_commit(REGISTRATIONS, FAILED)
        _tell_if_reviewed(dog)


def registration_succeeded_late(job: Job, outcome: str, result: Result) -> None:
    """The owner was told that it failed, so the gallery may not keep the prints."""
    if outcome == "registered":
        dog_forget(job.subject_id)


def enrolment_succeeded(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """Apply what came of a dog that staff has told from its look-alike. The owner, whose task ended with the review,
    is told by mail."""
    dog = Dog.objects.select_for_update().filter(id=job.subject_id).first()
    if dog is None or dog.state == Dog.State.REJECTED:
        dog_forget(job.subject_id)
    elif dog.state == Dog.State.NEEDS_REVIEW:
        _apply(dog, outcome, result)
        dog.reviews.filter(state=Review.State.FAILED).update(state=Review.State.CONFIRMED, error_code="")
        owner_tell(dog)
    return outcome, {}


def enrolment_failed(job: Job, code: str) -> None:
    """Staff tries again, or refuses the dog."""
    Review.objects.filter(dog_id=job.subject_id, state=Review.State.CONFIRMED).update(
        state=Review.State.FAILED, error_code=code
    )


def enrolment_succeeded_late(job: Job, outcome: str, result: Result) -> None:
    """The gallery has the dog after all, as staff had decided."""
    if outcome == "registered":
        enrolment_succeeded(job, outcome, result)


def _apply(dog: Dog, outcome: str, result: Result) -> Result:
    """What the owner gets to see of it: nothing of another dog."""
    if "dog_id" in result:
        _require_standing(uuid.UUID(result["dog_id"]))
    _judge_photos(dog, result["photos"])
    count_verdict(outcome, result["photos"])
    shown: Result = {"dog_id": str(dog.id)}
    match outcome:
        case "registered":
            _register(dog)
            return shown | {"number": dog.formatted_number}
        case "already_registered":
            dog_reject(dog, Dog.Rejection.ALREADY_REGISTERED)
        case "needs_review":
            review_open(dog, result)
        case _:
            dog_reject(dog, Dog.Rejection.PHOTOS)
            return shown | {"photos": result["photos"]}
    return shown


def _tell_if_reviewed(dog: Dog) -> None:
    """Somebody who was told to wait no longer looks at the task."""
    if dog.reviews.exists():
        owner_tell(dog)


def _require_standing(other_id: uuid.UUID) -> None:
    """
    The dog that the gallery recognised must be one of ours, and stay so until this result is applied. The gallery
    forgets any other, and this dog is compared once more.
    """
    if not Dog.objects.select_for_update(no_key=True).filter(id=other_id, state__in=Dog.STANDING).exists():
        dog_forget(other_id)
        raise TryAgain("gallery_behind")


def _register(dog: Dog) -> None:
    dog.state, dog.registered_at = Dog.State.REGISTERED, Now()
    dog.rejection, dog.photos_until = "", None  # its job had failed and was replayed
    while True:
        dog.number = number_new()
        try:
            with transaction.atomic():
                dog.save(update_fields=["state", "number", "registered_at", "rejection", "photos_until"])
            return
        except IntegrityError as error:
            if error.__cause__.diag.constraint_name != "dogs_number_unique":
                raise
            log.info("registration number drawn twice; drawing another")


def _judge_photos(dog: Dog, verdicts: Iterable[dict[str, Any]]) -> None:
    for verdict in verdicts:
        NosePhoto.objects.filter(dog=dog, index=verdict["index"]).update(
            quality=verdict["quality"], reasons=verdict["reasons"]
        )
