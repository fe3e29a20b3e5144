"""Bytes from outside -> one clean picture: upright, bounded, without metadata. No database, no files."""

import atexit
import hashlib
import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.decoders import ChildLost, Decoders, DecodersBusy
from core.decoding import Form, Options, Refused
from core.models import JPEG, PNG
from core.problems import Problem

log = logging.getLogger(__name__)

# ISO/IEC 23008-12 brands that cameras write; AVIF and other brands are just unreadable to us.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
RETRY_AFTER_S = "5"
CONTENT_TYPES = {Form.PHOTO: JPEG, Form.EMOJI: PNG}
FORMATS = {JPEG: "JPEG", PNG: "PNG"}
# Starts nothing yet: a web server forks its workers before the first picture.
_decoders = Decoders(settings.PHOTO_DECODERS, settings.PHOTO_DECODER_BYTES, settings.PHOTO_PATIENCE_S)
atexit.register(_decoders.close)


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture, not stored yet. `sha256` is that of `data`."""

    data: bytes
    content_type: str
    sha256: str
    width: int
    height: int


def upload_digest(upload: UploadedFile) -> str:
    """SHA-256 of the bytes as they were sent, in hex."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def picture_read(upload: UploadedFile, form: Form = Form.PHOTO) -> Picture:
    """
    Decode an uploaded JPEG, PNG or WebP and encode it again: a photo as a JPEG with a long side of at most
    PHOTO_LONG_SIDE, an emoji as a PNG that keeps its transparency, of at most EMOJI_LONG_SIDE.

    Raises Problem: photo_too_large, photo_too_small, photo_heic, photo_too_many_pixels, photo_animated,
    photo_not_readable, overloaded.
    """
    if upload.size is None or upload.size > settings.PHOTO_BYTES:
        raise Problem("photo_too_large")
    upload.seek(0)
    if _is_heic(upload.read(32)):
        raise Problem("photo_heic")
    side = settings.EMOJI_LONG_SIDE if form == Form.EMOJI else settings.PHOTO_LONG_SIDE
    width, height, data = _decoded(upload, side, form=form)
    return Picture(data, CONTENT_TYPES[form], _sha256(data), width, height)


def picture_as_it_is(data: bytes, content_type: str) -> Picture:
    """
    What one of our own programs made, JPEG or PNG, after a look whether that is true and it has no metadata.

    Raises Problem: photo_too_small, photo_too_many_pixels, photo_animated, photo_not_readable, overloaded.
    """
    width, height, _ = _decoded(io.BytesIO(data), settings.PHOTO_LONG_SIDE, only=FORMATS[content_type])
    return Picture(data, content_type, _sha256(data), width, height)


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and any(head[i : i + 4] in HEIC_BRANDS for i in range(8, len(head), 4))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _decoded(file: BinaryIO | UploadedFile, side: int, **more: Any) -> tuple[int, int, bytes]:
    """What a child makes of a file. A picture that breaks or holds up its child is not readable."""
    options = Options(side, settings.PHOTO_MEGAPIXELS, settings.PHOTO_SECONDS, **more)
    try:
        with _decoders.lent() as decoder:
            file.seek(0)
            return decoder.convert(file.read(), options)
    except Refused as refused:
        raise Problem(str(refused)) from None
    except ChildLost as lost:
        log.warning("a photo's decoder %s", lost)
        raise Problem("photo_not_readable") from lost
    except DecodersBusy as busy:
        log.error("no photo can be decoded: %s", busy)
        raise Problem("overloaded", headers={"Retry-After": RETRY_AFTER_S}) from None


def pictures_read(
    uploads: Mapping[str, UploadedFile | Sequence[UploadedFile]], form: Form = Form.PHOTO
) -> dict[str, list[Picture]]:
    """
    picture_read for the files of a form, by field. Raises one Problem for all that are wrong: `errors` names the field
    and, in a field of several files, the index of each; its code is that of the first. After one that broke its
    decoder no more are looked at.
    """
    pictures: dict[str, list[Picture]] = {field: [] for field in uploads}
    errors: dict[str, list[dict[str, Any]]] = {}
    for field, place, upload in _one_by_one(uploads):
        try:
            pictures[field].append(picture_read(upload, form))
        except Problem as problem:
            if problem.status >= 500:
                raise
            errors.setdefault(field, []).append({**place, "code": problem.code})
            if isinstance(problem.__cause__, ChildLost):
                break
    if errors:
        raise Problem(next(iter(errors.values()))[0]["code"], errors=errors)
    return pictures


def _one_by_one(
    uploads: Mapping[str, UploadedFile | Sequence[UploadedFile]],
) -> Iterator[tuple[str, dict[str, int], UploadedFile]]:
    for field, given in uploads.items():
        if isinstance(given, UploadedFile):
            yield field, {}, given
        else:
            yield from ((field, {"index": index}, upload) for index, upload in enumerate(given))


def jpeg_reduced(data: bytes, side: int, box: tuple[int, int, int, int] | None = None) -> bytes:
    """A stored photo, or the part of it within `box` (left, top, right, bottom in pixels), with a bounded long side."""
    return _decoded(io.BytesIO(data), side, box=box)[2]
