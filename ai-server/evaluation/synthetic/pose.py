"""Where every part of the nose falls in the frame: rotation, perspective, and the parallax of the dome."""

import cv2
import numpy as np

from .knobs import Knobs
from .noise import Float, smooth_field

_STEP = 8  # the inverse is solved on every eighth pixel and interpolated
_PERSPECTIVE = 0.11  # 1 / distance of the camera, in nose units


class Pose:
    """Maps between nose coordinates (u, v) and pixels of a frame."""

    def __init__(self, knobs: Knobs, width: int, dome: float) -> None:
        """`dome` is how far the rim lies behind the tip, in nose units."""
        self.width, self.height = width, round(width * knobs.aspect)
        self.dome = dome
        self._knobs = knobs
        self.rotation = _rotation(knobs)
        self.pixels_per_unit = knobs.scale * width / 2
        self.centre = np.array([(0.5 + knobs.offset_x) * width, 0.5 * self.height + knobs.offset_y * width])

    def project(self, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Nose coordinates to pixels."""
        square = u * u + v * v
        z = -self.dome * square / (1 + 0.35 * square)
        x, y, depth = (row[0] * u + row[1] * v + row[2] * z for row in self.rotation)
        zoom = self.pixels_per_unit * np.clip(1 + _PERSPECTIVE * depth, 0.4, 1.6)  # background needs no true depth
        return self.centre[0] + zoom * x, self.centre[1] + zoom * y

    def unproject(self) -> tuple[Float, Float]:
        """u and v of every pixel of the frame, float32[height, width] each."""
        columns, rows = -(-self.width // _STEP) + 2, -(-self.height // _STEP) + 2
        x, y = np.meshgrid((np.arange(columns) - 0.5) * _STEP - 0.5, (np.arange(rows) - 0.5) * _STEP - 0.5)
        inverse = np.linalg.inv(self.rotation[:2, :2]) / self.pixels_per_unit
        u, v = np.zeros_like(x), np.zeros_like(y)
        for _ in range(8):
            px, py = self.project(u, v)
            u += inverse[0, 0] * (x - px) + inverse[0, 1] * (y - py)
            v += inverse[1, 0] * (x - px) + inverse[1, 1] * (y - py)
        rng = np.random.default_rng((self._knobs.sensor_seed, 8))
        strain = 2 * self._knobs.strain * smooth_field(rng, (rows, columns), (7, 9), 2)
        return self._dense(u + strain[..., 0]), self._dense(v + strain[..., 1])

    def _dense(self, coarse: np.ndarray) -> Float:
        size = (coarse.shape[1] * _STEP, coarse.shape[0] * _STEP)
        dense = cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        return dense[_STEP : _STEP + self.height, _STEP : _STEP + self.width]


def _rotation(knobs: Knobs) -> np.ndarray:
    """float64[3, 3] from nose to camera axes (x right, y down, z to the viewer): pitch, then yaw, then roll."""
    yaw, pitch, roll = np.radians((knobs.yaw, knobs.pitch, knobs.roll))
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return about_z @ about_y @ about_x
