"""Shading of the skin by one key light, the sky and the wet film."""

import cv2
import numpy as np

from .knobs import Knobs
from .noise import Float
from .skin import Skin


def shade(skin: Skin, knobs: Knobs, rotation: np.ndarray) -> tuple[Float, Float]:
    """Linear BGR float32[H, W, 3] and coverage float32[H, W] of textures already warped into the frame.

    The light and the eye are turned into the nose's own axes, so that the normals need not be.
    """
    nx, ny, gloss, inside = cv2.split(skin.surface)
    nz = np.sqrt(np.maximum(1 - nx * nx - ny * ny, 0.02))
    light, eye, sky = (rotation.T @ axis for axis in (key_light(knobs), (0.0, 0.0, 1.0), (0.0, -0.8, 0.6)))
    halfway = (light + eye) / np.linalg.norm(light + eye)
    key = np.maximum(_dot(nx, ny, nz, light), 0)
    ambient = 0.55 + 0.45 * _dot(nx, ny, nz, sky)
    lit = 3.2 * knobs.light_strength * key + 2.2 * (1 - knobs.light_strength) * ambient
    sharp = np.maximum(_dot(nx, ny, nz, halfway), 0)
    sharp = np.square(np.square(np.square(np.square(sharp))))
    film = gloss * (knobs.wetness * (0.55 * sharp * sharp + 0.10 * sharp + 0.025 * ambient))
    return skin.albedo * lit[..., None] + film[..., None], inside


def key_light(knobs: Knobs) -> np.ndarray:
    """Unit vector to the key light in camera axes (x right, y down, z to the viewer)."""
    azimuth, elevation = np.radians((knobs.light_azimuth, knobs.light_elevation))
    return np.array([np.cos(azimuth) * np.cos(elevation), -np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])


def _dot(nx: Float, ny: Float, nz: Float, axis: np.ndarray) -> Float:
    a, b, c = (np.float32(value) for value in axis)
    return nx * a + ny * b + nz * c
