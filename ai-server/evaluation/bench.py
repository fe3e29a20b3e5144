"""How much CPU time each step takes on one core, on generated noses: `make bench`.

python -m evaluation.bench [--photos 24]
"""

import argparse
from collections.abc import Callable
from itertools import product
from time import thread_time

import cv2
import numpy as np
import torch

import noseprint
from evaluation import synthetic


def timed(work: Callable[[], object]) -> float:
    """Return the ms of CPU time that `work` takes on this thread (all of it, with one thread for OpenCV and torch)."""
    start = thread_time()
    work()
    return 1000 * (thread_time() - start)


def row(name: str, times: list[float], per: int = 1) -> str:
    """Return a table row; `per`: units of work in each time."""
    median, late = np.percentile(np.array(times) / per, (50, 95))
    return f"| {name} | {len(times)} | {median:.2f} ms | {late:.2f} ms | {1000 / median:.0f} |"


def photo_times(photos: int) -> tuple[list[str], list[noseprint.Template]]:
    """Return the rows of what is done per photo, and the templates."""
    noses = [synthetic.Nose(seed) for seed in range(4)]
    captures: dict[int, list[float]] = {640: [], 128: []}
    for width, shot in product(captures, range(photos)):
        captures[width].append(timed(lambda w=width, s=shot: noses[s % 4].capture(s, w)))  # type: ignore[misc]
    images = [noses[shot % 4].capture(shot) for shot in range(photos)]
    assessed = [timed(lambda image=image: noseprint.assess(image)) for image in images]  # type: ignore[misc]
    known = [(image, noseprint.assess(image)) for image in images]
    known = [(image, assessment) for image, assessment in known if assessment.nose]
    extracted = [timed(lambda pair=pair: noseprint.extract(*pair)) for pair in known]  # type: ignore[misc]
    rows = [row(f"synthetic capture, {width} px", times) for width, times in captures.items()]
    rows += [row("assess, 640 px", assessed), row("extract, 640 px, assessed", extracted)]
    return rows, [noseprint.extract(*pair) for pair in known]


def pair_times(templates: list[noseprint.Template]) -> list[str]:
    """Return the rows of what is done per pair of prints."""
    matcher = noseprint.Matcher()
    matched, verified = [], []
    for query in templates:
        matched.append(timed(lambda q=query: matcher.match(q, templates)))  # type: ignore[misc]
        for reference, pairs in zip(templates, matcher.match(query, templates), strict=True):
            verified.append(timed(lambda q=query, r=reference, c=pairs: noseprint.verify(q, r, c)))  # type: ignore[misc]
    points = int(np.median([len(template.points) for template in templates]))
    return [row(f"match, per pair, {points} points", matched, len(templates)), row("verify, per pair", verified)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=24)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    noseprint.extract(synthetic.Nose(0).capture(0))
    rows, templates = photo_times(arguments.photos)
    head = [
        "synthetic noses, one thread, CPU time",
        "",
        "| step | N | median | p95 | per second |",
        "|---|---|---|---|---|",
    ]
    print("\n".join(head + rows + pair_times(templates)))


if __name__ == "__main__":
    main()
