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
        crops = [upright(photo, box, angle, image) for box, angle in faces]
        found: list[dict[str, float]] = []
        for first in range(0, len(crops), p.READ_BATCH):
            found += self._look(crops[first : first + p.READ_BATCH])
        return found

    def _look(self, crops: list[Image]) -> list[dict[str, float]]:
        """Return the probabilities of uint8[SIDE, SIDE] grey crops, the mean over each and its mirror image."""
        grey = np.stack(crops + [crop[:, ::-1] for crop in crops])[:, None]
        with torch.inference_mode():
            both = self._network(torch.from_numpy(grey).to(self._device).float() / 127.5 - 1).cpu().numpy()
        means = both.reshape(2, len(crops), -1).mean(0)
        return [{name: float(row[xception.ORDER.index(name)]) for name in p.EXPRESSIONS} for row in means]


def upright(photo: Levels, box: Box, angle: float, image: Image) -> Image:
    """Return uint8[SIDE, SIDE] grey: the face in the middle, turned upright if it is clearly turned."""
    x, y, width, height = box.pixels(image)
    side = max(width, height) * (1 + 2 * p.READ_MARGIN)
    square = np.array([x + (width - side) / 2, y + (height - side) / 2, side])
    crop = photo.sample(square, xception.SIDE, angle if abs(angle) > p.READ_LEVEL else 0.0)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.uint8)
