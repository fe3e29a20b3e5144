"""Photos as rows and files. A file is on disk before its row commits and outlives it until its deletion is done."""

import os
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from core.models import TOMBSTONE_AGE, FileDeletion, Photo, photo_path
from core.pictures import Picture

_written: ContextVar[list[Path] | None] = ContextVar("_written", default=None)


@contextmanager
def photos_atomic() -> Iterator[None]:
    """
    transaction.atomic() that also removes the files its photos wrote if its body fails.

    A commit that fails may still have happened on the server: then the files stay, and `fsck` decides by the rows.
    """
    written: list[Path] = []
    token = _written.set(written)
    try:
        with transaction.atomic():
            try:
                yield
            except BaseException:
                _remove(written)
                raise
    finally:
        _written.reset(token)


def photo_create(picture: Picture) -> Photo:
    """Store the file durably, then the row. To be called inside photos_atomic()."""
    written = _written.get()
    if written is None:
        raise RuntimeError("photo_create() outside photos_atomic(): a rollback would leave the file behind")
    photo_id = uuid.uuid4()
    path = Path(settings.MEDIA_ROOT) / photo_path(photo_id, picture.content_type)
    written.append(path)
    _write_durably(path, picture.data)
    return Photo.objects.create(
        id=photo_id,
        sha256=picture.sha256,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        size=len(picture.data),
    )


def photo_delete(photo: Photo) -> None:
    """Delete the row and queue the deletion of its file, in the caller's transaction."""
    photos_delete([photo.id])


@transaction.atomic
def photos_delete(photo_ids: Iterable[uuid.UUID]) -> None:
    """As photo_delete, for many. Rows that point at the photos must be gone already."""
    photos = Photo.objects.filter(id__in=list(photo_ids))
    owed = [FileDeletion(photo_id=photo.id, content_type=photo.content_type) for photo in photos]
    FileDeletion.objects.bulk_create(owed, ignore_conflicts=True)
    photos.delete()


def photo_file(photo: Photo) -> Path:
    return Path(settings.MEDIA_ROOT) / photo.path


def files_delete_queued(limit: int = 500) -> int:
    """Delete up to `limit` files whose deletion is queued, and forget old tombstones. Returns how many were deleted."""
    with transaction.atomic():
        rows = FileDeletion.objects.select_for_update(skip_locked=True).filter(deleted_at=None)
        owed = list(rows.order_by("queued_at")[:limit])
        _remove(Path(settings.MEDIA_ROOT) / row.path for row in owed)
        FileDeletion.objects.filter(id__in=[row.id for row in owed]).update(deleted_at=Now())
    FileDeletion.objects.filter(deleted_at__lt=Now() - TOMBSTONE_AGE).delete()
    return len(owed)


@dataclass(slots=True)
class Audit:
    """What `files_audit` found: paths below the media root."""

    photos: int
    orphans: list[str]
    missing: list[str]


def files_audit(min_age: timedelta, delete: bool) -> Audit:
    """
    Compare files with rows. Orphans are files without a row, older than `min_age` (younger ones may be about to be
    committed), removed if `delete`; missing are files that a row promises.
    """
    root, newest = Path(settings.MEDIA_ROOT), time.time() - min_age.total_seconds()
    audit = Audit(Photo.objects.count(), [], [])
    for prefix in range(256):
        folder = root / "photos" / f"{prefix:02x}"
        found = {path.relative_to(root).as_posix(): path for path in folder.glob("*")}
        known = {photo.path for photo in _photos(prefix)}
        audit.missing += sorted(name for name in known - found.keys() if not (root / name).exists())
        audit.orphans += sorted(name for name in found.keys() - known if _is_older(found[name], newest))
    if delete:
        _remove(root / name for name in audit.orphans)
    return audit


def _photos(prefix: int) -> Iterator[Photo]:
    low = uuid.UUID(int=prefix << 120)
    high = uuid.UUID(int=((prefix + 1) << 120) - 1)
    return Photo.objects.filter(id__range=(low, high)).only("id", "content_type").iterator()


def _is_older(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:  # deleted meanwhile
        return False


def _write_durably(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):  # the names, too, must survive a power cut
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
