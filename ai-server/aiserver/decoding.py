"""
The program of a decoder: pictures from outside come in by stdin, pixels go out by stdout.

aiserver.decoders starts it by its path, in a process of its own: no secret in its environment, no file or socket that
it could open, bounded memory and processor time. What a picture can break here is this process alone.
"""

import contextlib
import ctypes
import math
import os
import resource
import signal
import struct
import sys

import cv2
import numpy as np
from numpy.typing import NDArray

READY = b"!"
REQUEST = struct.Struct("!dI")  # seconds, bytes of the picture that follows
ANSWER = struct.Struct("!II")  # height, width of the BGR pixels that follow; 0, 0: refused
PR_SET_PDEATHSIG = 1


def decode(data: bytes) -> NDArray[np.uint8] | None:
    """uint8[H, W, 3] BGR, rotated as its EXIF data says; None for what OpenCV refuses or finds damaged."""
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError):
        return None
    return None if image is None else np.ascontiguousarray(image, np.uint8)


def warm_up() -> None:
    """Decode a little of everything, so that whatever is loaded late is loaded."""
    cv2.setNumThreads(1)
    picture = np.zeros((16, 16, 3), np.uint8)
    for kind in (".jpg", ".png", ".webp"):
        decode(cv2.imencode(kind, picture)[1].tobytes())


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
        seconds, size = REQUEST.unpack(head)
        data = source.read(size)
        _limit_time(seconds)
        image = decode(data)
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
