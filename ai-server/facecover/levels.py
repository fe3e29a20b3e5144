"""A photo at halved sizes, so that a square of any size is sampled fast and without aliasing."""

import cv2
import numpy as np

from facecover.box import Array, Image


class Levels:
    """A photo and its halves, made as they are needed."""

    def __init__(self, image: Image) -> None:
        self._levels = [image]

    def sample(self, square: Array, side: int, angle: float = 0.0, mirrored: bool = False) -> Image:
        """Return uint8[side, side, 3] of a square: left, top, width (px of the photo), turned clockwise by degrees.

        What lies outside of the photo is black.
        """
        left, top, width = (float(value) for value in square)
        image = self._level(width / side)
        shrunk_x = image.shape[1] / self._levels[0].shape[1]
        shrunk_y = image.shape[0] / self._levels[0].shape[0]
        across = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))]) * width / side
        down = np.array([-across[1], across[0]])
        across = -across if mirrored else across
        middle = np.array([left + width / 2, top + width / 2])
        origin = middle - (across + down) * (side - 1) / 2  # of the middle of the first pixel
        scale = np.array([shrunk_x, shrunk_y])
        matrix = np.stack([across * scale, down * scale, origin * scale - 0.5], 1)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(image, matrix, (side, side), flags=flags), np.uint8)

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
