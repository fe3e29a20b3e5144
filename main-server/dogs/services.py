"""Writes of dogs: register, change, delete. What the AI server reports of them is applied in dogs.results."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.services import user_lock
from core.models import Photo
from core.photos import photo_create, photo_delete, photos_atomic, photos_delete
from core.pictures import Picture, pictures_read, upload_digest
from core.problems import Problem
from dogs.models import Dog, NosePhoto, Review
from jobs.idempotency import job_of_earlier_request
from jobs.models import Job
from jobs.principals import SYSTEM, principal_of
from jobs.services import Idempotency, job_cancel, job_submit

REGISTER, ENROL, FORGET = "dog.register", "dog.enrol", "dog.forget"
OUTCOMES = ("registered", "already_registered", "needs_review", "rejected")  # of the first two


def dog_register(
    *,
    owner: User,
    fields: Mapping[str, Any],
    nose_photos: Sequence[UploadedFile],
    profile_photo: UploadedFile,
    idempotency: Idempotency | None = None,
) -> Job:
    """
    Store a dog with its photos and submit its registration. The same request again gives the same job.

    Raises Problem `duplicate_photo`, those of pictures_read and `idempotency_key_reused`.
    """
    principal = principal_of(owner)
    with transaction.atomic():  # a repetition is answered before its photos are decoded
        earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
    if earlier is not None:
        return earlier
    _refuse_duplicates(nose_photos)
    pictures = pictures_read({"nose_photos": nose_photos, "profile_photo": profile_photo})
    with photos_atomic():
        earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
        if earlier is not None:
            return earlier
        dog = _dog_create(user_lock(owner.id), fields, pictures["nose_photos"], pictures["profile_photo"][0])
        return job_submit(
            kind=REGISTER,
            payload=registration_of(dog),
            principal=principal,
            subject_id=dog.id,
            idempotency=idempotency,
        )


def _refuse_duplicates(uploads: Sequence[UploadedFile]) -> None:
    digests = [upload_digest(upload) for upload in uploads]
    errors = [
        {"index": index, "code": "duplicate_photo"} for index, digest in enumerate(digests) if digest in digests[:index]
    ]
    if errors:
        raise Problem("duplicate_photo", errors={"nose_photos": errors})


def _dog_create(owner: User, fields: Mapping[str, Any], noses: Sequence[Picture], profile: Picture) -> Dog:
    dog = Dog.objects.create(owner=owner, profile_photo=photo_create(profile), **fields)
    NosePhoto.objects.bulk_create(
        NosePhoto(dog=dog, index=index, photo=photo_create(picture)) for index, picture in enumerate(noses)
    )
    return dog


def registration_of(dog: Dog) -> dict[str, Any]:
    """What the AI server is told of a dog that it is to register."""
    photos = Photo.objects.filter(id__in=dog.nose_photos.values("photo_id")).in_bulk()
    ordered = (photos[nose.photo_id] for nose in dog.nose_photos.all())
    return {"dog_id": str(dog.id), "photos": [{"id": str(photo.id), "sha256": photo.sha256} for photo in ordered]}


def dog_update(dog: Dog, changes: Mapping[str, Any], profile_photo: UploadedFile | None = None) -> Dog:
    """Change what is known of a dog; its nose photos stay as they are. Raises the Problems of pictures_read."""
    pictures = pictures_read({"profile_photo": profile_photo} if profile_photo is not None else {})
    with photos_atomic():
        dog = Dog.objects.select_for_update().filter(id=dog.id).first()
        if dog is None:
            raise Problem("not_found")
        for name, value in changes.items():
            setattr(dog, name, value)
        if not pictures:
            dog.save(update_fields=[*changes])
            return dog
        replaced, dog.profile_photo = dog.profile_photo, photo_create(pictures["profile_photo"][0])
        dog.save(update_fields=[*changes, "profile_photo"])
        if replaced is not None:
            photo_delete(replaced)
        return dog


@transaction.atomic
def dog_delete(dog_id: UUID) -> None:
    """
    Erase a dog and its photos, call its registration off, have its prints forgotten.

    Jobs are locked before the dog, as by results that are applied at the same moment.
    """
    for job in Job.objects.filter(subject_id=dog_id, kind__in=(REGISTER, ENROL), state__in=Job.OPEN):
        job_cancel(job=job)
    dog = Dog.objects.select_for_update().filter(id=dog_id).first()
    if dog is None:
        return
    reviews_void(dog_id)
    photo_ids = _photo_ids(dog)
    dog.delete()
    photos_delete(photo_ids)
    dog_forget(dog_id)


def _photo_ids(dog: Dog) -> list[UUID]:
    ids = [dog.profile_photo_id, *dog.nose_photos.values_list("photo_id", flat=True)]
    return [photo_id for photo_id in ids if photo_id is not None]


def dog_reject(dog: Dog, reason: Dog.Rejection) -> None:
    """A locked dog. Whatever the reason, whoever tries again sends photos again: nobody needs these any more."""
    dog.state, dog.rejection = Dog.State.REJECTED, reason
    dog.photos_until = Now() + timedelta(hours=settings.REJECTED_PHOTO_HOURS)
    dog.save(update_fields=["state", "rejection", "photos_until"])
    reviews_void(dog.id)


def reviews_void(lookalike_id: UUID) -> None:
    """Nothing is left to compare with: dogs that waited because they resemble this one are registered anew."""
    undecided = Review.objects.filter(lookalike_id=lookalike_id, state__in=Review.UNDECIDED)
    waiting = Dog.objects.select_for_update().filter(id__in=list(undecided.values_list("dog_id", flat=True)))
    for dog in waiting.order_by("id"):
        if undecided.filter(dog=dog).update(state=Review.State.VOID, decided_by=None, decided_at=None):
            dog.state = Dog.State.PENDING
            dog.save(update_fields=["state"])
            job_submit(kind=REGISTER, payload=registration_of(dog), principal=SYSTEM, subject_id=dog.id)


@transaction.atomic
def rejected_photos_sweep(limit: int = 100) -> int:
    """Delete the photos of dogs that were rejected long enough ago; what was said of them stays. Returns how many
    dogs."""
    due = Dog.objects.select_for_update(skip_locked=True).filter(photos_until__lt=Now()).order_by("photos_until")
    dogs = list(due[:limit])
    for dog in dogs:
        photo_ids = _photo_ids(dog)
        dog.nose_photos.update(photo=None)
        dog.profile_photo = dog.photos_until = None
        dog.save(update_fields=["profile_photo", "photos_until"])
        photos_delete(photo_ids)
    return len(dogs)


def dogs_erase(owner: User) -> None:
    """All dogs of an account that is being deleted."""
    for dog_id in Dog.objects.filter(owner=owner).order_by("id").values_list("id", flat=True):
        dog_delete(dog_id)


def dog_forget(dog_id: UUID) -> None:
    """Have the gallery forget a dog, unless it is being told so already. To be called inside a transaction."""
    if not Job.objects.filter(subject_id=dog_id, kind=FORGET, state__in=Job.OPEN).exists():
        job_submit(kind=FORGET, payload={"dog_id": str(dog_id)}, principal=SYSTEM, subject_id=dog_id)
