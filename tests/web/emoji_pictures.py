"""Generated pictures of emojis: seven faces that can be told apart, each with its background."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

EXPRESSIONS = ("neutral", "angry", "disgust", "fear", "happy", "sad", "surprise")
SIZE = 320
INK = (48, 40, 36, 255)

Ground = Literal["none", "plain"]
# How the mouth bends (start and end of the lower or upper half of an ellipse), how far it opens, how the brows slope.
MOUTHS = {
    "neutral": (0, 0, 0.02),
    "angry": (180, 360, 0.10),
    "disgust": (180, 300, 0.07),
    "fear": (0, 360, 0.06),
    "happy": (0, 180, 0.20),
    "sad": (180, 360, 0.16),
    "surprise": (0, 360, 0.16),
}
BROWS = {"angry": 0.08, "disgust": 0.04, "fear": -0.06, "sad": -0.08}


def face(expression: str, hue: int = 22, ground: Ground = "none", size: int = SIZE) -> np.ndarray:
    """BGRA, size x size. `hue`: OpenCV's, 0 to 179; `ground`: transparent, or one plain colour to be removed."""
    image = np.zeros((size, size, 4), np.uint8)
    if ground == "plain":
        image[:] = (236, 240, 242, 255)
    centre = (size // 2, size // 2)
    cv2.circle(image, centre, int(size * 0.44), _colour(hue, 150, 200), -1, cv2.LINE_AA)
    cv2.circle(image, centre, int(size * 0.41), _colour(hue, 130, 250), -1, cv2.LINE_AA)
    _eyes(image, expression, size)
    _mouth(image, expression, size)
    return image


def write(file: Path, image: np.ndarray) -> Path:
    cv2.imwrite(str(file), image)
    return file


def template(folder: Path, hue: int = 22, ground: Ground = "none") -> dict[str, Path]:
    """Seven files, each named after its expression."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: write(folder / f"{name}.png", face(name, hue, ground)) for name in EXPRESSIONS}


def files(pictures: Mapping[str, Path]) -> dict[str, tuple[str, bytes, str]]:
    """As the API takes them."""
    return {name: (path.name, path.read_bytes(), "image/png") for name, path in pictures.items()}


def transparent(size: int = SIZE) -> np.ndarray:
    """Nothing can be cut out of it."""
    return np.zeros((size, size, 4), np.uint8)


def _colour(hue: int, saturation: int, value: int) -> tuple[int, int, int, int]:
    pixel = cv2.cvtColor(np.uint8([[[hue, saturation, value]]]), cv2.COLOR_HSV2BGR)[0, 0]
    return int(pixel[0]), int(pixel[1]), int(pixel[2]), 255


def _eyes(image: np.ndarray, expression: str, size: int) -> None:
    wide = expression in {"fear", "surprise"}
    for side in (-1, 1):
        x, y = int(size * (0.5 + side * 0.16)), int(size * 0.42)
        if wide:
            cv2.circle(image, (x, y), int(size * 0.08), (255, 255, 255, 255), -1, cv2.LINE_AA)
        cv2.circle(image, (x, y), int(size * 0.045), INK, -1, cv2.LINE_AA)
        slope = BROWS.get(expression)
        if slope is not None:
            inner, outer = (int(size * (0.5 + side * reach)) for reach in (0.07, 0.25))
            heights = (int(size * (0.30 + slope)), int(size * (0.30 - slope / 2)))
            cv2.line(image, (inner, heights[0]), (outer, heights[1]), INK, size // 32, cv2.LINE_AA)


def _mouth(image: np.ndarray, expression: str, size: int) -> None:
    start, end, height = MOUTHS[expression]
    x, y = size // 2, int(size * 0.66)
    if start == end:
        cv2.line(image, (int(size * 0.36), y), (int(size * 0.64), y), INK, size // 32, cv2.LINE_AA)
        return
    axes = (int(size * (0.11 if expression == "surprise" else 0.19)), int(size * height))
    filled = expression in {"happy", "surprise", "fear"}
    thickness = -1 if filled else size // 32
    centre = (x, y if start == 0 else y + axes[1] // 2)
    cv2.ellipse(image, centre, axes, 0, start, end, INK, thickness, cv2.LINE_AA)
