"""A dog's head round the place of its nose, of many kinds; axes x right, y down, 1 = half a nose's width."""

from typing import NamedTuple

import cv2
import numpy as np

from .fur import fur_colour, strands
from .noise import Float, smooth_field, smoothstep

_TONGUE = np.float32((0.28, 0.24, 0.62))


class View(NamedTuple):
    """Pixel coordinates in units of the head, float32[H, W] each, the head's turn, and px per unit."""

    x: Float
    y: Float
    yaw: float
    pitch: float
    unit: float


def ellipse(x: Float, y: Float, centre: tuple[float, float], radii: tuple[float, float], tilt: float = 0.0) -> Float:
    """1 in the middle, 0 on the ellipse, negative outside; `tilt` in radians."""
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    across, down = dx * np.cos(tilt) + dy * np.sin(tilt), dy * np.cos(tilt) - dx * np.sin(tilt)
    return np.asarray(1 - np.square(across / radii[0]) - np.square(down / radii[1]), np.float32)


def lay(scene: Float, colour: Float, cover: Float) -> None:
    """Put `colour`, a colour or a picture, on the scene where `cover` is 1."""
    scene += (colour - scene) * cover[..., None]


class Head:
    """One drawn head; `paint` puts it into a scene."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Draw form and colours."""
        self.rng = rng
        self.coat, self.patch = fur_colour(rng), fur_colour(rng)
        self.muzzle = (self.coat, self.patch, fur_colour(rng))[rng.integers(3)]
        self.skull_radii = rng.uniform(2.4, 4.6), rng.uniform(2.3, 4.2)
        self.skull_height = rng.uniform(1.6, 3.8)
        self.muzzle_radii = rng.uniform(1.35, 2.6), rng.uniform(1.2, 2.3)
        self.muzzle_drop = rng.uniform(0.1, 0.9)
        self.eyes = rng.uniform(1.1, 2.3), rng.uniform(1.3, 3.4)

    def paint(self, scene: Float, view: View) -> Float:
        """Lay body, ears, skull, muzzle, mouth and eyes into linear BGR `scene`; returns the strands, about 1."""
        x, y = view.x, view.y
        fur = strands(self.rng, (x.shape[0], x.shape[1])) * strands(self.rng, (x.shape[0], x.shape[1])) ** 0.5
        ragged = self.rng.uniform(0.03, 0.16) * smooth_field(self.rng, (x.shape[0], x.shape[1]), (14, 14))
        skull = -1.3 * np.sin(view.yaw) * self.rng.uniform(0.5, 1.6), self.skull_height * -np.cos(view.pitch) - 0.4
        self._body(scene, x, y, skull, fur, ragged)
        self._ears(scene, x, y, skull, fur, ragged)
        self._ball(scene, ellipse(x, y, skull, self.skull_radii) + ragged, self.coat, fur)
        if self.rng.random() < 0.5:
            self._blaze(scene, x, y, skull, fur)
        middle = (-0.35 * float(np.sin(view.yaw)), self.muzzle_drop)
        self._ball(scene, ellipse(x, y, middle, self.muzzle_radii) + ragged, self.muzzle, fur)
        self._mouth(scene, x, y, middle)
        self._eyes(scene, x, y, view.yaw)
        self._shadow(scene, x, y)
        return fur

    def _ball(self, scene: Float, inside: Float, colour: Float, fur: Float) -> None:
        light = 0.55 + 0.45 * np.sqrt(np.clip(inside + 0.15, 0, 1))
        lay(scene, (fur * light)[..., None] * colour, smoothstep(inside, -0.10, 0.12))

    def _body(self, scene: Float, x: Float, y: Float, skull: tuple[float, float], fur: Float, ragged: Float) -> None:
        if self.rng.random() < 0.7:
            place = skull[0] + self.rng.uniform(-4, 4), skull[1] + self.rng.uniform(4, 9)
            radii = self.rng.uniform(3, 8), self.rng.uniform(3, 8)
            self._ball(scene, ellipse(x, y, place, radii) + ragged, (self.coat, self.patch)[self.rng.integers(2)], fur)

    def _ears(self, scene: Float, x: Float, y: Float, skull: tuple[float, float], fur: Float, ragged: Float) -> None:
        width, length, droop = self.rng.uniform(0.7, 1.4), self.rng.uniform(1.2, 2.8), self.rng.uniform(-2.4, 0.6)
        for side in (-1, 1):
            place = (
                skull[0] + side * self.skull_radii[0] * 0.85,
                skull[1] - self.skull_radii[1] * self.rng.uniform(-0.2, 0.9),
            )
            inside = ellipse(x, y, place, (width, length), side * droop)
            self._ball(scene, inside + ragged, self.patch, fur)

    def _blaze(self, scene: Float, x: Float, y: Float, skull: tuple[float, float], fur: Float) -> None:
        """A stripe or a patch of the second colour."""
        place = skull[0] + self.rng.uniform(-2, 2), skull[1] + self.rng.uniform(-1, 1.5)
        cover = smoothstep(ellipse(x, y, place, (self.rng.uniform(0.3, 2), self.rng.uniform(1, 3))), -0.3, 0.3)
        lay(scene, fur[..., None] * self.patch, cover)

    def _mouth(self, scene: Float, x: Float, y: Float, middle: tuple[float, float]) -> None:
        lip = middle[1] + self.rng.uniform(0.75, 1.1)
        across = np.abs(x - middle[0])
        if self.rng.random() < 0.45:
            wide, high = self.rng.uniform(0.7, 1.5), self.rng.uniform(0.4, 1.2)
            opening = ellipse(x, y, (middle[0], lip + 0.8 * high), (wide, high))
            lay(scene, np.float32((0.02, 0.02, 0.03)), smoothstep(opening, -0.05, 0.2))
            if self.rng.random() < 0.8:
                tongue = ellipse(x, y, (middle[0], lip + high * 1.3), (0.6 * wide, high * self.rng.uniform(0.6, 1.5)))
                lay(scene, _TONGUE * np.float32(self.rng.uniform(0.5, 1.3)), smoothstep(tongue, -0.05, 0.2))
        line = np.abs(y - lip - self.rng.uniform(-0.1, 0.6) * across / (0.6 + across))
        width = self.rng.uniform(0.03, 0.14)
        dark = np.exp(-np.square(line / width)) * (1 - smoothstep(across, 0.7, self.rng.uniform(1.0, 2.4)))
        cleft = np.exp(-np.square((x - middle[0]) / 0.05)) * (y > 0.7) * (y < lip)
        scene *= (1 - self.rng.uniform(0.4, 0.95) * np.maximum(dark, cleft))[..., None]

    def _eyes(self, scene: Float, x: Float, y: Float, yaw: float) -> None:
        apart, above = self.eyes
        size = self.rng.uniform(0.2, 0.5)
        shut = self.rng.random() < 0.12
        iris = np.float32((0.02, 0.05, 0.12)) * np.float32(self.rng.uniform(0.2, 2.0))
        for side in (-1, 1):
            place = side * apart - 1.3 * np.sin(yaw), -above + self.rng.normal(0, 0.06)
            outer = ellipse(x, y, place, (size * 1.25, size * (0.25 if shut else 1.0)))
            lay(scene, np.float32((0.012, 0.012, 0.014)), smoothstep(outer, -0.4, 0.25))
            if not shut:
                lay(scene, iris, 0.8 * smoothstep(ellipse(x, y, place, (size * 0.75,) * 2), -0.1, 0.3))
                lay(scene, iris * 0.1, smoothstep(ellipse(x, y, place, (size * 0.4,) * 2), -0.2, 0.2))
                glint = place[0] - 0.25 * size, place[1] - 0.3 * size
                lay(scene, np.float32((0.9, 0.9, 0.9)), smoothstep(ellipse(x, y, glint, (size * 0.2,) * 2), -0.5, 0.5))

    def _shadow(self, scene: Float, x: Float, y: Float) -> None:
        """What is dark round a nose: its contact shadow, and on some dogs the fur."""
        square = np.square(x) + np.square(y - 0.2)
        scene *= (1 - self.rng.uniform(0.1, 0.6) * (1 - smoothstep(square, 0.5, self.rng.uniform(1.2, 2.0))))[..., None]
        if self.rng.random() < 0.3:
            place = 0.0, self.rng.choice((-1.2, 0.4, 1.2)) * self.rng.uniform(0.5, 1.0)
            mask = ellipse(x, y, place, (self.rng.uniform(0.6, 1.7), self.rng.uniform(0.7, 1.7)))
            scene *= (1 - self.rng.uniform(0.3, 0.9) * smoothstep(mask, -0.3, 0.6))[..., None]


def whiskers(image: np.ndarray, rng: np.random.Generator, centre: np.ndarray, unit: float) -> None:
    """Draw hairs over muzzle and nose into uint8 `image`, in place; `unit`: px of half a nose's width."""
    for _ in range(int(rng.integers(0, 1 + min(24, int(unit))))):
        start = centre + rng.normal(0, 0.9, 2) * unit
        angle, length = rng.uniform(0, 2 * np.pi), rng.uniform(0.2, 1.6) * unit
        end = start + length * np.array([np.cos(angle), np.sin(angle)])
        middle = (start + end) / 2 + rng.normal(0, 0.1, 2) * length
        line = np.round(np.stack([start, middle, end]) * 16).astype(np.int32)
        tone = tuple(float(t) for t in np.clip(rng.uniform(40, 250) + rng.normal(0, 12, 3), 0, 255))
        cv2.polylines(image, [line], False, tone, 1, cv2.LINE_AA, 4)
