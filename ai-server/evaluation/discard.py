"""Error against quality discarded: does refusing the photos of lowest quality leave fewer misses? (ISO/IEC 29794-1)"""

from typing import TypedDict

import numpy as np

from evaluation.identification import Searches

SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)


class Discard(TypedDict):
    """FNIR at the threshold of the mated searches that are left when `share` of lowest quality is discarded."""

    share: float
    quality: float
    fnir: float
    left: int


def curve(quality: np.ndarray, missed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (share discarded, miss rate of the rest), a step per quality: photos of one quality go together."""
    order = np.argsort(quality, kind="stable")
    ranked, missed = quality[order], missed[order]
    starts = np.flatnonzero(np.diff(ranked, prepend=-np.inf))
    left = len(missed) - starts
    return starts / len(missed), np.cumsum(missed[::-1])[::-1][starts] / left


def table(quality: np.ndarray, missed: np.ndarray) -> list[Discard]:
    """Return the points of the curve at SHARES: at most that share discarded."""
    share, fnir = curve(quality, missed)
    steps = [int(np.searchsorted(share, wanted + 1e-9) - 1) for wanted in SHARES]
    least = np.unique(quality)
    left = np.rint(len(quality) * (1 - share)).astype(int)
    return [
        Discard(share=wanted, quality=float(least[k]), fnir=float(fnir[k]), left=int(left[k]))
        for wanted, k in zip(SHARES, steps, strict=True)
    ]


def judged(found: Searches, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (quality, missed) of the mated searches."""
    return found.quality[found.query], (found.mated < threshold).astype(float)
