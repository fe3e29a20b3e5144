"""The two error rates against the threshold, and the points of that curve that are reported."""

import numpy as np


class ErrorCurve:
    """Misses and false accepts at every threshold; a score at or above the threshold is accepted.

    genuine, impostor: float[n] scores; -inf stands for a search that could not be made. thresholds: float[T],
    ascending, the last one accepts nothing.
    """

    def __init__(self, genuine: np.ndarray, impostor: np.ndarray) -> None:
        self.thresholds = np.append(np.unique(np.concatenate([genuine, impostor])), np.inf)
        self.genuine, self.impostor = (Ranked(scores, self.thresholds) for scores in (genuine, impostor))

    def rates(self, genuine: np.ndarray | None = None, impostor: np.ndarray | None = None) -> np.ndarray:
        """Return float[2, T]: miss rate and false-accept rate, each trial counted with its weight (default: 1)."""
        return np.stack([self.genuine.below(genuine), 1 - self.impostor.below(impostor)])


class Ranked:
    """Scores in order, and how many of them lie below each threshold."""

    def __init__(self, scores: np.ndarray, thresholds: np.ndarray) -> None:
        self.order = np.argsort(scores, kind="stable")
        self.counts = np.searchsorted(scores[self.order], thresholds, "left")

    def below(self, weight: np.ndarray | None) -> np.ndarray:
        """Return float[T]: the share of weight below each threshold; NaN without any weight."""
        ordered = np.ones(len(self.order)) if weight is None else weight[self.order]
        summed = np.concatenate([[0.0], np.cumsum(ordered)])
        return summed[self.counts] / summed[-1] if summed[-1] > 0 else np.full(len(self.counts), np.nan)


def miss_at(rates: np.ndarray, allowed: float) -> float:
    """Return the miss rate at the lowest threshold whose false-accept rate is at most `allowed`."""
    miss, false = rates
    return float(miss[np.argmax(false <= allowed + 1e-12)])


def equal_error_rate(rates: np.ndarray) -> float:
    """Return the rate at which both are equal, on straight lines between thresholds; NaN where one is undefined."""
    miss, false = rates
    if np.isnan(miss + false).any():
        return float("nan")
    after = int(np.argmax(miss >= false))
    if after == 0:
        return float(miss[0])
    before = false[after - 1] - miss[after - 1]
    share = before / (before + miss[after] - false[after])
    return float(miss[after - 1] + share * (miss[after] - miss[after - 1]))
