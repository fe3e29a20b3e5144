"""Near-identical frames: shots of one burst, of which only the first counts.

Two frames are alike as far as the middle of one, reduced to SIDE px, is found again in the other, moved and zoomed a
little: the normalised cross-correlation at the best place. From ALIKE on they are one burst. Of the cattle muzzles,
pairs at 0.97 and more could be one frame to the eye, and from about 0.96 down light or pose has visibly changed; first
shots of two animals reach 0.83.
"""

from collections.abc import Sequence

import cv2
import numpy as np

SIDE = 128  # px
CORE = 0.75  # of width and height
ZOOMS = (0.9, 0.95, 1.0, 1.05, 1.1)
ALIKE = 0.96


def thumbnail(image: np.ndarray) -> np.ndarray:
    """Return float32[H, W]: the grey picture of uint8[h, w, 3], its long side SIDE px."""
    zoom = SIDE / max(image.shape[:2])
    size = round(image.shape[1] * zoom), round(image.shape[0] * zoom)
    return cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), size, interpolation=cv2.INTER_AREA).astype(np.float32)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Return the highest correlation (-1 to 1) of the middle of either thumbnail with a place in the other."""
    return max(found_again(one, other), found_again(other, one))


def found_again(sought: np.ndarray, where: np.ndarray) -> float:
    """Return the correlation of the middle of `sought` with its best place in `where`, over ZOOMS."""
    height, width = sought.shape
    top, left = round(height * (1 - CORE) / 2), round(width * (1 - CORE) / 2)
    core = sought[top : height - top, left : width - left]
    zoomed = [cv2.resize(where, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA) for zoom in ZOOMS]
    large = [picture for picture in zoomed if picture.shape[0] >= core.shape[0] and picture.shape[1] >= core.shape[1]]
    return max((float(cv2.matchTemplate(p, core, cv2.TM_CCOEFF_NORMED).max()) for p in large), default=-1.0)


def bursts(images: Sequence[np.ndarray]) -> list[int]:
    """Return for each photo of one animal the index of the first photo of its burst (itself: it starts one).

    Bursts are closed under likeness: a frame like any of a burst's frames belongs to it.
    """
    thumbnails = [thumbnail(image) for image in images]
    first = list(range(len(images)))
    for later in range(len(images)):
        for earlier in range(later):
            if first[earlier] != first[later] and likeness(thumbnails[earlier], thumbnails[later]) >= ALIKE:
                joined = sorted((first[earlier], first[later]))
                first = [joined[0] if index == joined[1] else index for index in first]
    return first
