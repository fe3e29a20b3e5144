"""Smooth random fields."""

import cv2
import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]


def smooth_field(rng: np.random.Generator, shape: tuple[int, int], knots: tuple[int, int], channels: int = 1) -> Float:
    """Standard normal values at `knots` (rows, columns) points, interpolated to float32[*shape(, channels)]."""
    values = rng.standard_normal((knots[0], knots[1], channels), dtype=np.float32)
    return cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def smoothstep(values: Float, low: float, high: float) -> Float:
    """0 below `low`, 1 above `high`, a smooth cubic between."""
    t = np.clip((values - low) / (high - low), 0.0, 1.0)
    return (t * t * (3.0 - 2.0 * t)).astype(np.float32)


def gaussian(values: Float, sigma: float) -> Float:
    """Gaussian blur with `sigma` in pixels."""
    return cv2.GaussianBlur(values, (0, 0), sigma)
