"""The form of one rhinarium: outline, nostrils with their slits, philtrum, and the relief between them.

Nose coordinates: u to the right, v down, z towards the camera; the nose is about 2 units wide.
"""

from typing import NamedTuple

import cv2
import numpy as np

from .noise import Float, gaussian, smoothstep

PIXELS_PER_UNIT = 288
HALF_WIDTH, HALF_HEIGHT = 1.25, 1.15  # what the textures cover, in units
SHAPE = (round(2 * HALF_HEIGHT * PIXELS_PER_UNIT), round(2 * HALF_WIDTH * PIXELS_PER_UNIT))

# One half of a typical outline, clockwise from the top (u, v).
_OUTLINE = np.array(
    [
        (0, -0.80),
        (0.36, -0.77),
        (0.66, -0.62),
        (0.88, -0.34),
        (0.99, -0.02),
        (0.98, 0.18),
        (0.92, 0.34),
        (0.84, 0.50),
        (0.68, 0.68),
        (0.44, 0.82),
        (0.18, 0.90),
        (0, 0.94),
    ]
)


class Form(NamedTuple):
    """float32[H, W] maps and the outline float32[360, 2] (u, v)."""

    outline: Float
    edge: Float  # distance from the outline in units, positive inside
    height: Float  # relief without the cells, in units
    nostrils: Float  # 0..1, deep openings
    creases: Float  # 0..1, slits and philtrum
    shelter: Float  # 0..1, hidden from the sky: around the openings, under the wings
    relief: Float  # 0..1, how strongly cells stand out here


def grid() -> tuple[Float, Float]:
    """u and v of every texture pixel, float32[H, W]."""
    v, u = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    return (u + 0.5) / PIXELS_PER_UNIT - HALF_WIDTH, (v + 0.5) / PIXELS_PER_UNIT - HALF_HEIGHT


def build_form(rng: np.random.Generator) -> Form:
    """Draw one individual's form."""
    u, v = grid()
    outline = _outline(rng)
    mask = _filled(outline)
    edge = _signed_distance(mask)
    nostrils, slits = _nostrils(rng)
    philtrum = _philtrum(rng, u, v)
    height = _relief(rng, u, v, edge) - 0.30 * gaussian(nostrils, 12) - 0.08 * gaussian(slits, 5) - 0.06 * philtrum
    weak = 0.75 * smoothstep(gaussian(nostrils, 10), 0.05, 0.6) + 0.5 * smoothstep(v, 0.3, 0.8)
    relief = np.clip(1.0 - weak, 0.1, 1.0) * smoothstep(edge, 0.0, 0.12)
    creases = np.clip(gaussian(slits, 2) + 0.8 * philtrum, 0, 1)
    shelter = np.clip(1.3 * gaussian(nostrils, 26) + 0.6 * gaussian(slits, 16) + 0.35 * gaussian(philtrum, 12), 0, 1)
    return Form(outline, edge, height, gaussian(nostrils, 3.5), creases, shelter, relief.astype(np.float32))


def _outline(rng: np.random.Generator) -> Float:
    """The typical outline stretched, skewed and bent a little, smooth and closed."""
    half = _OUTLINE * (1.0, rng.uniform(0.88, 1.06))
    half[6:] *= (rng.uniform(0.93, 1.03), rng.uniform(0.94, 1.04))
    half[1:4, 1] *= rng.uniform(0.95, 1.06)
    points = np.vstack([half, (half * (-1, 1))[-2:0:-1]])
    angles = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    turn = np.linspace(-np.pi / 2, 1.5 * np.pi, 360, endpoint=False)
    radii = np.interp(turn, angles, np.hypot(*points.T), period=2 * np.pi)
    radii = _circular_blur(radii, 5) * (1 + 0.16 * _circular_blur(rng.standard_normal(360), 18))
    return np.stack([radii * np.cos(turn), radii * np.sin(turn)], 1).astype(np.float32)


def _circular_blur(values: np.ndarray, sigma: float) -> np.ndarray:
    frequency = np.fft.rfftfreq(len(values))
    return np.fft.irfft(np.fft.rfft(values) * np.exp(-2 * (np.pi * sigma * frequency) ** 2), len(values))


