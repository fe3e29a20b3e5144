"""Drawings like those that people make emojis of, with their true outline, on backgrounds of several kinds."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

FINE = 2  # drawn this many times as large, and reduced
INK = (40, 25, 20)


@dataclass(frozen=True)
class Drawing:
    """`picture`: uint8[H, W, 3] RGB as a camera or browser gives it; `truth`: uint8[H, W, 4] RGBA of the subject."""

    picture: np.ndarray
    truth: np.ndarray


def draw(seed: int, background: str) -> Drawing:
    """Return one of endlessly many drawings; `background` is a key of BACKGROUNDS."""
    random = np.random.default_rng(seed)
    side = int(random.integers(200, 800))
    colour = saturated(random)
    truth = subject(random, side, colour)
    alpha = truth[..., 3:].astype(np.float32) / 255
    behind = BACKGROUNDS[background](random, side, colour)
    mixed = alpha * truth[..., :3] + (1 - alpha) * behind + random.normal(0, random.uniform(0, 3), (side, side, 1))
    coded = cv2.imencode(
        ".jpg", np.clip(mixed, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(75, 97))]
    )[1]
    return Drawing(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)), truth)


def saturated(random: np.random.Generator) -> np.ndarray:
    """Return uint8[3] RGB, a bright colour."""
    hsv = np.uint8([[[random.integers(0, 180), random.integers(120, 256), random.integers(170, 256)]]])
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0]


def subject(random: np.random.Generator, side: int, colour: np.ndarray) -> np.ndarray:
    """Return uint8[side, side, 4] RGBA: a head, some with ears, an outline or a tear aside."""
    size = side * FINE
    mask = np.zeros((size, size), np.uint8)
    radius = size * random.uniform(0.25, 0.4)
    x, y = size / 2 + random.uniform(-0.06, 0.06, 2) * size
    turns = np.linspace(0, 2 * np.pi, 361)
    waves = 1 + random.choice([0, 0.04, 0.08]) * np.sin(int(random.integers(3, 9)) * turns)
    outline = np.stack([x + radius * waves * np.cos(turns), y + radius * waves * np.sin(turns)], axis=1)
    cv2.fillPoly(mask, [outline.astype(np.int32)], 255)
    if random.random() < 0.4:
        for sign in (-1, 1):
            ear = [(x + sign * radius * a, y - radius * b) for a, b in ((0.9, 0.3), (0.8, 1.3), (0.2, 0.9))]
            cv2.fillPoly(mask, [np.int32(ear)], 255)
    tear = random.random() < 0.25
    if tear:
        cv2.circle(mask, (int(x + radius * 1.18), int(y - radius * 0.9)), int(radius * 0.13), 255, -1)
    paint = np.zeros((size, size, 3), np.uint8)
    paint[:] = colour
    if random.random() < 0.5:
        edges, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(paint, edges, -1, INK, int(size * random.uniform(0.01, 0.04)))
    for sign in (-1, 1):
        eye = int(x + sign * radius * 0.35), int(y - radius * 0.2)
        cv2.ellipse(paint, eye, (int(radius * 0.2), int(radius * 0.25)), 0, 0, 360, (255, 255, 255), -1)
        cv2.circle(paint, eye, int(radius * 0.1), INK, -1)
    low, high = sorted(random.uniform(0, 180, 2))
    cv2.ellipse(
        paint,
        (int(x), int(y + radius * 0.2)),
        (int(radius * 0.5), int(radius * 0.4)),
        0,
        low,
        high + 20,
        INK,
        int(radius * 0.1),
    )
    fine = np.dstack([paint * (mask[..., None] > 0), mask])
    small = cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA)
    straight = small[..., :3] * (255 / np.maximum(small[..., 3:], 1).astype(np.float32))
    return np.dstack([np.clip(straight, 0, 255), small[..., 3]]).astype(np.uint8)


def other(random: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Return float[3] RGB that differs clearly from `colour`."""
    while True:
        drawn = np.array([255, 255, 255]) if random.random() < 0.3 else random.integers(0, 256, 3)
        if np.linalg.norm(drawn - colour.astype(float)) > 110 and np.linalg.norm(drawn - np.array(INK)) > 60:
            return drawn.astype(float)


def plain(random: np.random.Generator, side: int, colour: np.ndarray) -> np.ndarray:
    return np.tile(other(random, colour), (side, side, 1))


def gradient(random: np.random.Generator, side: int, colour: np.ndarray) -> np.ndarray:
    """Two colours that flow into each other, along a line or from the middle outwards."""
    y, x = np.mgrid[:side, :side] / side - 0.5
    turn = random.uniform(0, 2 * np.pi)
    share = np.hypot(x, y) / 0.71 if random.random() < 0.3 else 0.5 + (x * np.cos(turn) + y * np.sin(turn)) / 1.42
    return share[..., None] * other(random, colour) + (1 - share[..., None]) * other(random, colour)


def blotchy(random: np.random.Generator, side: int, colour: np.ndarray) -> np.ndarray:
    """Soft blotches of three colours, as a room out of focus."""
    cells = np.stack([other(random, colour) for _ in range(3)])[random.integers(0, 3, (6, 6))]
    return cv2.resize(cells.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)


BACKGROUNDS: dict[str, Callable[[np.random.Generator, int, np.ndarray], np.ndarray]] = {
    "plain": plain,
    "gradient": gradient,
    "blotchy": blotchy,
}
