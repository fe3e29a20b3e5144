"""Boxes and pictures: the few shapes that all stages share."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Array = NDArray[Any]


def pixels_u8(picture: Any) -> Image:
    """Return OpenCV's answer as what it is, uint8 (its stubs say any number), without a copy."""
    return np.asarray(picture, np.uint8)


@dataclass(frozen=True)
class Box:
    """An upright rectangle in fractions (0..1) of a photo's width and height."""

    x: float
    y: float
    width: float
    height: float

    def pixels(self, image: Image) -> tuple[float, float, float, float]:
        """Return (x, y, width, height) in px of `image`."""
        rows, columns = image.shape[:2]
        return self.x * columns, self.y * rows, self.width * columns, self.height * rows


def shrink(image: Image, side: int) -> Image:
    """Return the image with its long side at most `side` px."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def check_image(image: Image) -> None:
    """Raise ValueError unless `image` is uint8[H, W, 3] with at least 16 px a side."""
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or min(image.shape[:2]) < 16:
        raise ValueError("a photo is uint8[H, W, 3] (BGR), at least 16 px a side")
