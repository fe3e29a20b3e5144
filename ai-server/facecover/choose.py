"""Which emoji a face gets."""

from collections.abc import Mapping

from facecover import parameters as p


def choose(scores: Mapping[str, float]) -> tuple[str, bool]:
    """Return the expression for a face with these probabilities, and whether it is unsure and thus neutral."""
    best = max(p.EXPRESSIONS, key=lambda expression: scores[expression])
    return (best, False) if scores[best] >= p.SURE else (p.NEUTRAL, True)
