"""The kill test: does one matcher miss fewer animals than another on the very same searches?

The endpoint is fixed beforehand: FNIR on the finder's photo at FPIR 0 and 1 %. Each resample draws animals and looks at
both matchers with the same draw, thresholds included, so what makes an animal hard for both cancels out.
"""

from typing import TypedDict

import numpy as np

from evaluation.curves import ErrorCurve, miss_at
from evaluation.identification import FPIRS, Searches
from evaluation.intervals import percentiles, resample


class Difference(TypedDict):
    """FNIR of the other minus FNIR of ours, its 95 % interval, and the share of resamples in which ours is lower."""

    figure: str
    ours: float
    other: float
    difference: float
    low: float
    high: float
    won: float
    searches: int


def compare(ours: Searches, other: Searches) -> list[Difference]:
    """Return the difference at each rate in FPIRS; both have the same mated searches in the same order."""
    return [difference(ours, other, name, allowed) for name, allowed in FPIRS.items()]


def difference(ours: Searches, other: Searches, name: str, allowed: float) -> Difference:
    """Return the paired difference of FNIR at one FPIR."""
    names = np.unique(ours.animals)
    asked = np.searchsorted(names, ours.asked)
    sides = []
    for found in (ours, other):
        strangers, impostor = found.strangers()
        sides.append((ErrorCurve(found.mated, impostor), np.searchsorted(names, strangers)))

    def fnirs(weight: np.ndarray) -> tuple[float, ...]:
        return tuple(miss_at(curve.rates(weight[asked], weight[tried]), allowed) for curve, tried in sides)

    values = fnirs(np.ones(len(names)))
    resampled = resample(fnirs, len(names)).T
    gained = resampled[1] - resampled[0]
    low, high = percentiles(gained)
    return Difference(
        figure=name,
        ours=values[0],
        other=values[1],
        difference=values[1] - values[0],
        low=low,
        high=high,
        won=float(np.nanmean(gained > 0)),
        searches=len(ours.mated),
    )