def _pixels(points: np.ndarray) -> np.ndarray:
    """(u, v) to texture pixels with 4 fractional bits."""
    return np.round((points + (HALF_WIDTH, HALF_HEIGHT)) * PIXELS_PER_UNIT * 16).astype(np.int32)


def _filled(points: np.ndarray) -> np.ndarray:
    canvas = np.zeros(SHAPE, np.uint8)
    return cv2.fillPoly(canvas, [_pixels(points)], 1, shift=4)


def _signed_distance(mask: np.ndarray) -> Float:
    inwards = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    outwards = cv2.distanceTransform(1 - mask, cv2.DIST_L2, 5)
    return (inwards - outwards) / np.float32(PIXELS_PER_UNIT)


def _nostrils(rng: np.random.Generator) -> tuple[Float, Float]:
    """Openings and slits, float32[H, W] each, 0 or 1: a comma on either side, its tail to the outer edge."""
    openings, slits = np.zeros(SHAPE, np.uint8), np.zeros(SHAPE, np.uint8)
    place = np.array([rng.uniform(0.39, 0.47), rng.uniform(-0.14, 0.02)])
    size = np.array([rng.uniform(0.16, 0.22), rng.uniform(0.16, 0.23)])
    tilt, fall, reach = rng.uniform(-0.6, 0.4), rng.uniform(0.12, 0.24), rng.uniform(0.38, 0.48)
    for side in (-1, 1):
        wobble = rng.normal(0, 0.02, 4)
        centre = place + wobble[:2]
        turn = np.linspace(0, 2 * np.pi, 48)
        ring = np.stack([np.cos(turn), np.sin(turn)], 1) * (size + wobble[2:])
        spin = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
        cv2.fillPoly(openings, [_pixels((centre + ring @ spin) * (side, 1))], 1, shift=4)
        along = np.linspace(0, 1, 24)[:, None]
        tail = centre + (0.2 * size[0], 0.35 * size[1]) + along * (reach, 0) + (0, fall) * np.sin(along * 1.9)
        width = (0, 0.62 * size[1]) * (1 - along) ** 0.9
        body = np.vstack([tail - 0.8 * width, (tail + width)[::-1]])
        cv2.fillPoly(openings, [_pixels(body * (side, 1))], 1, shift=4)
        cv2.polylines(slits, [_pixels(tail * (side, 1))], False, 1, 5, shift=4)
    return openings.astype(np.float32), slits.astype(np.float32)


def _philtrum(rng: np.random.Generator, u: Float, v: Float) -> Float:
    """The vertical groove, 0..1: fades in between the nostrils, deepest at the lip."""
    start, bend = rng.uniform(-0.35, 0.15), rng.normal(0, 0.02)
    middle = bend * np.sin(3.0 * v + rng.uniform(0, 6)) + 0.006 * np.sin(19 * v + rng.uniform(0, 6))
    width = 0.013 + 0.03 * smoothstep(v, 0.45, 0.95)
    return np.exp(-np.square((u - middle) / width)) * smoothstep(v, start, start + 0.35)


def _relief(rng: np.random.Generator, u: Float, v: Float, edge: Float) -> Float:
    """Dome, wings beside the nostrils, the retreat towards the lip, and the roll-off at the edge."""
    dome = 0.62 * np.sqrt(np.maximum(1.15 - 0.80 * u * u - 0.85 * np.square(v + 0.12), 0.03))
    wing = rng.uniform(0.12, 0.22) * np.exp(-np.square((np.abs(u) - 0.74) / 0.20) - np.square((v - 0.0) / 0.20))
    column = 0.05 * np.exp(-np.square(u / 0.22) - np.square((v - 0.05) / 0.4))
    retreat = -0.22 * smoothstep(v, -0.05, 0.55) - 0.25 * np.square(np.maximum(v - 0.20, 0))
    return dome + wing + column + retreat - 0.14 * np.exp(-np.maximum(edge, 0) / 0.06)
