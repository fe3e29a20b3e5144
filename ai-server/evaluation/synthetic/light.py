"""Shading of the skin by one key light, the sky and the wet film."""

import cv2
import numpy as np

from .knobs import Knobs
from .noise import Float, smooth_field, smoothstep
from .skin import Skin


def shade(skin: Skin, knobs: Knobs, rotation: np.ndarray) -> Float:
    """Linear BGR float32[H, W, 3] of textures already warped into the frame.

    The light and the eye are turned into the nose's own axes, so that the normals need not be.
    """
    nx, ny, gloss, _ = cv2.split(skin.surface)
    nz = np.sqrt(np.maximum(1 - nx * nx - ny * ny, 0.02))
    light, eye, sky = (rotation.T @ axis for axis in (key_light(knobs), (0.0, 0.0, 1.0), (0.0, -0.8, 0.6)))
    halfway = (light + eye) / np.linalg.norm(light + eye)
    key = np.maximum(_dot(nx, ny, nz, light), 0)
    ambient = 0.55 + 0.45 * _dot(nx, ny, nz, sky)
    lit = 2.6 * knobs.light_strength * key + 1.7 * (1 - knobs.light_strength) * ambient
    broad = np.square(np.square(np.maximum(_dot(nx, ny, nz, halfway), 0)))
    sharp = np.square(np.square(broad))
    film = knobs.wetness * (0.9 * np.square(sharp) + 0.22 * sharp + 0.015 * ambient)
    if knobs.glare > 0:
        film += (40.0 * knobs.glare) * _puddles(knobs, film.shape) * np.square(broad)
    dust = _dust(knobs, film.shape) * np.minimum(gloss, 1)
    return (skin.albedo + dust[..., None]) * lit[..., None] + (gloss * film * (1 - 8 * dust))[..., None]


def _puddles(knobs: Knobs, shape: tuple[int, ...]) -> Float:
    """How much water stands where, float32[H, W] in 0..1; its share of the nose grows with `glare`."""
    field = smooth_field(np.random.default_rng((knobs.sensor_seed, 6)), (shape[0], shape[1]), (7, 8))
    return smoothstep(field, 1.2 - 2.4 * knobs.glare, 2.4 - 2.4 * knobs.glare)


def _dust(knobs: Knobs, shape: tuple[int, ...]) -> Float:
    """Albedo of the dirt on the skin, float32[H, W], at most 0.08: grains of about a cell's size in loose drifts."""
    rng = np.random.default_rng((knobs.sensor_seed, 9))
    drifts, grains = smooth_field(rng, (shape[0], shape[1]), (8, 9)), smooth_field(rng, (shape[0], shape[1]), (70, 80))
    return (0.08 * knobs.grime) * smoothstep(grains + 0.7 * drifts, 0.2, 2.4)


def key_light(knobs: Knobs) -> np.ndarray:
    """Unit vector to the key light in camera axes (x right, y down, z to the viewer)."""
    azimuth, elevation = np.radians((knobs.light_azimuth, knobs.light_elevation))
    return np.array([np.cos(azimuth) * np.cos(elevation), -np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])


def _dot(nx: Float, ny: Float, nz: Float, axis: np.ndarray) -> Float:
    a, b, c = (np.float32(value) for value in axis)
    return nx * a + ny * b + nz * c
