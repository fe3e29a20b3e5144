"""Which expression each face has: mini-Xception, batched over faces."""

from collections.abc import Sequence

import cv2
import numpy as np
import torch

from facecover import parameters as p
from facecover import xception
from facecover.box import Box, Image, check_image
from facecover.levels import Levels


class Reader:
    """Owns a network on a torch device; used by one thread."""

    def __init__(self, device: str = "cpu") -> None:
        """Load the weights. Raises WeightsMissing."""
        self._device = device
        self._network = xception.network(device)

    def read(self, image: Image, faces: Sequence[tuple[Box, float]]) -> list[dict[str, float]]:
        """Return the probabilities of p.EXPRESSIONS for each box and angle (degrees clockwise), which sum to 1.

        image: uint8[H, W, 3] RGB, else raises ValueError.
        """
        check_image(image)
        photo = Levels(image)
        found: list[dict[str, float]] = []
        for first in range(0, len(faces), p.READ_BATCH):
            part = faces[first : first + p.READ_BATCH]
            looks = [
                upright(photo, box.pixels(image), angle, margin) for margin in p.READ_MARGINS for box, angle in part
            ]
            found += self._means(np.stack(looks), len(part))
        return found

    def _means(self, looks: Image, faces: int) -> list[dict[str, float]]:
        """Return each face's mean over its looks, uint8[looks * faces, SIDE, SIDE] grey, and their mirror images."""
        both = np.concatenate([looks, looks[:, :, ::-1]])[:, None]
        with torch.inference_mode():
            shares = self._network(torch.from_numpy(both).to(self._device).float() / 127.5 - 1).cpu().numpy()
        means = shares.reshape(-1, faces, len(xception.ORDER)).mean(0)
        return [{name: float(row[xception.ORDER.index(name)]) for name in p.EXPRESSIONS} for row in means]


def upright(photo: Levels, box: tuple[float, float, float, float], angle: float, margin: float) -> Image:
    """Return uint8[SIDE, SIDE] grey: the face in its box (x, y, width, height), upright if it was clearly turned."""
    x, y, width, height = box
    side = max(width, height) * (1 + 2 * margin)
    square = np.array([x + (width - side) / 2, y + (height - side) / 2, side])
    crop = photo.sample(square, xception.SIDE, angle if abs(angle) > p.READ_LEVEL else 0.0)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.uint8)
