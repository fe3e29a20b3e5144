"""Which photos of a set show one and the same dog."""

import numpy as np

from noseprint.decide import same_dog
from noseprint.geometry import Array


def link(scores: Array) -> list[list[int]]:
    """Group photos by single linkage at the 1:1 threshold, largest group first (then by its first photo).

    scores: float[n, n], the comparison of photo i with photo j; either direction links.
    """
    scores = np.asarray(scores, float)
    if scores.ndim != 2 or scores.shape[0] != scores.shape[1]:
        raise ValueError("scores are a square matrix")
    left = set(range(len(scores)))
    groups = []
    while left:
        groups.append(sorted(reachable(min(left), left, scores)))
        left -= set(groups[-1])
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def reachable(start: int, among: set[int], scores: Array) -> set[int]:
    """Return the photos among `among` that a chain of links joins to `start`."""
    group, frontier = {start}, [start]
    while frontier:
        i = frontier.pop()
        found = {j for j in among - group if same_dog(max(scores[i, j], scores[j, i]))}
        group |= found
        frontier += found
    return group
