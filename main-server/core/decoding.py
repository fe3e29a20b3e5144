"""
The program of a decoder: pictures from outside come in by stdin, clean ones go out by stdout.

core.decoders starts it by its path, in a process of its own: nothing of Django, no secret in its environment, no file
or socket that it could open, bounded memory and processor time. What a picture can break here is this process alone.
"""

import contextlib
import ctypes
import io
import json
import math
import os
import re
import resource
import signal
import struct
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# All that is ever needed: once a picture has come in, no file can be opened any more.
from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

FORMATS = ("JPEG", "PNG", "WEBP")
JPEG_QUALITY = 92
MIN_SIDE = 16  # px as stored; nothing can be seen on less, and the AI server does not look at it
METADATA = {"comment", "exif", "icc_profile", "photoshop", "xmp"}  # where Pillow keeps it
REFUSALS = ("photo_not_readable", "photo_too_many_pixels", "photo_animated", "photo_too_small")

# More than any honest file has: each of these costs time that no limit of bytes or pixels bounds.
JPEG_SCANS = 100  # encoders write about 10
JPEG_SCAN_PIXELS = 1_000_000_000  # scans times pixels: 20 at 50 megapixels, which take 2 s
JPEG_SEGMENTS = 1000  # 15 MB of metadata are 240
JPEG_PADDING = 2**16  # bytes between the segments before the first scan
PNG_CHUNKS = 250  # beside those of the pixels; each may unpack to a megabyte

JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)  # no stuffed byte, no padding, no restart in a scan
JPEG_SOI, JPEG_EOI, JPEG_SOS = 0xD8, 0xD9, 0xDA
JPEG_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the others are tables
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

READY = b"!"
REQUEST = struct.Struct("!II")  # bytes of the options (JSON), bytes of the picture; both follow
ANSWER = struct.Struct("!BIII")  # refusal (0: none, else 1 + its index), width, height, bytes that follow
PR_SET_PDEATHSIG = 1


class Refused(Exception):
    """Its text is one of REFUSALS."""


class Form(StrEnum):
    PHOTO = "photo"  # a JPEG; what is transparent lies on white
    EMOJI = "emoji"  # a PNG that keeps its transparency


@dataclass(frozen=True, slots=True)
class Options:
    """What becomes of a picture. `side` bounds its long side; `box` is the part to keep (left, top, right, bottom).
    `only`: nothing; it is clean already, and of this format, or refused."""

    side: int
    megapixels: int
    seconds: float
    box: Sequence[int] | None = None
    form: str = Form.PHOTO
    only: str | None = None


def convert(data: bytes, options: Options) -> tuple[int, int, bytes]:
    """Width, height and bytes of a picture: upright, bounded, without metadata. No bytes for `only`. Raises Refused."""
    try:
        image = _inspect(data, options) if options.only else _decode(data, options)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("photo_too_many_pixels") from None
    except Refused:
        raise
    except Exception:  # decoders fail in every way on hostile bytes; all of them mean the same to the sender
        raise Refused("photo_not_readable") from None
    if options.box is None and min(image.size) < MIN_SIDE:
        raise Refused("photo_too_small")
    return image.width, image.height, b"" if options.only else _encoded(image, options.form)


def _encoded(image: Image.Image, form: str) -> bytes:
    image.info = {}  # the encoders would write comments, colour profile and resolution from here
    buffer = io.BytesIO()
    if form == Form.EMOJI:
        image.save(buffer, "PNG")
    else:
        image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _decode(data: bytes, options: Options) -> Image.Image:
    """An upright image, its long side bounded. Reduced first, so that the rest costs little memory."""
    bounds = (options.side, options.side)
    with _opened(data, options.megapixels, FORMATS) as image:
        if options.box is None:
            image.draft(None, bounds)  # lets libjpeg decode at 1/2, 1/4 or 1/8 where that still is large enough
        image.load()
        scalable = _scalable(image.crop(options.box) if options.box else image)
    scalable.thumbnail(bounds, Image.Resampling.LANCZOS)
    return (_transparent if options.form == Form.EMOJI else _on_white)(_upright(scalable))


def _inspect(data: bytes, options: Options) -> Image.Image:
    """The image as it is; metadata could still hold what a job was to take out of the picture."""
    with _opened(data, options.megapixels, (str(options.only),)) as image:
        image.load()
        if image.format != options.only or METADATA & image.info.keys() or getattr(image, "text", None):
            raise Refused("photo_not_readable")
        return image


