"""Photos that are looked up: of registered dogs and of strangers, as owners and as finders take them."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

import noseprint
from dev.bench.prints import processes
from evaluation import synthetic

PRESETS = {"registration": "registration-like", "finder": "finder's"}
STRANGERS = 200_000  # first seed of the dogs that nobody registered
FIRST_SHOT = 1000  # no photo that was registered
SHOTS = 20
WIDTH = 640


@dataclass(frozen=True)
class Query:
    """One JPEG; `template` is what the library makes of it."""

    seed: int
    preset: str
    mated: bool
    jpeg: bytes
    template: noseprint.Template


def make(registered: Sequence[int], count: int) -> list[Query]:
    """`count` of each kind, each of another dog, of photos that are good enough to be compared."""
    step = max(1, len(registered) // max(1, count))
    seeds = {True: list(registered[::step][:count]), False: [STRANGERS + number for number in range(count)]}
    wanted = [(seed, preset, mated) for preset in PRESETS for mated in seeds for seed in seeds[mated]]
    with processes() as pool:
        return [query for query in pool.map(_make_one, wanted) if query is not None]


def _make_one(wanted: tuple[int, str, bool]) -> Query | None:
    """None if none of SHOTS photos is good enough."""
    seed, preset, mated = wanted
    nose = synthetic.Nose(seed)
    for shot in range(FIRST_SHOT, FIRST_SHOT + SHOTS):
        jpeg = cv2.imencode(".jpg", nose.capture(shot, WIDTH, preset), [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
        image = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)
        assessment = noseprint.assess(image)
        if assessment.usable:
            return Query(seed, preset, mated, jpeg, noseprint.extract(image, assessment))
    return None
