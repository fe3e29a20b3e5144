"""Does the impostor tail of noseprint.decide say how often strangers really reach a threshold?

Checked on animals that nothing was tuned on: for each other dog of a non-mated search by itself, which gives many
trials, and for the best of all of them. The thresholds are those of the tail alone: what ships never goes below its
least threshold. Enrolled are fewer shots than the five of a registration.
"""

from typing import TypedDict

import numpy as np

from evaluation.identification import best_of_animals, strangers
from evaluation.intervals import Figure, rate
from evaluation.protocol import Scores
from noseprint.decide import threshold_for

WANTED = (0.1, 0.03, 0.01, 0.003, 0.001)
SHOTS = 5


class Check(TypedDict):
    """One rate. dogs: the best of how many counts; wanted: FPIR that the threshold is for; expected: false positives at
    that rate; observed: the same."""

    dogs: int
    wanted: float
    threshold: float
    expected: float
    observed: Figure | None


def check(scores: list[Scores]) -> list[Check]:
    """Return the checks for each dog by itself and for the best of a search, over several stress levels."""
    alone, together = zip(*(stranger_scores(level) for level in scores), strict=True)
    rows = []
    for dogs, found in ((1, alone), (len(np.unique(scores[0].animals)) - 1, together)):
        animals, best = (np.concatenate(parts) for parts in zip(*found, strict=True))
        rows += [checked(dogs, wanted, animals, best) for wanted in WANTED]
    return rows


def stranger_scores(scores: Scores) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Return whose query, and what a stranger is judged by: once for each other dog of a search, once for the best."""
    names = np.unique(scores.animals)
    judged = strangers(scores, best_of_animals(scores.score, scores, names, SHOTS))
    other = scores.acquired[:, None] & (scores.asked[:, None] != names[None])
    alone = np.repeat(scores.asked, other.sum(1)), judged[other]
    return alone, (scores.asked[scores.acquired], judged[scores.acquired].max(1))


def checked(dogs: int, wanted: float, animals: np.ndarray, best: np.ndarray) -> Check:
    """Return one row."""
    threshold = threshold_for(dogs, wanted, least=0.0)
    observed = rate(animals, best >= threshold)
    return Check(dogs=dogs, wanted=wanted, threshold=threshold, expected=wanted * len(best), observed=observed)
