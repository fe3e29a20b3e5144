"""Boxes, faces and pictures: the few shapes that all parts share."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Array = NDArray[Any]


@dataclass(frozen=True)
class Box:
    """An upright rectangle in fractions of a photo's width and height; it may reach beyond the photo's edges."""

    x: float
    y: float
    width: float
    height: float

    def pixels(self, image: Image) -> tuple[float, float, float, float]:
        """Return (x, y, width, height) in px of `image`."""
        rows, columns = image.shape[:2]
        return self.x * columns, self.y * rows, self.width * columns, self.height * rows


@dataclass(frozen=True)
class Face:
    """A face that was found.

    angle: degrees clockwise, as seen on the photo, from level to the line from the eye on the left of an upright face
    to the one on its right (-180..180); score: 0..1.
    """

    box: Box
    angle: float
    score: float


def check_image(image: Image) -> None:
    """Raise ValueError unless `image` is uint8[H, W, 3]."""
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or min(image.shape[:2]) < 1:
        raise ValueError("a photo is uint8[H, W, 3] (RGB)")
