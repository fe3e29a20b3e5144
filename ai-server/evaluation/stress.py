"""Stress levels: the photos as they are, and as worse cameras, hands and light would have taken them.

What is random is drawn from a seed of level and photo, so that every matcher and every run gets the same pictures.
"""

from collections.abc import Callable
from zlib import crc32

import cv2
import numpy as np

LEVELS = ("clean", "finder", "hard", "rolled")
ABOUT = {
    "clean": "as they are",
    "finder": "a finder's photo: 140 px wide, 5 px of motion blur, noise of sigma 4, turned by up to 25 degrees",
    "hard": "100 px wide, 7 px of motion blur, noise of sigma 4, turned by up to 25 degrees, glare over 15 % of it, a"
    " third out of frame on one side, JPEG 40",
    "rolled": "as they are, but turned by -45, -30, 30 and 45 degrees",
}
FINDER_WIDTH, HARD_WIDTH = 140, 100  # px; the photos are all nose
FINDER_MOTION, HARD_MOTION = 5, 7  # px
NOISE = 4.0  # grey levels
TURN = 25.0  # degrees either way
ROLLS = (-45.0, -30.0, 30.0, 45.0)
GLARE = 0.15  # of the picture
GLARE_STRETCH = 1.3  # of the spot, against a circle
OUT_OF_FRAME = 1 / 3
JPEG_QUALITY = 40


def stressed(image: np.ndarray, level: str, name: str) -> list[np.ndarray]:
    """Return the queries made of a photo called `name`, uint8[H, W, 3] BGR: one, or one per angle if it is rolled."""
    if level == "clean":
        return [image]
    if level == "rolled":
        return [turned(image, angle) for angle in ROLLS]
    made: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {"finder": finder, "hard": hard}
    return [made[level](image, np.random.default_rng((LEVELS.index(level), crc32(name.encode()))))]


def finder(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a photo as a finder takes it: small, turned, shaken, noisy."""
    small = turned(narrowed(image, FINDER_WIDTH), rng.uniform(-TURN, TURN))
    return noisy(moved(small, FINDER_MOTION, rng), rng)


def hard(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a photo that shows two thirds of a small nose under glare, shaken, noisy and compressed."""
    small = turned(narrowed(image, HARD_WIDTH), rng.uniform(-TURN, TURN))
    shaken = moved(glaring(small, rng), HARD_MOTION, rng)
    return compressed(cut(noisy(shaken, rng), int(rng.integers(4))))


def narrowed(image: np.ndarray, width: int) -> np.ndarray:
    """Return the picture `width` px wide."""
    height = round(image.shape[0] * width / image.shape[1])
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)


def turned(image: np.ndarray, angle: float) -> np.ndarray:
    """Return the picture turned about its middle by `angle` degrees, in the same frame."""
    size = image.shape[1], image.shape[0]
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1)
    return cv2.warpAffine(image, matrix, size, borderMode=cv2.BORDER_REPLICATE)


def moved(image: np.ndarray, length: int, rng: np.random.Generator) -> np.ndarray:
    """Return float32: the picture blurred along a line of `length` px in any direction."""
    line = np.zeros((length, length), np.float32)
    line[length // 2] = 1
    middle = (length // 2, length // 2)
    kernel = cv2.warpAffine(line, cv2.getRotationMatrix2D(middle, rng.uniform(0, 180), 1), (length, length))
    return cv2.filter2D(image.astype(np.float32), -1, kernel / kernel.sum())


def noisy(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return uint8: the picture with Gaussian noise."""
    return np.clip(np.rint(image + rng.normal(0, NOISE, image.shape)), 0, 255).astype(np.uint8)


def glaring(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return float32: the picture with a white, soft-edged ellipse over GLARE of it, wholly inside the frame."""
    height, width = image.shape[:2]
    radius = float(np.sqrt(GLARE * height * width / np.pi))
    # A drawn ellipse also fills the pixels that its outline runs through.
    axes = round(radius * GLARE_STRETCH - 0.5), round(radius / GLARE_STRETCH - 0.5)
    x, y = (rng.uniform(axes[0], max(axes[0], side - axes[0])) for side in (width, height))
    spot = np.zeros((height, width), np.float32)
    cv2.ellipse(spot, (round(x), round(y)), axes, rng.uniform(0, 180), 0, 360, 1.0, -1)
    light = cv2.GaussianBlur(spot, (0, 0), 1.5)[..., None]
    return np.asarray(image * (1 - light) + 255 * light, np.float32)


def cut(image: np.ndarray, side: int) -> np.ndarray:
    """Return the picture without OUT_OF_FRAME of it at one side (0-3: right, left, bottom, top)."""
    height, width = image.shape[:2]
    across, down = round(width * OUT_OF_FRAME), round(height * OUT_OF_FRAME)
    return (image[:, : width - across], image[:, across:], image[: height - down], image[down:])[side]


def compressed(image: np.ndarray) -> np.ndarray:
    """Return the picture as a JPEG of JPEG_QUALITY shows it."""
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1], cv2.IMREAD_COLOR)
