"""From a score to an answer whose meaning is a false-match rate.

The impostor tails: above START the rate of what strangers score falls as RATE * exp(-(score - START) / SCALE), fitted
to the comparisons that parameters.py names. There are two: of one dog's normalised score in a search (1:N), and of one
comparison of two photos (1:1). Rates below one in the number of comparisons are extrapolated.
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


def threshold_for(gallery_size: int, fpir: float, least: float = p.MIN_THRESHOLD) -> float:
    """Return the normalised score that the best of `gallery_size` dogs reaches by chance with probability `fpir`.

    FPIR = 1 - (1 - FMR)^N.
    """
    fmr = -log1p(-fpir) / max(1, gallery_size)
    return max(least, p.TAIL_START + p.TAIL_SCALE * log(p.TAIL_RATE / fmr))


def decide(score: float, gallery_size: int, fpir: float = p.FPIR) -> Decision:
    """Judge a dog's normalised score (t_norm) in a search among `gallery_size` dogs at a wanted FPIR.

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
    """Return whether a comparison's score says that both photos show one dog (1:1, at an FMR of SAME_DOG_FMR)."""
    return score >= p.PAIR_START + p.PAIR_SCALE * log(p.PAIR_RATE / p.SAME_DOG_FMR)
