"""From light to a file: exposure, glare, blur, sensor noise, compression."""

import cv2
import numpy as np

from .knobs import Knobs
from .noise import Float

Image = np.ndarray


def expose(linear: Float, gain: float, knobs: Knobs) -> Image:
    """Linear BGR to uint8 with gamma 2 after exposure and colour cast."""
    cast = np.float32((1 - 0.15 * knobs.warmth, 1.0, 1 + 0.15 * knobs.warmth)) * np.float32(gain)
    linear *= cast
    np.clip(linear, 0, 1, out=linear)
    return cv2.convertScaleAbs(cv2.sqrt(linear), alpha=255)


def blur(image: Image, knobs: Knobs) -> Image:
    """Defocus, then motion along a line."""
    if knobs.blur > 0.2:
        image = cv2.GaussianBlur(image, (0, 0), knobs.blur)
    if knobs.motion > 1:
        image = cv2.filter2D(image, -1, motion_kernel(knobs.motion, knobs.motion_angle))
    return image


def motion_kernel(length: float, angle: float) -> Float:
    """A line of `length` pixels at `angle` degrees, float32[n, n] with sum 1."""
    half = int(np.ceil(length / 2))
    canvas = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for along in np.linspace(-(length - 1) / 2, (length - 1) / 2, 8 * half + 1):
        x, y = half + along * np.cos(np.radians(angle)), half - along * np.sin(np.radians(angle))
        column, row = int(x), int(y)
        right, down = x - column, y - row
        for dy, weight_y in ((0, 1 - down), (1, down)):
            for dx, weight_x in ((0, 1 - right), (1, right)):
                if weight_x * weight_y > 0:
                    canvas[row + dy, column + dx] += weight_x * weight_y
    return canvas / canvas.sum()


def add_noise(image: Image, knobs: Knobs) -> Image:
    """Gaussian grain, the same in all three colours."""
    if knobs.noise <= 0:
        return image
    rng = np.random.default_rng((knobs.sensor_seed, 5))
    grain = rng.standard_normal((*image.shape[:2], 1), dtype=np.float32) * np.float32(knobs.noise)
    return cv2.convertScaleAbs(np.maximum(image + grain, 0))


def compress(image: Image, knobs: Knobs) -> Image:
    """A JPEG round trip."""
    if not knobs.jpeg:
        return image
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(knobs.jpeg)])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)
