"""What comes of registrations. These functions run in the transaction that ends the job, whose row is locked."""

import logging
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from dogs.models import Dog, NosePhoto
from dogs.numbers import number_new
from dogs.services import dog_forget
from jobs.models import Job
from jobs.registry import Result, TryAgain

log = logging.getLogger(__name__)


def registration_succeeded(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """Apply `registered`, `already_registered` or `rejected`; what is returned is all that the owner gets to see."""
    dog = Dog.objects.select_for_update().filter(id=job.subject_id).first()
    if dog is None:
        dog_forget(job.subject_id)
        return outcome, {}
    if outcome == "already_registered":
        _require_standing(uuid.UUID(result["dog_id"]))
    _judge_photos(dog, result["photos"])
    if outcome == "registered":
        _register(dog)
        return outcome, {"dog_id": str(dog.id), "number": dog.formatted_number}
    if outcome == "already_registered":
        _reject(dog, Dog.Rejection.ALREADY_REGISTERED)
        return outcome, {"dog_id": str(dog.id)}
    _reject(dog, Dog.Rejection.PHOTOS)
    return outcome, {"dog_id": str(dog.id), "photos": result["photos"]}


def registration_failed(job: Job, code: str) -> None:
    """The owner can try again. (Of a dog that is being deleted nothing is left to change.)"""
    dog = Dog.objects.select_for_update().filter(id=job.subject_id, state=Dog.State.PENDING).first()
    if dog is not None:
        _reject(dog, Dog.Rejection.FAILED)


def registration_succeeded_late(job: Job, outcome: str, result: Result) -> None:
    """The owner was told that it failed, so the gallery may not keep the prints."""
    if outcome == "registered":
        dog_forget(job.subject_id)


def _require_standing(matched_id: uuid.UUID) -> None:
    """
    The dog that the gallery recognised must be one of ours: registered, or about to be (its own result may be applied
    a moment later than this one). The gallery forgets any other, and this dog is compared once more.
    """
    standing = (Dog.State.REGISTERED, Dog.State.PENDING)
    if not Dog.objects.filter(id=matched_id, state__in=standing).exists():
        dog_forget(matched_id)
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


def _reject(dog: Dog, reason: Dog.Rejection) -> None:
    """Whatever the reason, whoever tries again sends photos again: nobody needs these any more."""
    dog.state, dog.rejection = Dog.State.REJECTED, reason
    dog.photos_until = Now() + timedelta(hours=settings.REJECTED_PHOTO_HOURS)
    dog.save(update_fields=["state", "rejection", "photos_until"])


def _judge_photos(dog: Dog, verdicts: Iterable[dict[str, Any]]) -> None:
    for verdict in verdicts:
        NosePhoto.objects.filter(dog=dog, index=verdict["index"]).update(
            quality=verdict["quality"], reasons=verdict["reasons"]
        )
