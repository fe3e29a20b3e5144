"""Pictures cut so that their edge goes through a face, or through what is no face."""

from collections.abc import Iterator, Sequence

import numpy as np

from evaluation.faces.groups import SAME
from evaluation.faces.portraits import Portrait
from evaluation.locating import iou
from facecover import Box, Detector

SIDES = ("left", "right", "top", "bottom")
BEYOND = (0.15, 0.25, 0.35, 0.45)  # shares of the face's box
THROUGH = (0.2, 0.4, 0.6, 0.8)  # shares of a picture without people: not those that the thresholds were chosen on


def cut(image: np.ndarray, box: Box, share: float, side: str) -> tuple[np.ndarray, Box]:
    """Return uint8[H, W, 3] without the `share` of a box (px) at one side and all beyond, and the box on it."""
    x, y = round(box.x + box.width * share), round(box.y + box.height * share)
    right, bottom = round(box.x + box.width * (1 - share)), round(box.y + box.height * (1 - share))
    left_out = {"left": np.s_[:, x:], "right": np.s_[:, :right], "top": np.s_[y:], "bottom": np.s_[:bottom]}
    moved = Box(box.x - x * (side == "left"), box.y - y * (side == "top"), box.width, box.height)
    rest = np.ascontiguousarray(image[left_out[side]])
    height, width = rest.shape[:2]
    return rest, Box(moved.x / width, moved.y / height, moved.width / width, moved.height / height)


def recall(detector: Detector, portraits: Sequence[Portrait], share: float, side: str) -> list[bool]:
    """Return of each portrait whether its face is found with that share of it beyond the edge."""
    found = []
    for portrait in portraits:
        image, box = cut(portrait.image, Box(*portrait.box.pixels(portrait.image)), share, side)
        found.append(any(iou(find.box, box) >= SAME for find in detector.detect([image])[0]))
    return found


def through(image: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield a picture cut at each side, and how."""
    whole = Box(0, 0, image.shape[1], image.shape[0])
    for share in THROUGH:
        for side in SIDES:
            yield f"{side} {share:.0%}", cut(image, whole, share, side)[0]
