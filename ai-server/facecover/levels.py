"""A photo at halved sizes, so that a square of any size is sampled fast and without aliasing."""

import cv2
import numpy as np

from facecover.box import Array, Image


class Levels:
    """A photo and its halves, made as they are needed."""

    def __init__(self, image: Image) -> None:
        self._levels = [image]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the photo."""
        height, width = self._levels[0].shape[:2]
        return width, height

    def sample(
        self, square: Array, side: int, angle: float = 0.0, mirrored: bool = False, reflected: bool = True
    ) -> Image:
        """Return uint8[side, side, 3] of a square: left, top, width (px of the photo), turned clockwise by degrees.

        What lies outside of the photo is its reflection, which makes a whole face of half a face, or black.
        """
        left, top, width = (float(value) for value in square)
        image = self._level(width / side)
        scale = np.array(image.shape[1::-1]) / self.size
        across = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))]) * width / side
        down = np.array([-across[1], across[0]])
        across = -across if mirrored else across
        middle = np.array([left + width / 2, top + width / 2])
        origin = middle - (across + down) * (side - 1) / 2  # of the middle of the first pixel
        matrix = np.stack([across * scale, down * scale, origin * scale - 0.5], 1)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        border = cv2.BORDER_REFLECT if reflected else cv2.BORDER_CONSTANT
        return np.asarray(cv2.warpAffine(image, matrix, (side, side), flags=flags, borderMode=border), np.uint8)

    def _level(self, zoom: float) -> Image:
        """Return the smallest picture in which `zoom` px of the photo are still at least one pixel."""
        wanted = max(0, int(np.floor(np.log2(max(zoom, 1.0)))))
        while len(self._levels) <= wanted and min(self._levels[-1].shape[:2]) > 1:
            self._levels.append(halved(self._levels[-1]))
        return self._levels[min(wanted, len(self._levels) - 1)]


def halved(image: Image) -> Image:
    """Return the image at half its size, rounded up."""
    height, width = image.shape[:2]
    size = (-(-width // 2), -(-height // 2))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
