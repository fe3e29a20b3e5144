"""Open-set identification: mated searches with the animal enrolled, non-mated ones with the animal taken out.

Terms after ISO/IEC 19795-1. A search whose photo gives no print is a miss (FNIR counts it) and no false positive (FPIR
leaves it out). Of every animal the first shots by name are enrolled, 1 or up to 5 of them, never the query's own photo;
with 1 shot each of the other shots is enrolled in its turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

import noseprint
from evaluation.curves import ErrorCurve, miss_at
from evaluation.intervals import Figure, bounded, rate, resample
from evaluation.protocol import Scores

MISSING = -np.inf  # the score of a comparison that could not be made
SHOTS = (5, 1)
LATE = 20  # the shortlist's length that is asked about
FPIRS = {"FNIR at FPIR 1 %": 0.01, "FNIR at FPIR 0": 0.0}

Figures = dict[str, Figure | None]


@dataclass(frozen=True, eq=False)
class Searches:
    """Searches of one matcher in one gallery of `gallery` animals.

    Mated ones: asked (whose), query (which), mated (score of the right animal or MISSING), first (it came first), late
    (it was not among the first LATE of the shortlist). All queries: animals, nonmated (best score of the other animals
    or MISSING), acquired; usable (of a photo that is good enough), quality: NaN where not judged.
    """

    gallery: int
    asked: np.ndarray
    query: np.ndarray
    mated: np.ndarray
    first: np.ndarray
    late: np.ndarray
    animals: np.ndarray
    nonmated: np.ndarray
    acquired: np.ndarray
    usable: np.ndarray
    quality: np.ndarray

    def strangers(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (animals, scores) of the non-mated searches that could be made."""
        return self.animals[self.acquired], self.nonmated[self.acquired]


def search(scores: Scores, shots: int) -> Searches:
    """Do all searches with up to `shots` shots enrolled."""
    names = np.unique(scores.animals)
    best, nearest = (best_of_animals(grid, scores, names, shots) for grid in (scores.score, scores.vectors))
    found = [(row, *mates) for row, mates in mated_searches(scores, shots)]
    rows = np.array([row for row, *_ in found], int)
    own = np.array([highest(scores.score[row, mates]) for row, *mates in found])
    near = np.array([highest(scores.vectors[row, mates]) for row, *mates in found])
    ahead = (nearest[rows] > near[:, None]).sum(1) if len(rows) else np.zeros(0)
    unknown = np.isnan(scores.vectors).all() or len(names) <= LATE
    return Searches(
        gallery=len(names),
        asked=scores.asked[rows],
        query=rows,
        mated=np.array(
            [in_search(np.append(best[r], o), scores.normalises)[-1] for r, o in zip(rows, own, strict=True)]
        ),
        first=own > best[rows].max(1),
        late=np.full(len(rows), np.nan) if unknown else ((ahead >= LATE) | ~scores.acquired[rows]).astype(float),
        animals=scores.asked,
        nonmated=strangers(scores, best).max(1),
        acquired=scores.acquired,
        usable=scores.usable,
        quality=scores.quality,
    )


def in_search(values: np.ndarray, normalises: bool) -> np.ndarray:
    """Return what each dog of one search is judged by: its score, or how that stands out from the others."""
    judged = values.copy()
    there = values > MISSING
    if normalises and there.any():
        judged[there] = noseprint.t_norm(values[there])
    return judged


def strangers(scores: Scores, best: np.ndarray) -> np.ndarray:
    """Return float[q, animals]: what the other animals are judged by in non-mated searches; best: their scores."""
    return np.array([in_search(values, scores.normalises) for values in best])


def mated_searches(scores: Scores, shots: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each query with the photos that its animal is enrolled with."""
    for row, source in enumerate(scores.source):
        own = (scores.animals == scores.animals[source]) & scores.mated & scores.mated[source]
        mates = [int(j) for j in np.flatnonzero(own) if j != source]
        if mates:
            yield from ((row, [mate]) for mate in mates) if shots == 1 else [(row, mates[:shots])]


def best_of_animals(grid: np.ndarray, scores: Scores, names: np.ndarray, shots: int) -> np.ndarray:
    """Return float[q, animals]: the best value among an animal's first shots, MISSING for the query's own animal."""
    filled = np.nan_to_num(grid, nan=MISSING)
    best = np.stack([filled[:, np.flatnonzero(scores.animals == name)[:shots]].max(1) for name in names], axis=1)
    best[scores.asked[:, None] == names[None]] = MISSING
    return best


def highest(values: np.ndarray) -> float:
    """Return the highest, MISSING where all are NaN."""
    return float(np.nan_to_num(values, nan=MISSING).max())


def shipped_threshold(gallery: int, fpir: float) -> float:
    """Return the score from which this library names an animal of a gallery of that size."""
    return noseprint.decide(0.0, gallery, fpir).threshold


def figures(found: Searches, threshold: float | None, fpir: float) -> Figures:
    """Return every figure with its interval and counts; None where there is no such thing.

    threshold: one that was not chosen on these photos, from which the matcher names an animal.
    """
    judged = ~np.isnan(found.usable)
    refused = found.acquired & (found.usable == 0)
    strangers, impostor = found.strangers()
    at_threshold: Figures = {"FNIR at the threshold": None, "FPIR at the threshold": None}
    if threshold is not None:
        at_threshold["FNIR at the threshold"] = rate(found.asked, found.mated < threshold)
        at_threshold["FPIR at the threshold"] = rate(strangers, impostor >= threshold)
    return {
        "failure to acquire": rate(found.animals, ~found.acquired),
        "rejected by quality": rate(found.animals[judged], refused[judged]),
        "rank-1": rate(found.asked, found.first),
        **{name: miss_figure(found, allowed) for name, allowed in FPIRS.items()},
        **at_threshold,
        "usable, yet not_registered": silent(found, fpir),
        f"not in the shortlist's first {LATE}": rate(
            found.asked[~np.isnan(found.late)], found.late[~np.isnan(found.late)]
        ),
    }


def miss_figure(found: Searches, allowed: float) -> Figure | None:
    """Return FNIR where FPIR is `allowed` on these very searches; the interval draws mated and non-mated ones alike."""
    strangers, impostor = found.strangers()
    if len(found.mated) == 0 or len(impostor) == 0:
        return None
    curve = ErrorCurve(found.mated, impostor)
    names, asked, tried = places(found)

    def fnir(weight: np.ndarray) -> float:
        return miss_at(curve.rates(weight[asked], weight[tried]), allowed)

    value = miss_at(curve.rates(), allowed)
    animals = len(set(found.asked))
    low, high = bounded(value, animals, lambda: resample(fnir, len(names)))
    hits = round(value * len(found.mated))
    return Figure(value=value, low=low, high=high, hits=hits, trials=len(found.mated), animals=animals)


def places(found: Searches) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the animals' names, and as indices into them whose the mated and the non-mated searches are."""
    names = np.unique(found.animals)
    return names, np.searchsorted(names, found.asked), np.searchsorted(names, found.strangers()[0])


def silent(found: Searches, fpir: float) -> Figure | None:
    """Return how often the owner of a photo that was good enough would not be found, not even as possible."""
    usable = found.usable[found.query]
    if np.isnan(usable).all():
        return None
    outcomes = [noseprint.decide(float(score), found.gallery, fpir).outcome for score in found.mated]
    return rate(found.asked, (usable == 1) & (np.array(outcomes) == "not_registered"))
