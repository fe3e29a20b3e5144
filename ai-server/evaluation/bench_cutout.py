"""How well and how fast emojis are cut out of their background, on generated drawings and one core.

python -m evaluation.bench_cutout [--drawings 60]
"""

import argparse
from collections import Counter
from time import thread_time

import cv2
import numpy as np

import facecover
from evaluation.drawings import BACKGROUNDS, Drawing, draw
from evaluation.intervals import PERCENTILES, RESAMPLES


def overlap(emoji: np.ndarray, truth: np.ndarray) -> float:
    """Return intersection over union of what is opaque in two uint8[H, W, 4]."""
    one, other = emoji[..., 3] >= 128, truth[..., 3] >= 128
    return float((one & other).sum() / max(1, (one | other).sum()))


def measure(drawing: Drawing) -> tuple[float, float, str]:
    """Return IoU with the drawing as it would be with its true transparency, ms of CPU time, and the method."""
    truth, _ = facecover.cut_out(drawing.truth)
    start = thread_time()
    try:
        emoji, method = facecover.cut_out(drawing.picture)
    except facecover.CutOutError as error:
        emoji, method = np.zeros_like(truth), error.reason
    return overlap(emoji, truth), 1000 * (thread_time() - start), method


def interval(values: list[float]) -> tuple[float, float]:
    """Return the 95 % interval of the median, by bootstrap over drawings."""
    drawn = np.random.default_rng(0).choice(values, (RESAMPLES, len(values)))
    low, high = np.percentile(np.median(drawn, axis=1), PERCENTILES)
    return float(low), float(high)


def row(background: str, drawings: int) -> str:
    """Return a table row of one kind of background."""
    overlaps, times, methods = zip(*(measure(draw(seed, background)) for seed in range(drawings)), strict=True)
    low, high = interval(list(overlaps))
    median, late = np.percentile(times, (50, 95))
    ways = ", ".join(f"{method} {count}" for method, count in Counter(methods).most_common())
    figures = f"{np.median(overlaps):.3f} [{low:.3f}, {high:.3f}] | {np.percentile(overlaps, 5):.3f}"
    return f"| {background} | {drawings} | {figures} | {median:.0f} ms | {late:.0f} ms | {ways} |"


def table(drawings: int) -> str:
    """Return the table of all backgrounds."""
    head = ["| background | N | median IoU [95 %] | p5 | median | p95 | methods |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*head, *(row(background, drawings) for background in BACKGROUNDS)])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drawings", type=int, default=60)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    print("cut-outs of generated drawings, one thread, CPU time\n")
    print(table(arguments.drawings))


if __name__ == "__main__":
    main()
