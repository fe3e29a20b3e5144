"""How fast captures are made."""

from collections.abc import Callable
from functools import partial
from time import process_time

import cv2
import numpy as np

from .nose import Nose

_NOSES = 4


def report(captures: int) -> str:
    """Captures per second at 640 and 128 px on one thread, by processor time: N, median and 95th percentile each."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        noses = [Nose(seed) for seed in range(_NOSES)]
        identities = [_timed(partial(Nose, seed)) for seed in range(_NOSES)]
        lines = [f"identity     {_line(identities)}"]
        return "\n".join(lines + [_captures(noses, width, captures) for width in (640, 128)])
    finally:
        cv2.setNumThreads(threads)


def _captures(noses: list[Nose], width: int, count: int) -> str:
    work = [partial(noses[shot % _NOSES].capture, shot, width) for shot in range(count)]
    work[0]()  # the first call pays for what OpenCV sets up
    return f"{width:4d} px      {_line([_timed(capture) for capture in work])}"


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def _line(times: list[float]) -> str:
    median, late = np.percentile(times, (50, 95))
    rate = 1000 / median
    return f"N {len(times):3d}  median {median:6.1f} ms  p95 {late:6.1f} ms  {rate:6.1f} per second at the median"
