"""
The program of a decoder: pictures from outside come in by stdin, pixels go out by stdout.

aiserver.decoders starts it by its path, in a process of its own: no secret in its environment, no file or socket that
it could open, bounded memory and processor time. What a picture can break here is this process alone.
"""

import contextlib
import ctypes
import math
import os
import re
import resource
import signal
import struct
import sys

import cv2
import numpy as np
from numpy.typing import NDArray

READY = b"!"
REQUEST = struct.Struct("!d?I")  # seconds, whether alpha is wanted, bytes of the picture that follows
ANSWER = struct.Struct("!II")  # height, width of the BGR or BGRA pixels that follow; 0, 0: refused
PR_SET_PDEATHSIG = 1

# More than any honest file has: each of these costs time that no limit of bytes or pixels bounds.
JPEG_SCANS = 100  # encoders write about 10
JPEG_SCAN_PIXELS = 1_000_000_000  # scans times pixels: 20 at 50 megapixels, which take 2 s
JPEG_SEGMENTS = 1000  # 15 MB of metadata are 240
JPEG_PADDING = 1 << 16  # bytes between the segments before the first scan
PNG_CHUNKS = 250  # beside those of the pixels; each may unpack to a megabyte

JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)  # no stuffed byte, no padding, no restart in a scan
JPEG_SOI, JPEG_EOI, JPEG_SOS = 0xD8, 0xD9, 0xDA
JPEG_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the others are tables
JPEG_SIGNATURE = b"\xff\xd8"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def decode(data: bytes, alpha: bool = False) -> NDArray[np.uint8] | None:
    """uint8[H, W, 3] BGR, or [H, W, 4] BGRA; None for what OpenCV refuses or finds damaged, or we do.

    Rotated as the EXIF data says; but for pictures that can have alpha, where alpha is wanted.
    """
    if is_laborious(data):
        return None
    with_alpha = alpha and not data.startswith(JPEG_SIGNATURE)
    try:
        flags = cv2.IMREAD_UNCHANGED if with_alpha else cv2.IMREAD_COLOR
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
        if image is not None and alpha:
            image = _as_bgra(image)
    except (cv2.error, MemoryError):
        return None
    return None if image is None else np.ascontiguousarray(image, np.uint8)


def _as_bgra(image: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Whatever a PNG or WebP may hold, as uint8[H, W, 4]; what has no alpha is opaque."""
    pixels = (image >> 8).astype(np.uint8) if image.dtype == np.uint16 else image
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels == 4:
        return np.asarray(pixels, np.uint8)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGRA if channels == 1 else cv2.COLOR_BGR2BGRA), np.uint8)


def is_laborious(data: bytes) -> bool:
    """Whether a JPEG or PNG is made of so many parts that only somebody who wants to keep us at work makes one."""
    if data.startswith(JPEG_SIGNATURE):
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


def warm_up() -> None:
    """Decode a little of everything, so that whatever is loaded late is loaded."""
    cv2.setNumThreads(1)
    picture = np.zeros((16, 16, 3), np.uint8)
    for kind in (".jpg", ".png", ".webp"):
        for alpha in (False, True):
            decode(cv2.imencode(kind, picture)[1].tobytes(), alpha)


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
        seconds, alpha, size = REQUEST.unpack(head)
        data = source.read(size)
        _limit_time(seconds)
        image = decode(data, alpha)
        if image is None:
            sink.write(ANSWER.pack(0, 0))
        else:
            sink.write(ANSWER.pack(*image.shape[:2]))
            sink.write(image.data)
        sink.flush()
        image = None


def _limit_time(seconds: float) -> None:
    """Beside the parent's own clock, for the case that it has no time to look at it."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds) + 1, hard))


if __name__ == "__main__":
    warm_up()
    confine(parent=int(sys.argv[1]), memory=int(sys.argv[2]))
    serve()
