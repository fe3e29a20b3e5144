"""Reviews of dogs that resemble another one: opened by a result, decided by staff. The owner learns of it by mail."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from core.mail import mail_queue
from core.problems import Problem
from core.text import line_cleaned
from dogs.models import Dog, NosePhoto, Review
from dogs.services import ENROL, dog_forget, dog_reject, registration_of
from jobs.principals import SYSTEM
from jobs.registry import Result
from jobs.services import job_submit


def review_open(dog: Dog, result: Result) -> Review:
    """A locked dog waits for staff; its photos are kept, also those of a try that had failed and was replayed."""
    dog.state, dog.rejection, dog.photos_until = Dog.State.NEEDS_REVIEW, "", None
    dog.save(update_fields=["state", "rejection", "photos_until"])
    noses = {
        str(nose.photo_id): nose
        for nose in NosePhoto.objects.filter(photo_id__in=[result["photo_id"], result["lookalike_photo_id"]])
    }
    return Review.objects.create(
        dog=dog,
        lookalike_id=result["dog_id"],
        nose_photo=noses.get(result["photo_id"]),
        lookalike_nose_photo=noses.get(result["lookalike_photo_id"]),
        **{
            name: result[name]
            for name in ("nose", "lookalike_nose", "points", "score", "threshold", "gallery_size", "model")
        },
    )


@transaction.atomic
def review_confirm(review_id: UUID, *, staff: User, note: str = "") -> Review:
    """
    It is another dog: have it enrolled, once. The same decision again changes nothing, unless the enrolment failed.

    Raises Problem `not_found` and `review_decided`.
    """
    review = _decide(review_id, Review.State.CONFIRMED, staff, note)
    if review is not None:
        payload = registration_of(review.dog) | {"lookalike_id": str(review.lookalike_id)}
        job_submit(kind=ENROL, payload=payload, principal=SYSTEM, subject_id=review.dog_id)
    return Review.objects.get(id=review_id)


@transaction.atomic
def review_refuse(review_id: UUID, *, staff: User, note: str = "") -> Review:
    """
    It is the same dog, which is registered already. The same decision again changes nothing.

    Raises Problem `not_found` and `review_decided`.
    """
    review = _decide(review_id, Review.State.REFUSED, staff, note)
    if review is not None:
        dog_reject(review.dog, Dog.Rejection.ALREADY_REGISTERED)
        dog_forget(review.dog_id)  # a late enrolment of an earlier decision would come back
        owner_tell(review.dog)
    return Review.objects.get(id=review_id)


def _decide(review_id: UUID, state: Review.State, staff: User, note: str) -> Review | None:
    """The review with its dog locked, decided now; None if it was decided like this before."""
    dog_id = Review.objects.filter(id=review_id).values_list("dog_id", flat=True).first()
    dog = Dog.objects.select_for_update().filter(id=dog_id).first()  # before its review, as by results and deletions
    review = Review.objects.select_for_update().filter(id=review_id).first()
    if dog is None or review is None:
        raise Problem("not_found")
    if review.state == state:
        return None
    if not review.is_undecided:
        raise Problem("review_decided")
    review.dog, review.state, review.decided_by, review.decided_at = dog, state, staff, Now()
    review.note, review.error_code = note, ""
    review.save(update_fields=["state", "decided_by", "decided_at", "note", "error_code"])
    return review


def owner_tell(dog: Dog) -> None:
    """Mail what came of a dog that had to be reviewed, unless it is to be reviewed again; nothing of the other dog.

    An address that is not verified may be a stranger's: nobody writes to it.
    """
    if dog.state == Dog.State.NEEDS_REVIEW or not dog.owner.email_verified:
        return
    context = {"dog": line_cleaned(dog.name), "number": dog.formatted_number}
    mail_queue(to=dog.owner.email, language=dog.owner.language, template=_letter(dog), context=context)


def _letter(dog: Dog) -> str:
    if dog.state == Dog.State.REGISTERED:
        return "review_registered"
    return "review_refused" if dog.rejection == Dog.Rejection.ALREADY_REGISTERED else "review_again"
