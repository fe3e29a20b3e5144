"""Does the impostor tail of noseprint.decide say how often strangers really reach a threshold?

Checked on animals that nothing was tuned on. Against a gallery of one dog, every query of every other animal is a
search, which gives many; against all animals of the split there is one search per query. The thresholds are those of
the tail alone: what ships never goes below its least threshold. Enrolled are fewer shots than the prints per dog that
the decision allows for, so the observed rate should lie at or below the expected one.
"""

from typing import TypedDict

import numpy as np

from evaluation.identification import best_of_animals, search
from evaluation.intervals import Figure, rate
from evaluation.protocol import Scores
from noseprint.decide import threshold_for

WANTED = (0.1, 0.03, 0.01, 0.003, 0.001)
SHOTS = 5


class Check(TypedDict):
    """One rate. wanted: FPIR that the threshold is for; expected: false positives at that rate; observed: the same."""

    gallery: int
    wanted: float
    threshold: float
    expected: float
    observed: Figure | None


def check(scores: list[Scores]) -> list[Check]:
    """Return the checks for galleries of one dog and of all dogs, over the queries of several stress levels."""
    alone = [one_dog_searches(level) for level in scores]
    together = [search(level, SHOTS).strangers() for level in scores]
    rows = []
    for gallery, found in ((1, alone), (len(np.unique(scores[0].animals)), together)):
        animals, best = (np.concatenate(parts) for parts in zip(*found, strict=True))
        rows += [checked(gallery, wanted, animals, best) for wanted in WANTED]
    return rows


def one_dog_searches(scores: Scores) -> tuple[np.ndarray, np.ndarray]:
    """Return whose query, and the best score of one other animal, for all pairs of a query and another animal."""
    names = np.unique(scores.animals)
    best = best_of_animals(scores.score, scores, names, SHOTS)
    other = scores.acquired[:, None] & (scores.asked[:, None] != names[None])
    return np.repeat(scores.asked, other.sum(1)), best[other]


def checked(gallery: int, wanted: float, animals: np.ndarray, best: np.ndarray) -> Check:
    """Return one row."""
    threshold = threshold_for(gallery, wanted, least=0.0)
    observed = rate(animals, best >= threshold)
    return Check(gallery=gallery, wanted=wanted, threshold=threshold, expected=wanted * len(best), observed=observed)
