"""Photos from one storage to the other, in any number of goes: what is there already is not copied again."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from core.models import Photo

PAGE = 500
THREADS = 8  # copying is mostly waiting


class Outcome(StrEnum):
    COPIED = "copied"
    THERE = "there already"
    MISSING = "missing"  # a row promises it, the source does not have it
    DAMAGED = "damaged"  # the source has other bytes than the row says


def photos_copy(source: Storage, target: Storage, thorough: bool) -> Iterator[tuple[Photo, Outcome]]:
    """
    Yields each photo of the database, by id, with what came of it. `thorough`: what is there already is read, not only
    measured, and copied again if its digest is wrong. Raises StorageUnavailable, and OSError.
    """
    copy = partial(_copy, source, target, thorough)
    with ThreadPoolExecutor(THREADS) as pool:
        for page in _pages():
            yield from zip(page, pool.map(copy, page), strict=True)


def _pages() -> Iterator[Sequence[Photo]]:
    after = UUID(int=0)
    while page := list(Photo.objects.filter(id__gt=after).order_by("id")[:PAGE]):
        yield page
        after = page[-1].id


def _copy(source: Storage, target: Storage, thorough: bool, photo: Photo) -> Outcome:
    if _is_there(target, photo, thorough):
        return Outcome.THERE
    try:
        data = _read(source, photo)
    except FileNotFoundError:
        return Outcome.MISSING
    if hashlib.sha256(data).hexdigest() != photo.sha256:
        return Outcome.DAMAGED
    target.save(photo.path, ContentFile(data))
    if not _is_there(target, photo, thorough=True):
        raise OSError(f"{photo.path} was written and reads otherwise")
    return Outcome.COPIED


def _is_there(target: Storage, photo: Photo, thorough: bool) -> bool:
    try:
        if thorough:
            return hashlib.sha256(_read(target, photo)).hexdigest() == photo.sha256
        return target.size(photo.path) == photo.size
    except FileNotFoundError:
        return False


def _read(storage: Storage, photo: Photo) -> bytes:
    with storage.open(photo.path) as file:
        data: bytes = file.read()
        return data