def _opened(data: bytes, megapixels: int, formats: Sequence[str]) -> Image.Image:
    """Not decoded yet."""
    if is_laborious(data):
        raise Refused("photo_not_readable")
    Image.MAX_IMAGE_PIXELS = megapixels * 1_000_000
    image = Image.open(io.BytesIO(data), formats=formats)
    if image.width * image.height > megapixels * 1_000_000:
        raise Refused("photo_too_many_pixels")
    # Phones put a depth or gain map behind a JPEG (MPO): still one photo, unlike an animated PNG or WebP.
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise Refused("photo_animated")
    return image


def is_laborious(data: bytes) -> bool:
    """Whether a JPEG or PNG is made of so many parts that only somebody who wants to keep us at work makes one."""
    if data.startswith(b"\xff\xd8"):
        return _is_laborious_jpeg(data)
    return data.startswith(PNG_SIGNATURE) and _has_many_chunks(data)


def _is_laborious_jpeg(data: bytes) -> bool:
    """Segments (ITU-T T.81, B.1.1) are skipped by their lengths, so what is embedded in one does not count."""
    scans = pixels = segments = padding = position = 0
    while found := JPEG_MARKER.search(data, position):
        marker, segments = found[0][1], segments + 1
        padding += 0 if scans else found.start() - position
        position = found.end()
        if marker == JPEG_EOI or segments > JPEG_SEGMENTS or padding > JPEG_PADDING:
            break
        if marker < 0xC0 or marker == JPEG_SOI:  # nothing follows these
            continue
        scans += marker == JPEG_SOS
        if marker in JPEG_SOF:
            height, width = data[position + 3 : position + 5], data[position + 5 : position + 7]
            pixels = max(pixels, int.from_bytes(height) * int.from_bytes(width))
        position += max(2, int.from_bytes(data[position : position + 2]))
    honest = 1 <= scans <= JPEG_SCANS and scans * pixels <= JPEG_SCAN_PIXELS  # without any, libraries look on and on
    return not honest or segments > JPEG_SEGMENTS or padding > JPEG_PADDING


def _has_many_chunks(data: bytes) -> bool:
    position, others = len(PNG_SIGNATURE), 0
    while position < len(data) and others <= PNG_CHUNKS:
        others += data[position + 4 : position + 8] != b"IDAT"
        position += 12 + int.from_bytes(data[position : position + 4])
    return others > PNG_CHUNKS


def _scalable(image: Image.Image) -> Image.Image:
    """In a mode that can be interpolated: palettes are resolved, 16 bits scaled (Pillow would clip them)."""
    if image.mode.startswith("I"):
        grey = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        grey.info.pop("transparency", None)  # one of 65,536 greys, which is not to become 257 of them
        return grey
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


def _transparent(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def warm_up() -> None:
    """Convert a little of everything, so that whatever Pillow loads late is loaded."""
    # Pillow only warns between its limit of pixels and twice that.
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind in FORMATS:
        buffer = io.BytesIO()
        Image.new("RGBA" if kind == "PNG" else "RGB", (16, 32)).save(buffer, kind, exif=exif)
        for form in Form:
            convert(buffer.getvalue(), Options(16, 1, 1, (0, 0, 16, 16), form))


def confine(parent: int, memory: int) -> None:
    """End with `parent`; take at most `memory` bytes more than now; open nothing, start nothing."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(1)
    # Of all processes the machine can spare this one best; not every sandbox lets us say so.
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    with open("/proc/self/statm") as file:
        size = int(file.read().split()[0]) * resource.getpagesize()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)  # image libraries talk there, in the words of whoever made the picture
    os.close(null)
    for limit, value in (
        (resource.RLIMIT_AS, size + memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (value, value))


def serve() -> None:
    """Answer requests until stdin ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sink.write(READY)
    sink.flush()
    while head := source.read(REQUEST.size):
        options_size, size = REQUEST.unpack(head)
        options, data = Options(**json.loads(source.read(options_size))), source.read(size)
        _limit_time(options.seconds)
        try:
            width, height, made = convert(data, options)
            sink.write(ANSWER.pack(0, width, height, len(made)))
            sink.write(made)
        except Refused as refused:
            sink.write(ANSWER.pack(1 + REFUSALS.index(str(refused)), 0, 0, 0))
        sink.flush()


def _limit_time(seconds: float) -> None:
    """Beside the parent's own clock, for the case that it has no time to look at it."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds) + 1, hard))


if __name__ == "__main__":
    warm_up()
    confine(parent=int(sys.argv[1]), memory=int(sys.argv[2]))
    serve()
