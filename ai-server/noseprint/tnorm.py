"""Score normalisation within a search (T-norm, Auckenthaler et al. 2000): how a score stands out from the others.

A photo that shows little scores low against every dog, one that shows a rim or hairs scores higher; the other dogs of
the same search tell how high a stranger scores with this very photo.
"""

from collections.abc import Sequence

import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array


def t_norm(scores: Sequence[float]) -> Array:
    """Return float64[N]: each dog's score above the median of the other dogs', in their mean absolute deviations.

    scores: of one search, one for each dog that was compared. Both estimates lean on what is usual, which counts as
    much as COHORT_PRIOR dogs, so that few dogs, or one alone, have a norm too.
    """
    values = np.asarray(scores, float)
    n = len(values)
    others = np.tile(values, (n, 1))[~np.eye(n, dtype=bool)].reshape(n, max(0, n - 1))
    weight = others.shape[1] / (others.shape[1] + p.COHORT_PRIOR)
    median = np.median(others, axis=1) if others.size else np.zeros(n)
    deviation = np.abs(others - median[:, None]).mean(1) if others.size else np.zeros(n)
    middle = weight * median + (1 - weight) * p.COHORT_MEDIAN
    spread = weight * deviation + (1 - weight) * p.COHORT_DEVIATION
    return np.asarray((values - middle) / spread)
