"""Photos as rows and files. A file is stored before its row commits and outlives it until its deletion is done."""

import logging
import re
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast, Left, Now
from django.utils import timezone

from core.models import TOMBSTONE_AGE, FileDeletion, Photo, Shelf
from core.pictures import Picture
from core.problems import Problem
from core.storage import StorageUnavailable

logger = logging.getLogger("savepets.photos")
DELETING_S = 5.0  # in one go
_FOLDER = re.compile(r"[0-9a-f]{2}")
_written: ContextVar[list[Photo] | None] = ContextVar("_written", default=None)


@contextmanager
def photos_atomic() -> Iterator[None]:
    """
    transaction.atomic() that also removes the files its photos wrote if its body fails.

    A commit that fails may still have happened on the server: then the files stay, and `fsck` decides by the rows.
    """
    written: list[Photo] = []
    token = _written.set(written)
    body_failed = False
    try:
        with transaction.atomic():
            try:
                yield
            except BaseException:
                body_failed = True
                raise
    except BaseException:
        if body_failed:
            _discard(written)
        raise
    finally:
        _written.reset(token)


def photo_create(picture: Picture, shelf: Shelf = Shelf.PHOTOS) -> Photo:
    """Store the file, then the row. To be called inside photos_atomic(). Raises StorageUnavailable."""
    written = _written.get()
    if written is None:
        raise RuntimeError("photo_create() outside photos_atomic(): a rollback would leave the file behind")
    photo = Photo(
        id=uuid.uuid4(),
        shelf=shelf,
        sha256=picture.sha256,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        size=len(picture.data),
    )
    written.append(photo)
    default_storage.save(photo.path, ContentFile(picture.data))
    photo.save(force_insert=True)
    return photo


def photo_open(photo: Photo) -> File:
    """The stored bytes. Raises Problem `gone`, and StorageUnavailable."""
    try:
        return default_storage.open(photo.path)
    except FileNotFoundError:
        raise Problem("gone") from None


def photo_bytes(photo: Photo) -> bytes:
    """As photo_open, all at once: a few megabytes at most."""
    with photo_open(photo) as file:
        data: bytes = file.read()
        return data


def photo_delete(photo: Photo) -> None:
    """Delete the row and queue the deletion of its file, in the caller's transaction."""
    photos_delete([photo.id])


@transaction.atomic
def photos_delete(photo_ids: Iterable[uuid.UUID]) -> None:
    """As photo_delete, for many. Rows that point at the photos must be gone already."""
    photos = Photo.objects.filter(id__in=list(photo_ids))
    _deletions_queue(photos)
    photos.delete()


def _deletions_queue(photos: Iterable[Photo]) -> None:
    owed = [FileDeletion(photo_id=photo.id, shelf=photo.shelf, content_type=photo.content_type) for photo in photos]
    FileDeletion.objects.bulk_create(owed, ignore_conflicts=True)


def files_delete_queued(limit: int = 500) -> int:
    """
    Delete up to `limit` files whose deletion is queued, as many as a few seconds allow, and forget old tombstones.
    Returns how many were deleted. Raises StorageUnavailable; what was deleted until then is done.
    """
    until = time.monotonic() + DELETING_S
    failure: StorageUnavailable | None = None
    with transaction.atomic():
        rows = FileDeletion.objects.select_for_update(skip_locked=True).filter(deleted_at=None)
        done = []
        for row in rows.order_by("queued_at")[:limit]:
            try:
                default_storage.delete(row.path)
            except StorageUnavailable as error:
                failure = error
            if failure is not None or time.monotonic() > until:
                break
            done.append(row.id)
        FileDeletion.objects.filter(id__in=done).update(deleted_at=Now())
    FileDeletion.objects.filter(deleted_at__lt=Now() - TOMBSTONE_AGE).delete()
    if failure is not None:
        raise failure
    return len(done)


@dataclass(slots=True)
class Audit:
    """What `files_audit` found: names of files."""

    photos: int
    orphans: list[str]
    missing: list[str]


def files_audit(min_age: timedelta, delete: bool) -> Audit:
    """
    Compare files with rows, one folder after the other. Orphans are files without a row, older than `min_age` (younger
    ones may be about to be committed), removed if `delete`; missing are files that a row promises.
    Raises StorageUnavailable.
    """
    newest, audit = timezone.now() - min_age, Audit(Photo.objects.count(), [], [])
    for shelf in Shelf:
        filled = {folder for folder in _listed(shelf)[0] if _FOLDER.fullmatch(folder)}
        for folder in sorted(filled | _promised(shelf)):
            found = {f"{shelf}/{folder}/{name}" for name in _listed(f"{shelf}/{folder}")[1]}
            known = {photo.path for photo in _photos(shelf, int(folder, 16))}
            audit.missing += sorted(name for name in known - found if not default_storage.exists(name))
            audit.orphans += sorted(name for name in found - known if _is_older(name, newest))
    if delete:
        for name in audit.orphans:
            default_storage.delete(name)
    return audit


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever put there
        return [], []


def _promised(shelf: Shelf) -> set[str]:
    """The folders in which files have to be."""
    folder = Left(Cast("id", CharField()), 2)
    return set(Photo.objects.filter(shelf=shelf).order_by().values_list(folder, flat=True).distinct())


def _photos(shelf: Shelf, prefix: int) -> Iterator[Photo]:
    low = uuid.UUID(int=prefix << 120)
    high = uuid.UUID(int=((prefix + 1) << 120) - 1)
    return Photo.objects.filter(shelf=shelf, id__range=(low, high)).only("id", "shelf", "content_type").iterator()


def _is_older(name: str, moment: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < moment
    except FileNotFoundError:  # deleted meanwhile
        return False


def _discard(photos: Sequence[Photo]) -> None:
    """Files of a transaction that was rolled back. If the storage is what failed, their deletion is queued."""
    try:
        for photo in photos:
            default_storage.delete(photo.path)
    except StorageUnavailable:
        try:
            _deletions_queue(photos)
        except DatabaseError:
            logger.exception("files are left to fsck", extra={"count": len(photos)})
