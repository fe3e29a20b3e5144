"""Public-domain portraits, the box of each one's face, and heads cut out of them.

boxes.csv holds the boxes: from brows to chin, as the detector proposed them at full size, each checked by eye. The
astronaut is in scikit-image's wheel; a folder of plates adds more people.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from facecover import Box

ASTRONAUT = "nasa_astronaut.png"
AROUND = 2.2  # boxes: what is cut out around a face
HEAD = (0.86, 0.82)  # half axes of a head's ellipse, in the box's width and height,
RAISED = 0.1  # so far above the middle of the box
FEATHER = 0.06


@dataclass(frozen=True)
class Portrait:
    """A picture of one person; expected: the expression that the manifest names, if any."""

    name: str
    image: np.ndarray  # uint8[H, W, 3] RGB
    box: Box
    expected: str | None = None

    def head(self, own_background: bool) -> "Head":
        """Cut the face out: with the picture around it, or along an ellipse."""
        x, y, width, height = self.box.pixels(self.image)
        middle, half = (x + width / 2, y + height / 2), (AROUND * max(width, height) / 2)
        left, top = (max(0, round(c - half)) for c in middle)
        right, bottom = (min(side, round(c + half)) for side, c in zip(self.image.shape[1::-1], middle, strict=True))
        inside = Box(x - left, y - top, width, height)
        cut = self.image[top:bottom, left:right]
        mask = np.ones(cut.shape[:2], np.float32) if own_background else ellipse(cut.shape[:2], inside)
        return Head(self.name, cut, mask, inside)


@dataclass(frozen=True)
class Head:
    """A face to be pasted: uint8[H, W, 3] RGB, its mask float32[H, W] in 0..1, and the face's box in px."""

    name: str
    image: np.ndarray
    mask: np.ndarray
    box: Box


def ellipse(shape: tuple[int, int], box: Box) -> np.ndarray:
    """Return float32[H, W]: 1 on the head of a face, falling softly to 0 around it."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32) + 0.5
    across = (columns - box.x - box.width / 2) / (HEAD[0] * box.width)
    down = (rows - box.y - box.height * (0.5 - RAISED)) / (HEAD[1] * box.height)
    return np.asarray(np.clip((1 - np.hypot(across, down)) / FEATHER, 0, 1), np.float32)


@cache
def boxes() -> dict[str, Box]:
    with Path(__file__).with_name("boxes.csv").open(newline="") as file:
        return {row["path"]: Box(*(float(row[side]) for side in Box.__match_args__)) for row in csv.DictReader(file)}


@cache
def astronaut() -> Portrait:
    """Return the one portrait that is always there."""
    from skimage import data

    return Portrait(ASTRONAUT, np.ascontiguousarray(data.astronaut()), boxes()[ASTRONAUT], "happy")


def read_portraits(folder: Path) -> list[Portrait]:
    """Return the plates of a folder with manifest.csv (path, expected_emotion).

    Raises SystemExit where one is missing or unknown.
    """
    with (folder / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [read_portrait(folder / row["path"], row["expected_emotion"]) for row in rows]


def read_portrait(file: Path, expected: str) -> Portrait:
    image = cv2.imread(str(file), cv2.IMREAD_COLOR_RGB)
    if image is None or file.name not in boxes():
        raise SystemExit(f"not a picture, or no box in evaluation/faces/boxes.csv: {file}")
    return Portrait(file.name, np.asarray(image), boxes()[file.name], expected)
