"""Groups of people: heads pasted at known places and sizes on varied backgrounds, and stored as JPEG."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from evaluation.faces.portraits import Head, Portrait
from facecover import Box

MOST_TURN = 20.0  # degrees
GAIN = (0.5, 1.2)
QUALITY = (75, 95)  # JPEG
TRIES = 200
CLEARANCE = 0.85  # of the long side of two faces' boxes, between their middles
PHOTOS = ("coffee", "chelsea", "rocket", "brick", "grass", "gravel")  # of scikit-image's wheel, without people


@dataclass(frozen=True)
class Truth:
    """A face that is in a scene."""

    name: str
    box: Box  # fractions of the scene
    angle: float  # degrees clockwise

    def size(self, image: np.ndarray) -> float:
        """Return the long side of the face's box, as a share of the photo's long side."""
        return max(self.box.pixels(image)[2:]) / max(image.shape[:2])


@dataclass(frozen=True)
class Scene:
    """uint8[H, W, 3] RGB, and who is in it."""

    image: np.ndarray
    faces: tuple[Truth, ...]


def group(seed: int, portraits: Sequence[Portrait], sizes: Sequence[float], long_side: int) -> Scene:
    """Return a scene with a face of each size (shares of the long side) that there is room for, all fully inside."""
    random = np.random.default_rng(seed)
    shape = (round(long_side * random.choice([0.67, 0.75])), long_side)
    canvas = background(random, shape[::-1] if random.random() < 0.2 else shape)
    placed: list[tuple[float, float, float]] = []
    pasted = []
    for size in sorted(sizes, reverse=True):
        side = size * long_side
        place = free_place(random, canvas.shape[:2], side, placed)
        if place is not None:
            placed.append((*place, side))
            portrait = portraits[int(random.integers(len(portraits)))]
            pasted.append(paste(random, canvas, portrait.head(bool(random.random() < 0.4)), place, side))
    return Scene(stored(random, canvas), tuple(pasted))


def compose(
    seed: int, portrait: Portrait, places: Sequence[tuple[float, float, float]], shape: tuple[int, int]
) -> Scene:
    """Return a scene with a face at each (x, y, side) in px: middle and long side; parts may lie outside."""
    random = np.random.default_rng(seed)
    canvas = background(random, shape)
    pasted = [paste(random, canvas, portrait.head(False), (x, y), side) for x, y, side in places]
    return Scene(stored(random, canvas), tuple(pasted))


def free_place(
    random: np.random.Generator, shape: tuple[int, int], side: float, placed: Sequence[tuple[float, float, float]]
) -> tuple[float, float] | None:
    """Return the middle (x, y) of a face that stays inside and clear of the others, None if none is found."""
    low, high = 0.6 * side, np.array(shape[::-1]) - 0.6 * side
    if (high <= low).any():
        return None
    for x, y in random.uniform(low, high, (TRIES, 2)):
        if all(np.hypot(x - a, y - b) > CLEARANCE * (side + other) for a, b, other in placed):
            return float(x), float(y)
    return None


def paste(
    random: np.random.Generator, canvas: np.ndarray, head: Head, place: tuple[float, float], side: float
) -> Truth:
    """Put a head into the canvas, turned, maybe mirrored, lighter or darker; `side`: long side of the face's box."""
    turn, gain = random.uniform(-MOST_TURN, MOST_TURN), random.uniform(*GAIN)
    image, mask, box = mirrored(head) if random.random() < 0.5 else (head.image, head.mask, head.box)
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    matrix = cv2.getRotationMatrix2D(middle, -turn, 1.0)
    layer = cv2.merge([image.astype(np.float32), mask])
    turned = cv2.warpAffine(layer, matrix, layer.shape[1::-1], flags=cv2.INTER_LINEAR)
    zoom = side / max(box.width, box.height)
    across, down = (max(1, round(zoom * s)) for s in turned.shape[1::-1])
    small = cv2.resize(turned, (across, down), interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC)
    small[..., :3] = np.clip(small[..., :3] * gain, 0, 255)
    zooms = across / turned.shape[1], down / turned.shape[0]
    left, top = round(place[0] - middle[0] * zooms[0]), round(place[1] - middle[1] * zooms[1])
    blend(canvas, small, left, top)
    width, height = box.width * zooms[0], box.height * zooms[1]
    x, y = left + middle[0] * zooms[0], top + middle[1] * zooms[1]
    rows, columns = canvas.shape[:2]
    found = Box((x - width / 2) / columns, (y - height / 2) / rows, width / columns, height / rows)
    return Truth(head.name, found, turn if abs(turn) <= MOST_TURN else 0.0)


def mirrored(head: Head) -> tuple[np.ndarray, np.ndarray, Box]:
    box = head.box
    flipped = Box(head.image.shape[1] - box.x - box.width, box.y, box.width, box.height)
    return head.image[:, ::-1], head.mask[:, ::-1], flipped


def blend(canvas: np.ndarray, layer: np.ndarray, left: int, top: int) -> None:
    """Put float32[h, w, 4] over the canvas, clipped at its edges."""
    rows, columns = canvas.shape[:2]
    a, b = max(0, -left), max(0, -top)
    c, d = min(layer.shape[1], columns - left), min(layer.shape[0], rows - top)
    if c <= a or d <= b:
        return
    part, below = layer[b:d, a:c], canvas[top + b : top + d, left + a : left + c]
    alpha = np.clip(part[..., 3:], 0, 1)
    below[:] = below * (1 - alpha) + part[..., :3] * alpha


def stored(random: np.random.Generator, canvas: np.ndarray) -> np.ndarray:
    """Return the canvas with sensor noise, as uint8, after a JPEG."""
    noisy = canvas + random.normal(0, random.uniform(0, 4), canvas.shape)
    pixels = np.clip(noisy, 0, 255).astype(np.uint8)
    code = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(*QUALITY))])[1]
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR_RGB))


def background(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Return float32[H, W, 3] without faces: a photo of something else, a wall of blocks, or clouds."""
    kind = int(random.integers(3))
    if kind == 0:
        return photo(random, shape)
    base = clouds(random, shape)
    if kind == 1:
        for _ in range(int(random.integers(20, 80))):
            x, y = (int(random.integers(-50, side)) for side in shape[::-1])
            w, h = (int(side * random.uniform(0.01, 0.25)) for side in shape[::-1])
            cv2.rectangle(base, (x, y), (x + w, y + h), random.uniform(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    return base


def photo(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    from skimage import data

    picture = np.atleast_3d(getattr(data, PHOTOS[int(random.integers(len(PHOTOS)))])())
    picture = np.repeat(picture, 3, 2) if picture.shape[2] == 1 else picture
    return np.asarray(cv2.resize(np.ascontiguousarray(picture), shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def clouds(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Return noise of several sizes around a colour."""
    total = np.broadcast_to(random.uniform(30, 220, 3), (*shape, 3)).astype(np.float32)
    for octave in range(1, 8):
        grey = random.normal(0, 30 / octave**0.5, (2**octave, 2**octave, 1))
        cells = grey + random.normal(0, 8, (2**octave, 2**octave, 3))
        total = total + cv2.resize(cells.astype(np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(total, 0, 255), np.float32)
