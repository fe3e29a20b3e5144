"""Verification: every query against every photo, one to one.

FMR and FNMR are of comparisons; photos without a print are left out and counted as failures to acquire. Terms after
ISO/IEC 19795-1. Comparisons share animals, so intervals draw animals, and a comparison counts as often as both of its
animals were drawn.
"""

from dataclasses import dataclass

import numpy as np

import noseprint
from evaluation.curves import ErrorCurve, equal_error_rate, miss_at
from evaluation.intervals import Figure, bounded, rate, resample
from evaluation.protocol import Scores

FMRS = {"FNMR at FMR 1 %": 0.01, "FNMR at FMR 0.1 %": 0.001}


@dataclass(frozen=True, eq=False)
class Comparisons:
    """genuine, impostor: float[n] scores; mates: int[n], strangers: int[n, 2]: whose they are, of `animals` animals."""

    genuine: np.ndarray
    impostor: np.ndarray
    mates: np.ndarray
    strangers: np.ndarray
    animals: int


def comparisons(scores: Scores) -> Comparisons:
    """Return all comparisons of photos that have a print."""
    names, whose = np.unique(scores.animals, return_inverse=True)
    asked = whose[scores.source]
    same = asked[:, None] == whose[None]
    made = ~np.isnan(scores.score)
    mates = np.nonzero(same & made & scores.mated[None])
    strangers = np.nonzero(~same & made)
    return Comparisons(
        genuine=scores.score[mates],
        impostor=scores.score[strangers],
        mates=asked[mates[0]],
        strangers=np.stack([asked[strangers[0]], whose[strangers[1]]], axis=1),
        animals=len(names),
    )


def figures(made: Comparisons, judged: bool) -> dict[str, Figure | None]:
    """Return EER and FNMR at the rates in FMRS; `judged`: also both rates at this library's 1:1 threshold."""
    curve = ErrorCurve(made.genuine, made.impostor)

    def reported(weight: np.ndarray) -> tuple[float, ...]:
        rates = curve.rates(weight[made.mates], weight[made.strangers].prod(1))
        return equal_error_rate(rates), *(miss_at(rates, fmr) for fmr in FMRS.values())

    values = reported(np.ones(made.animals))
    resampled = resample(reported, made.animals).T
    found: dict[str, Figure | None] = {
        name: figure(made, value, drawn) for name, value, drawn in zip(("EER", *FMRS), values, resampled, strict=True)
    }
    linked = np.vectorize(noseprint.same_dog, otypes=[bool])
    found["FNMR at the 1:1 threshold"] = rate(made.mates, ~linked(made.genuine)) if judged else None
    found["FMR at the 1:1 threshold"] = rate(made.strangers[:, 0], linked(made.impostor)) if judged else None
    return found


def figure(made: Comparisons, value: float, resampled: np.ndarray) -> Figure:
    """Return a rate of genuine comparisons with its interval."""
    animals = len(set(made.mates))
    low, high = bounded(value, animals, lambda: resampled)
    hits = round(value * len(made.genuine))
    return Figure(value=value, low=low, high=high, hits=hits, trials=len(made.genuine), animals=animals)
