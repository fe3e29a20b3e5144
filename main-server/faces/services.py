"""Writes of covers: cover, cover again, confirm, erase. What the AI server reports is applied in faces.results."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Case, F, Q, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from accounts.models import User
from accounts.services import user_lock
from core.ids import uuid7
from core.models import Photo, Shelf
from core.photos import photo_create, photos_atomic, photos_delete
from core.pictures import pictures_read
from core.problems import Problem
from emojis.models import Emoji
from emojis.selectors import emoji_usable, pictures_of
from faces.models import Cover
from faces.ranking import ranking_changed
from faces.results import without_scores
from faces.selectors import cover_of
from jobs.admission import require_short_wait
from jobs.idempotency import job_of_earlier_request
from jobs.models import Job
from jobs.principals import principal_of
from jobs.services import Idempotency, job_cancel, job_submit

KIND = "face.cover"
Faces = Sequence[dict[str, Any]]


def cover_submit(
    *,
    user: User,
    photo: UploadedFile,
    emoji_id: UUID,
    faces: Faces | None = None,
    idempotency: Idempotency | None = None,
) -> Cover:
    """
    Store a photo and have the people in it covered; `faces` None: wherever they are found.

    The same request again gives the same cover. Raises Problem `emoji_not_found`, `emoji_not_ready`, `emoji_hidden`,
    `overloaded` (both before the photo is looked at), those of pictures_read and `idempotency_key_reused`.
    """
    with transaction.atomic():  # a repetition is answered however long others wait, before its photo is decoded
        earlier = _cover_of_earlier_request(user, idempotency)
    if earlier is not None:
        return earlier
    _emoji_usable(user, emoji_id)
    require_short_wait(KIND)
    [picture] = pictures_read({"photo": photo})["photo"]
    with photos_atomic():
        earlier = _cover_of_earlier_request(user, idempotency)
        if earlier is not None:
            return earlier
        user = user_lock(user.id)
        emoji = _emoji_kept(user, emoji_id)
        cover = Cover(
            id=uuid7(), user=user, photo=photo_create(picture, Shelf.ORIGINALS), emoji=emoji, asked_emoji=emoji
        )
        cover.task_id = _job_submit(cover, faces, idempotency).id
        cover.save(force_insert=True)
        return cover_of(user, cover.id)


def cover_again(
    *,
    user: User,
    cover_id: UUID,
    faces: Faces | None,
    emoji_id: UUID | None = None,
    idempotency: Idempotency | None = None,
) -> Cover:
    """
    Cover the same photo with other boxes, expressions or (`emoji_id`) another template.

    Raises Problem `not_found`, `task_running`, `photo_expired` and what cover_submit does.
    """
    with transaction.atomic():
        earlier = _cover_of_earlier_request(user, idempotency)
    if earlier is not None:
        return earlier
    cover = cover_of(user, cover_id)
    if cover.photo_id is None:
        raise Problem("photo_expired")
    require_short_wait(KIND)
    with transaction.atomic():
        earlier = _cover_of_earlier_request(user, idempotency)
        if earlier is not None:
            return earlier
        user = user_lock(user.id)
        emoji = _emoji_kept(user, emoji_id or cover.emoji_id)
        cover = _cover_at_rest(user, cover_id)
        if cover.photo is None:
            raise Problem("photo_expired")
        cover.asked_emoji = emoji
        cover.state, cover.error_code, cover.finished_at = Cover.State.PENDING, "", None
        cover.task_id = _job_submit(cover, faces, idempotency).id
        cover.save()
        return cover_of(user, cover.id)


@transaction.atomic
def cover_confirm(user: User, cover_id: UUID) -> Cover:
    """
    Somebody looked: the photo shows nobody. Once more changes nothing.

    Raises Problem `not_found`, `task_running`, `nothing_to_confirm` or `photo_expired`.
    """
    user = user_lock(user.id)
    cover = _cover_at_rest(user, cover_id)
    if cover.outcome != Cover.Outcome.NO_FACE:
        raise Problem("nothing_to_confirm")
    if cover.confirmed_at is None:
        if cover.picture_id is None:
            raise Problem("photo_expired")
        cover.confirmed_at = Now()
        cover.save(update_fields=["confirmed_at"])
    return cover_of(user, cover_id)


@transaction.atomic
def cover_delete(user: User, cover_id: UUID) -> None:
    """
    Erase a cover with all its pictures and what was marked on them, and call its job off.

    The account is locked first, as wherever a job is submitted; then jobs, as by results that are applied.
    """
    user_lock(user.id)
    jobs = Job.objects.filter(subject_id=cover_id, kind=KIND)
    for job in jobs.filter(state__in=Job.OPEN):
        job_cancel(job=job)
    # Their rows stay for a while, but not where somebody was in the photo and what emoji was chosen for whom.
    jobs.exclude(payload__faces=None).update(payload=RawSQL("jsonb_set(payload, '{faces}', 'null')", []))
    cover = Cover.objects.select_for_update().filter(id=cover_id, user=user).first()
    if cover is None:
        return
    cover.delete()
    photos_delete(photo_id for photo_id in (cover.photo_id, cover.picture_id) if photo_id is not None)
    ranking_changed()


def covers_erase(user: User) -> None:
    """All covers of an account that is being deleted."""
    for cover_id in Cover.objects.filter(user=user).order_by("id").values_list("id", flat=True):
        cover_delete(user, cover_id)


def covers_part_from(emoji_id: UUID) -> None:
    """
    No cover refers to a template any more that is being erased.

    Each row is changed once: for a second change in one transaction PostgreSQL would lock its account, which somebody
    who asks for this template has locked before it.
    """
    covers = Cover.objects.filter(Q(emoji=emoji_id) | Q(asked_emoji=emoji_id))
    covers.update(emoji=_unless(emoji_id, "emoji"), asked_emoji=_unless(emoji_id, "asked_emoji"))


def _unless(emoji_id: UUID, field: str) -> Case:
    return Case(When(**{field: emoji_id}, then=None), default=F(field))


@transaction.atomic
def originals_sweep(limit: int = 100) -> int:
    """
    Delete originals that were sent FACE_PHOTO_HOURS ago, with the scores of their faces, and copies of them in which
    nobody was found, unless somebody has confirmed that. One that is being worked on waits for the job's end.

    Returns how many originals.
    """
    late = Now() - timedelta(hours=settings.FACE_PHOTO_HOURS)
    due = Cover.objects.select_for_update(skip_locked=True, of=["self"]).filter(photo__isnull=False)
    due = due.filter(created_at__lt=late).exclude(state=Cover.State.PENDING).select_related("picture")
    covers, gone = list(due.order_by("created_at")[:limit]), []
    for cover in covers:
        gone.append(cover.photo_id)
        if cover.picture_id and cover.shown_picture is None:
            gone.append(cover.picture_id)
            cover.picture = None
        cover.photo, cover.faces = None, without_scores(cover.faces)
        cover.save(update_fields=["photo", "picture", "faces"])
    photos_delete(gone)
    return len(covers)


def empty_covers_sweep(limit: int = 500) -> int:
    """Delete covers of which no picture is left (they failed, or nobody confirmed them) as long after as their jobs.
    Returns how many."""
    late = Now() - timedelta(days=settings.JOB_DAYS)
    empty = Cover.objects.filter(photo=None, picture=None, created_at__lt=late).exclude(state=Cover.State.PENDING)
    return Cover.objects.filter(
        id__in=list(empty.order_by("created_at").values_list("id", flat=True)[:limit])
    ).delete()[0]


def _cover_of_earlier_request(user: User, idempotency: Idempotency | None) -> Cover | None:
    """Raises Problem `idempotency_key_reused`, and `gone` if that cover was deleted."""
    job = job_of_earlier_request(principal=principal_of(user), idempotency=idempotency)
    if job is None:
        return None
    try:
        return cover_of(user, job.subject_id)
    except Problem:
        raise Problem("gone") from None


def _emoji_usable(user: User, emoji_id: UUID | None) -> Emoji:
    try:
        if emoji_id is None:
            raise Problem("not_found")
        return emoji_usable(user, emoji_id)
    except Problem as problem:
        code = "emoji_not_found" if problem.code == "not_found" else problem.code
        raise Problem(code, errors={"emoji_id": [{"code": code}]}) from None


def _emoji_kept(user: User, emoji_id: UUID | None) -> Emoji:
    """As _emoji_usable; nobody erases it until the transaction ends, while any number of others use it too."""
    emoji = _emoji_usable(user, emoji_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM emojis_emoji WHERE id = %s AND deleted_at IS NULL FOR KEY SHARE", [emoji.id])
        if cursor.fetchone() is None:
            raise Problem("emoji_not_found", errors={"emoji_id": [{"code": "emoji_not_found"}]})
    return emoji


def _cover_at_rest(user: User, cover_id: UUID) -> Cover:
    """Locked, and no job of its own is open. A result that is being applied holds this lock until its job has ended."""
    cover = Cover.objects.select_for_update(of=["self"]).select_related("photo").filter(id=cover_id, user=user).first()
    if cover is None:
        raise Problem("not_found")
    if Job.objects.filter(id=cover.task_id, state__in=Job.OPEN).exists():
        raise Problem("task_running")
    return cover


def _job_submit(cover: Cover, faces: Faces | None, idempotency: Idempotency | None) -> Job:
    photo: Photo = cover.photo
    payload = {
        "cover_id": str(cover.id),
        "photo": {"id": str(photo.id), "sha256": photo.sha256},
        "emojis": pictures_of(cover.asked_emoji),
        "faces": faces if faces is None else list(faces),
    }
    return job_submit(
        kind=KIND,
        payload=payload,
        principal=principal_of(cover.user),
        subject_id=cover.id,
        idempotency=idempotency,
    )
