"""95 % intervals: bootstrap over animals, and the rule of three where no error was seen.

Photos of one animal are not independent, so animals are drawn, with all their photos. Source: ISO/IEC 19795-1, annex on
variance estimation; Hanley and Lippman-Hand 1983 for the rule of three.
"""

from collections.abc import Callable
from functools import cache
from typing import TypedDict

import numpy as np

RESAMPLES = 1000
PERCENTILES = (2.5, 97.5)
THREE = 3.0  # no error in n independent trials bounds the rate at THREE / n


class Figure(TypedDict):
    """A rate with its interval; hits of `trials`, which come from `animals`."""

    value: float
    low: float
    high: float
    hits: int
    trials: int
    animals: int


@cache
def draws(animals: int) -> np.ndarray:
    """Return float[RESAMPLES, animals]: how often each of `animals` was drawn, always alike."""
    return np.random.default_rng(0).multinomial(animals, np.full(animals, 1 / animals), RESAMPLES).astype(float)


def resample(statistic: Callable[[np.ndarray], float | tuple[float, ...]], animals: int) -> np.ndarray:
    """Return float[RESAMPLES, ...]: `statistic` of how often each of `animals` was drawn; NaN where it is undefined."""
    return np.array([statistic(weight) for weight in draws(animals)])


def percentiles(resampled: np.ndarray) -> tuple[float, float]:
    """Return the 95 % interval of what `resample` returned."""
    low, high = np.nanpercentile(resampled, PERCENTILES)
    return float(low), float(high)


def bounded(value: float, animals: int, resampled: Callable[[], np.ndarray]) -> tuple[float, float]:
    """Return the interval of a rate: `resampled`, or at 0 and 1, where that sees no spread, the rule of three.

    One animal says nothing of others: the interval is 0 to 1.
    """
    if animals < 2:
        return 0.0, 1.0
    if value in (0.0, 1.0):
        bound = min(1.0, THREE / animals)
        return (0.0, bound) if value == 0 else (1 - bound, 1.0)
    return percentiles(resampled())


def rate(animals: np.ndarray, hit: np.ndarray) -> Figure | None:
    """Return how many trials of whose animals are hits; None where there is no trial."""
    if len(hit) == 0:
        return None
    names, index = np.unique(animals, return_inverse=True)
    sums, counts = np.bincount(index, hit), np.bincount(index)
    value = float(hit.mean())
    weights = draws(len(names))
    low, high = bounded(value, len(names), lambda: (weights @ sums) / (weights @ counts))
    return Figure(value=value, low=low, high=high, hits=int(hit.sum()), trials=len(hit), animals=len(names))
