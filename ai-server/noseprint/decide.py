"""From a score to an answer whose meaning is a false-match rate.

The impostor tail: above TAIL_START the rate of impostor comparisons that score s or more falls as
TAIL_RATE * exp(-(s - TAIL_START) / TAIL_SCALE), fitted to the impostor pairs named in parameters.py. Rates below one in
that number of pairs are extrapolated.
"""

from dataclasses import dataclass
from math import log, log1p

from noseprint import parameters as p


@dataclass(frozen=True)
class Decision:
    """outcome: match, possible or not_registered; band: certain, probable, possible or None; threshold: for a match."""

    outcome: str
    band: str | None
    threshold: float


def threshold_at(fmr: float) -> float:
    """Return the score that one impostor comparison reaches with probability `fmr`."""
    return p.TAIL_START + p.TAIL_SCALE * log(p.TAIL_RATE / fmr)


def threshold_for(gallery_size: int, fpir: float, least: float = p.MIN_THRESHOLD) -> float:
    """Return the score that the best of `gallery_size` dogs reaches by chance with probability `fpir`.

    FPIR = 1 - (1 - FMR)^N with N prints: every dog has up to PRINTS_PER_DOG, and the best one counts.
    """
    prints = max(1, gallery_size) * p.PRINTS_PER_DOG
    return max(least, threshold_at(-log1p(-fpir) / prints))


def decide(score: float, gallery_size: int, fpir: float = p.FPIR) -> Decision:
    """Judge the best score of a search among `gallery_size` dogs at a wanted false-positive identification rate.

    match, certain: at CERTAIN of that rate; possible: at POSSIBLE times that rate, so one stranger in twenty gets it.
    """
    if not 0 < fpir < 1:
        raise ValueError("fpir lies between 0 and 1")
    threshold = threshold_for(gallery_size, fpir)
    if score >= threshold:
        certain = score >= threshold_for(gallery_size, fpir * p.CERTAIN)
        return Decision("match", "certain" if certain else "probable", threshold)
    if score >= threshold_for(gallery_size, min(p.POSSIBLE * fpir, 0.5), p.MIN_POSSIBLE):
        return Decision("possible", "possible", threshold)
    return Decision("not_registered", None, threshold)


def same_dog(score: float) -> bool:
    """Return whether one comparison of two photos says that they show one dog (1:1, at FMR SAME_DOG_FMR)."""
    return score >= max(p.MIN_THRESHOLD, threshold_at(p.SAME_DOG_FMR))
