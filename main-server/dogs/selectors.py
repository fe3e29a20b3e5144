"""Reads of dogs."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import User
from core.models import Photo
from core.problems import Problem
from dogs.models import Dog, NosePhoto, Review
from dogs.numbers import number_parse


def dogs_of(owner: User) -> QuerySet[Dog]:
    """Newest first."""
    return (
        Dog.objects.filter(owner=owner)
        .select_related("owner", "profile_photo")
        .prefetch_related("nose_photos")
        .order_by("-created_at", "id")
    )


def dog_of(owner: User, dog_id: uuid.UUID) -> Dog:
    """A dog for its owner. To everybody else there is none: raises Problem `not_found`."""
    dog = dogs_of(owner).filter(id=dog_id).first()
    if dog is None:
        raise Problem("not_found")
    return dog


def dog_by_number(text: str) -> Dog:
    """A registered dog by its number as somebody typed it. Raises Problem `not_found`, also for a mistyped one."""
    number = number_parse(text)
    dog = Dog.objects.filter(number=number).select_related("owner").first() if number else None
    if dog is None:
        raise Problem("not_found")
    return dog


def registered_dogs(dog_ids: Iterable[uuid.UUID]) -> QuerySet[Dog]:
    """Those of the dogs that our own rows bear out: whatever the gallery says, no other dog is shown to anybody."""
    return Dog.objects.filter(id__in=list(dog_ids), state=Dog.State.REGISTERED)


def reviews_listed(*, decided: bool) -> QuerySet[Review]:
    """To decide: the oldest first. Decided: the newest first."""
    reviews = Review.objects.select_related("dog", "lookalike", "decided_by")
    if decided:
        return reviews.exclude(state__in=Review.UNDECIDED).order_by("-created_at", "id")
    return reviews.filter(state__in=Review.UNDECIDED).order_by("created_at", "id")


def review_of(review_id: uuid.UUID) -> Review:
    """With both dogs and their photos. Raises Problem `not_found`."""
    reviews = Review.objects.select_related(
        "dog", "lookalike", "decided_by", "nose_photo__photo", "lookalike_nose_photo__photo"
    )
    review = reviews.filter(id=review_id).first()
    if review is None:
        raise Problem("not_found")
    return review


def photos_of(dog: Dog) -> list[Photo]:
    """Those that are still there: the whole dog, then its nose."""
    noses = NosePhoto.objects.filter(dog=dog).select_related("photo")
    return [photo for photo in (dog.profile_photo, *(nose.photo for nose in noses)) if photo is not None]
