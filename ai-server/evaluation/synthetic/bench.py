"""How fast captures are made."""

from collections.abc import Callable
from functools import partial
from time import process_time

import cv2
import numpy as np

from .nose import Nose


def report(captures: int) -> str:
    """Captures per second at 640 and 128 px on one thread, by processor time: N, median and 95th percentile each."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        return "\n".join([_identities(4), *(_captures(width, captures) for width in (640, 128))])
    finally:
        cv2.setNumThreads(threads)


def _identities(count: int) -> str:
    return f"identity     {_line([_timed(partial(Nose, seed)) for seed in range(count)])}"


def _captures(width: int, count: int) -> str:
    noses = [Nose(seed) for seed in range(4)]
    times = [_timed(partial(noses[shot % 4].capture, shot, width)) for shot in range(count + 4)]
    return f"{width:4d} px      {_line(times[4:])}"


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def _line(times: list[float]) -> str:
    median, late = np.percentile(times, (50, 95))
    rate = 1000 / median
    return f"N {len(times):3d}  median {median:6.1f} ms  p95 {late:6.1f} ms  {rate:6.1f} per second at the median"
