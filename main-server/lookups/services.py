"""Writes of lookups: search, answer, erase."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.services import user_lock
from core.metrics import bounded, count_at_commit
from core.models import Shelf
from core.photos import photo_create, photos_atomic, photos_delete
from core.pictures import Picture, pictures_read
from dogs.models import Dog, NosePhoto
from jobs.admission import require_short_wait
from jobs.idempotency import job_of_earlier_request
from jobs.models import Job
from jobs.principals import principal_of
from jobs.registry import Result
from jobs.services import Idempotency, job_cancel, job_submit
from lookups.contacts import contact_erase
from lookups.metrics import FAILED, KIND, LOOKUPS, REJECTIONS
from lookups.models import Candidate, Contact, Lookup
from lookups.selectors import finding_of, lookups_with_candidates


def lookup_submit(
    *, user: User | None, fields: Mapping[str, Any], nose_photo: UploadedFile, idempotency: Idempotency | None = None
) -> Job:
    """Store a finder's photo and submit the search. The same request again gives the same job.

    Raises the Problems of pictures_read, `overloaded` (before the photo is looked at) and `idempotency_key_reused`.
    """
    principal = principal_of(user)
    with transaction.atomic():  # a repetition is answered however long others wait, before its photo is decoded
        earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
    if earlier is not None:
        return earlier
    require_short_wait(KIND)
    [picture] = pictures_read({"nose_photo": nose_photo})["nose_photo"]
    with photos_atomic():
        earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
        if earlier is not None:
            return earlier
        lookup = _lookup_create(user and user_lock(user.id), fields, picture)
        photo = {"id": str(lookup.photo.id), "sha256": lookup.photo.sha256}
        return job_submit(
            kind=KIND,
            payload={"lookup_id": str(lookup.id), "photo": photo},
            principal=principal,
            subject_id=lookup.id,
            idempotency=idempotency,
        )


def _lookup_create(user: User | None, fields: Mapping[str, Any], picture: Picture) -> Lookup:
    return Lookup.objects.create(user=user, photo=photo_create(picture, Shelf.LOOKUPS), **fields)


def lookup_answer(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """
    Apply what the AI server found, in the transaction that ends the job.

    Of the candidates only those remain that our own rows bear out. What is stored with the job names the lookup alone:
    the rest is made at each look (lookups.presentation).
    """
    stored: Result = {"lookup_id": str(job.subject_id)}
    lookup = Lookup.objects.select_for_update().filter(id=job.subject_id).first()
    if lookup is None:
        return outcome, stored
    lookup.state, lookup.outcome, lookup.answered_at = Lookup.State.ANSWERED, outcome, Now()
    lookup.model = result["model"]
    if outcome == Lookup.Outcome.REJECTED:
        lookup.quality, lookup.reasons = result["photos"][0]["quality"], result["photos"][0]["reasons"]
    else:
        lookup.quality, lookup.gallery_size = result["quality"], result["gallery_size"]
        lookup.threshold = result["threshold"]
    lookup.save()
    _candidates_create(lookup, result.get("candidates", []))
    shown = finding_of(lookups_with_candidates().get(id=lookup.id)).outcome
    count_at_commit(LOOKUPS, bounded(shown, Lookup.Outcome.values))
    REJECTIONS.count_at_commit(lookup.reasons)
    return shown, stored


def _candidates_create(lookup: Lookup, found: list[dict[str, Any]]) -> None:
    """A dog whose own registration is about to be applied counts as borne out: it is shown only once it has been."""
    # Locked, in one order for all, so that none is deleted before its candidate commits.
    standing = Dog.objects.select_for_update().filter(
        id__in=[entry["dog_id"] for entry in found], state__in=Dog.STANDING
    )
    dog_ids = list(standing.order_by("id").values_list("id", flat=True))
    noses = {
        (str(nose.dog_id), str(nose.photo_id)): nose
        for nose in NosePhoto.objects.filter(dog_id__in=dog_ids, photo_id__in=[entry["photo_id"] for entry in found])
    }
    Candidate.objects.bulk_create(
        Candidate(
            lookup=lookup,
            rank=rank,
            dog_id=nose.dog_id,
            nose_photo=nose,
            **{name: entry[name] for name in ("outcome", "band", "score", "nose", "points")},
        )
        for rank, entry in enumerate(found)
        if (nose := noses.get((entry["dog_id"], entry["photo_id"])))
    )


def lookup_fail(job: Job, code: str) -> None:
    """In the transaction that fails the job."""
    if Lookup.objects.filter(id=job.subject_id, state=Lookup.State.PENDING).update(state=Lookup.State.FAILED):
        count_at_commit(LOOKUPS, FAILED)


@transaction.atomic
def lookup_delete(lookup_id: uuid.UUID) -> None:
    """Erase a lookup, its photo and what was written about it, and call its job off. Jobs are locked first, as by
    results that are applied."""
    for job in Job.objects.filter(subject_id=lookup_id, kind=KIND, state__in=Job.OPEN):
        job_cancel(job=job)
    lookup = Lookup.objects.select_for_update().filter(id=lookup_id).first()
    if lookup is not None:
        contact_erase(lookup.id)
        lookup.delete()
        photos_delete([lookup.photo_id] if lookup.photo_id else [])


def lookups_erase(user: User) -> None:
    """All lookups of an account that is being deleted, and that it wrote to anybody."""
    for lookup_id in Lookup.objects.filter(user=user).order_by("id").values_list("id", flat=True):
        lookup_delete(lookup_id)
    Contact.objects.filter(finder=principal_of(user)).delete()


@transaction.atomic
def rejected_photos_sweep(limit: int = 100) -> int:
    """Delete photos that were rejected long enough ago; what was said of them stays. Returns how many."""
    age = timedelta(hours=settings.REJECTED_PHOTO_HOURS)
    due = Lookup.objects.select_for_update(skip_locked=True).filter(
        outcome=Lookup.Outcome.REJECTED, photo__isnull=False, answered_at__lt=Now() - age
    )
    photo_of = dict(due.order_by("answered_at").values_list("id", "photo_id")[:limit])
    Lookup.objects.filter(id__in=photo_of).update(photo=None)
    photos_delete(photo_of.values())
    return len(photo_of)


def lookups_sweep(limit: int = 100) -> int:
    """Delete lookups that have found no dog and are older than LOOKUP_DAYS; and, older than CONTACT_DAYS, those that
    have, once nothing is left of what their finder and the owner wrote. Returns how many."""
    matched = Candidate.objects.filter(
        lookup=OuterRef("pk"), outcome=Lookup.Outcome.MATCH, dog__state=Dog.State.REGISTERED
    )
    done_with = Q(created_at__lt=Now() - timedelta(days=settings.CONTACT_DAYS)) & ~Exists(
        Contact.objects.filter(lookup=OuterRef("pk"))
    )
    old = Lookup.objects.filter(
        ~Exists(matched) | done_with, created_at__lt=Now() - timedelta(days=settings.LOOKUP_DAYS)
    )
    lookup_ids = list(old.order_by("created_at").values_list("id", flat=True)[:limit])
    for lookup_id in lookup_ids:
        lookup_delete(lookup_id)
    return len(lookup_ids)
