"""Writes of templates: make, publish, delete. What the AI server reports of them is applied in emojis.results."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.services import user_lock
from core.models import Shelf
from core.photos import photo_create, photos_atomic, photos_delete
from core.pictures import Form, Picture, pictures_read
from core.problems import Problem
from emojis.cutout import KIND
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, EmojiPicture
from emojis.registry import part_from, publicity_changed
from emojis.selectors import pictures_of
from jobs.idempotency import job_of_earlier_request
from jobs.models import Job
from jobs.principals import principal_of
from jobs.services import Idempotency, job_cancel, job_submit

# A statement of its own, so that the next one sees what the last holder of the lock has committed.
_PUBLISH_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('emojis published', 0))"
_PUBLISH = """
UPDATE emojis_emoji SET published_at = greatest(
    clock_timestamp(), (SELECT max(published_at) FROM emojis_emoji) + interval '1 microsecond'
) WHERE id = %s
"""


def emoji_submit(
    *, owner: User, name: str, uploads: Mapping[str, UploadedFile], idempotency: Idempotency | None = None
) -> Job:
    """
    Store a template with a picture for each expression, and have their background removed. The same request again
    gives the same job.

    Raises the Problems of pictures_read and `idempotency_key_reused`.
    """
    principal = principal_of(owner)
    with transaction.atomic():  # a repetition is answered before its pictures are decoded
        earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
    if earlier is not None:
        return earlier
    read = pictures_read({expression: uploads[expression] for expression in EXPRESSIONS}, form=Form.EMOJI)
    pictures = {expression: picture for expression, [picture] in read.items()}
    with photos_atomic():
        earlier = job_of_earlier_request(principal=principal, idempotency=idempotency)
        if earlier is not None:
            return earlier
        emoji = _emoji_create(user_lock(owner.id), name, pictures)
        return job_submit(
            kind=KIND,
            payload={"emoji_id": str(emoji.id), "pictures": pictures_of(emoji)},
            principal=principal,
            subject_id=emoji.id,
            idempotency=idempotency,
        )


def _emoji_create(owner: User, name: str, pictures: Mapping[str, Picture]) -> Emoji:
    emoji = Emoji.objects.create(owner=owner, name=name)
    EmojiPicture.objects.bulk_create(
        EmojiPicture(emoji=emoji, expression=expression, photo=photo_create(picture, Shelf.ORIGINALS))
        for expression, picture in pictures.items()
    )
    return emoji


@transaction.atomic
def emoji_publish(emoji_id: UUID) -> None:
    """Show a template to everybody; one that is published stays so. Raises Problem `not_found` and
    `emoji_not_ready`."""
    emoji = emoji_lock(emoji_id)
    if emoji.state != Emoji.State.DRAFT:
        raise Problem("emoji_not_ready")
    if not emoji.is_published:
        publish(emoji)


def publish(emoji: Emoji) -> None:
    """
    A locked template that is ready. No two are published at one moment, and none before one that can be seen already:
    whoever walks through the pages of those that were published until some moment finds no other among them later.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH_LOCK)
        cursor.execute(_PUBLISH, [emoji.id])
    publicity_changed()


def emoji_lock(emoji_id: UUID) -> Emoji:
    """A template that is not deleted, locked until the transaction ends: others may refer to it, but not change it.
    Raises Problem `not_found`."""
    emoji = Emoji.objects.select_for_update(no_key=True).filter(id=emoji_id, deleted_at=None).first()
    if emoji is None:
        raise Problem("not_found")
    return emoji


@transaction.atomic
def emoji_delete(emoji_id: UUID) -> None:
    """
    Take a template away from everybody, and call its cutting out off. What was made with it stays, and what is being
    made with it can be finished: its pictures are erased by emojis_sweep.
    """
    jobs = _jobs_locked(emoji_id)
    deleted = Emoji.objects.filter(id=emoji_id, deleted_at=None).update(deleted_at=Now())
    for job in jobs:
        job_cancel(job=job)
    if deleted:
        publicity_changed()


def _jobs_locked(emoji_id: UUID) -> list[Job]:
    """Those that are open; before their template, as by results that are applied at the same moment."""
    jobs = Job.objects.filter(subject_id=emoji_id, kind=KIND, state__in=Job.OPEN)
    return list(jobs.select_for_update().order_by("id"))


@transaction.atomic
def _emoji_erase(emoji_id: UUID) -> None:
    for job in _jobs_locked(emoji_id):
        job_cancel(job=job)
    emoji = Emoji.objects.select_for_update().filter(id=emoji_id).first()
    if emoji is None:
        return
    photo_ids = list(emoji.pictures.filter(photo__isnull=False).values_list("photo_id", flat=True))
    part_from(emoji_id)
    emoji.delete()
    photos_delete(photo_ids)


def emojis_sweep(limit: int = 100) -> int:
    """Erase templates that were deleted EMOJI_DELETED_HOURS ago. Returns how many."""
    age = timedelta(hours=settings.EMOJI_DELETED_HOURS)
    due = Emoji.objects.filter(deleted_at__lt=Now() - age).order_by("deleted_at")
    emoji_ids = list(due.values_list("id", flat=True)[:limit])
    for emoji_id in emoji_ids:
        _emoji_erase(emoji_id)
    return len(emoji_ids)


@transaction.atomic
def originals_sweep(limit: int = 100) -> int:
    """Delete the pictures of templates whose cutting out has failed long enough ago. Returns of how many."""
    due = Emoji.objects.select_for_update(skip_locked=True).filter(originals_until__lt=Now())
    emojis = list(due.order_by("originals_until")[:limit])
    for emoji in emojis:
        originals_delete(emoji, emoji.state)
    return len(emojis)


def originals_delete(emoji: Emoji, state: str) -> None:
    """
    Bring a locked template into a state in which nobody needs its pictures any more, as they were.

    Its row is changed once, here: PostgreSQL would lock its owner's for a second change in one transaction, which
    somebody who leaves has locked before the job that this is a result of.
    """
    photo_ids = list(emoji.pictures.filter(photo__isnull=False).values_list("photo_id", flat=True))
    emoji.pictures.update(photo=None)
    emoji.state, emoji.originals_until = state, None
    emoji.save(update_fields=["state", "originals_until"])
    photos_delete(photo_ids)


def emojis_erase(owner: User) -> None:
    """All templates of an account that is being deleted."""
    for emoji_id in Emoji.objects.filter(owner=owner).order_by("id").values_list("id", flat=True):
        _emoji_erase(emoji_id)
    publicity_changed()
