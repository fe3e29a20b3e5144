"""Bytes from outside -> one clean JPEG: upright, RGB, bounded, without metadata. No database, no files."""

import hashlib
import io
import logging
import threading
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from core.problems import Problem

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP")
# ISO/IEC 23008-12 brands that cameras write; AVIF and other brands are just unreadable to us.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
JPEG_QUALITY = 92
MIN_SIDE = 16  # px as stored; nothing can be seen on less, and the AI server does not look at it

# Our own check comes first; this is Pillow's, which only warns between its limit and twice that.
Image.MAX_IMAGE_PIXELS = settings.PHOTO_MEGAPIXELS * 1_000_000
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
_decoders = threading.BoundedSemaphore(settings.PHOTO_DECODERS)


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded and re-encoded upload, not stored yet. `sha256` is that of `jpeg`."""

    jpeg: bytes
    sha256: str
    width: int
    height: int


def upload_digest(upload: UploadedFile) -> str:
    """SHA-256 of the bytes as they were sent, in hex."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def picture_read(upload: UploadedFile) -> Picture:
    """
    Decode an uploaded JPEG, PNG or WebP and encode it again as a JPEG with a long side of at most PHOTO_LONG_SIDE.

    Raises Problem: photo_too_large, photo_too_small, photo_heic, photo_too_many_pixels, photo_animated,
    photo_not_readable.
    """
    if upload.size is None or upload.size > settings.PHOTO_BYTES:
        raise Problem("photo_too_large")
    upload.seek(0)
    if _is_heic(upload.read(32)):
        raise Problem("photo_heic")
    upload.seek(0)
    try:
        with _decoders:
            image = _decode(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Problem("photo_too_many_pixels") from None
    except Problem:
        raise
    except Exception as error:  # decoders fail in every way on hostile bytes; all of them mean the same to the sender
        log.info("photo not readable: %s", type(error).__name__)
        raise Problem("photo_not_readable") from None
    if min(image.size) < MIN_SIDE:
        raise Problem("photo_too_small")
    return _encode(image)


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and any(head[i : i + 4] in HEIC_BRANDS for i in range(8, len(head), 4))


def _decode(upload: UploadedFile) -> Image.Image:
    """An upright RGB image, its long side bounded. Reduced first, so that the rest costs little memory."""
    side = settings.PHOTO_LONG_SIDE
    with Image.open(upload, formats=FORMATS) as image:
        if image.width * image.height > settings.PHOTO_MEGAPIXELS * 1_000_000:
            raise Problem("photo_too_many_pixels")
        # Phones put a depth or gain map behind a JPEG (MPO): still one photo, unlike an animated PNG or WebP.
        if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
            raise Problem("photo_animated")
        image.draft(None, (side, side))  # lets libjpeg decode at 1/2, 1/4 or 1/8 where that still is large enough
        image.load()
        scalable = _scalable(image)
    scalable.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _on_white(_upright(scalable))


def _scalable(image: Image.Image) -> Image.Image:
    """In a mode that can be interpolated: palettes are resolved, 16 bits scaled (Pillow would clip them)."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # a broken EXIF block says nothing about the pixels
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return image.convert("RGB")


def _encode(image: Image.Image) -> Picture:
    image.info = {}  # the encoder would write comments, colour profile and resolution from here
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    jpeg = buffer.getvalue()
    return Picture(jpeg, hashlib.sha256(jpeg).hexdigest(), image.width, image.height)


def pictures_read(uploads: Mapping[str, UploadedFile | Sequence[UploadedFile]]) -> dict[str, list[Picture]]:
    """
    picture_read for the files of a form, by field. Raises one Problem for all that are wrong: `errors` names the field
    and, in a field of several files, the index of each; its code is that of the first.
    """
    pictures: dict[str, list[Picture]] = {}
    errors: dict[str, list[dict[str, Any]]] = {}
    for field, given in uploads.items():
        single = isinstance(given, UploadedFile)
        pictures[field] = []
        for index, upload in enumerate([given] if single else given):
            try:
                pictures[field].append(picture_read(upload))
            except Problem as problem:
                place = {} if single else {"index": index}
                errors.setdefault(field, []).append({**place, "code": problem.code})
    if errors:
        raise Problem(next(iter(errors.values()))[0]["code"], errors=errors)
    return pictures


def jpeg_reduced(path: Path, side: int, box: tuple[int, int, int, int] | None = None) -> bytes:
    """
    A stored photo, or the part of it within `box` (left, top, right, bottom in pixels), with a bounded long side.

    Raises Problem `gone` if the file is.
    """
    try:
        with Image.open(path, formats=["JPEG"]) as image:
            part = image.crop(box) if box else image.convert("RGB")
    except FileNotFoundError:
        raise Problem("gone") from None
    part.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _encode(part).jpeg
