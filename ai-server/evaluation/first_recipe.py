"""The first classical recipe: what a new one has to beat on the same photos.

RootSIFT of 800 points at 320 px after CLAHE, mutual nearest neighbours with a ratio test, and as score the inliers of a
homography by MAGSAC. The whole picture is taken for the nose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

NAME = "first recipe"
WIDTH = 320  # px
CLAHE_CLIP, CLAHE_TILES = 3.0, (8, 8)
POINTS = 800
RATIO = 0.88  # of the distances to the nearest and the second nearest
REACH = 3.0  # px that an inlier may lie off
LEAST_POINTS = 4  # of a homography


@dataclass(frozen=True, eq=False)
class Print:
    """points: float32[N, 2] px; descriptors: float32[N, 128] of norm 1 (RootSIFT, Arandjelovic and Zisserman 2012)."""

    points: np.ndarray
    descriptors: np.ndarray


def extract(image: np.ndarray) -> Print | None:
    """Return the print of uint8[H, W, 3] BGR, None where there is no point."""
    size = WIDTH, max(1, round(image.shape[0] * WIDTH / image.shape[1]))
    grey = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    equalised = cv2.createCLAHE(CLAHE_CLIP, CLAHE_TILES).apply(grey)
    points, descriptors = cv2.SIFT.create(nfeatures=POINTS).detectAndCompute(equalised, None)
    if descriptors is None:
        return None
    shares = descriptors / np.maximum(descriptors.sum(1, keepdims=True), 1e-9)
    return Print(np.array([point.pt for point in points], np.float32), np.sqrt(shares))


def match(query: Print, reference: Print) -> tuple[np.ndarray, np.ndarray]:
    """Return int64[K] twice: points that are each other's nearest and nearer than RATIO of the second nearest."""
    similarity = query.descriptors @ reference.descriptors.T
    rows, best = np.arange(len(similarity)), similarity.argmax(1)
    mutual = similarity.argmax(0)[best] == rows
    nearest = similarity[rows, best]
    similarity[rows, best] = -1.0
    # Descriptors have norm 1, so squared distances are 2 - 2 * similarity.
    clear = 1 - nearest < RATIO**2 * (1 - similarity.max(1))
    kept = np.flatnonzero(mutual & clear)
    return kept, best[kept]


def compare(query: Print, reference: Print) -> float:
    """Return the score: how many matches one homography explains."""
    here, there = match(query, reference)
    if len(here) < LEAST_POINTS:
        return 0.0
    found, inliers = cv2.findHomography(query.points[here], reference.points[there], cv2.USAC_MAGSAC, REACH)
    return 0.0 if found is None else float(inliers.sum())


def scores(query: Print, references: Sequence[Print]) -> list[float]:
    """Return the score of each comparison."""
    return [compare(query, reference) for reference in references]
