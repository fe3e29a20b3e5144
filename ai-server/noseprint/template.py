"""What is kept of a photo: points, descriptors and one vector, with a versioned binary form."""

import struct
import zlib
from dataclasses import dataclass

import numpy as np

from noseprint import parameters as p
from noseprint.errors import IncompatibleTemplate
from noseprint.geometry import Array, Box

MAGIC = b"NOSE"
# magic, CRC-32 of all that follows it, version (NUL-padded), photo width, height, nose x, y, width, height, points
HEADER = struct.Struct("<4sI16sII4fH")
CRC_END = 8


@dataclass(frozen=True, eq=False)
class Template:
    """The print of one photo.

    nose: the nose's box; shape: (width, height) of the photo in px; points: float32[N, 4], x and y as fractions of the
    photo, diameter in nose widths, angle in degrees; descriptors: uint8[N, 128]; vector: float32[VECTOR_SIZE], norm 1.
    """

    nose: Box
    shape: tuple[int, int]
    points: Array
    descriptors: Array
    vector: Array
    version: str = p.VERSION

    def nose_points(self) -> Array:
        """Return float32[N, 2]: the points' places in nose widths from the corner of the nose's box."""
        return nose_places(self.points, self.nose, self.shape)

    def to_bytes(self) -> bytes:
        """Return the binary form: the header, then points, descriptors and vector."""
        n = len(self.points)
        xy = np.rint(np.clip(self.points[:, :2], 0, 1) * 65535).astype("<u2")
        size_angle = self.points[:, 2:].astype("<f2")
        body = xy.tobytes() + size_angle.tobytes() + self.descriptors.tobytes() + self.vector.astype("<f2").tobytes()
        box = (self.nose.x, self.nose.y, self.nose.width, self.nose.height)
        head = HEADER.pack(MAGIC, 0, self.version.encode(), *self.shape, *box, n)
        rest = head[CRC_END:] + body
        return b"".join([MAGIC, struct.pack("<I", zlib.crc32(rest)), rest])

    @classmethod
    def from_bytes(cls, data: bytes) -> "Template":
        """Read `to_bytes`' form; raises IncompatibleTemplate for another version or damaged bytes."""
        if len(data) < HEADER.size or data[:4] != MAGIC:
            raise IncompatibleTemplate("not a nose-print template")
        _, crc, version, width, height, *box, n = HEADER.unpack_from(data)
        if version.rstrip(b"\0") != p.VERSION.encode():
            raise IncompatibleTemplate("the template was made by another version")
        if len(data) != HEADER.size + n * (8 + 128) + 2 * p.VECTOR_SIZE or zlib.crc32(data[CRC_END:]) != crc:
            raise IncompatibleTemplate("the template is damaged")
        points, descriptors, vector = read_body(data, n)
        if not (
            width and height and box[2] > 0 and box[3] > 0 and np.isfinite([*box, *points.sum(0), vector.sum()]).all()
        ):
            raise IncompatibleTemplate("the template is damaged")
        return cls(Box(*box), (width, height), points, descriptors, vector)


def nose_places(points: Array, nose: Box, shape: tuple[int, int]) -> Array:
    """Return float32[N, 2] in nose widths from the nose's corner, of places in fractions of a photo of `shape` px."""
    corner = np.array([nose.x, nose.y], np.float32)
    size = np.array(shape, np.float32) / (nose.width * shape[0])
    return np.asarray((points[:, :2] - corner) * size, np.float32)


def read_body(data: bytes, n: int) -> tuple[Array, Array, Array]:
    """Return (points, descriptors, vector) of `n` points from a template's checked bytes."""
    start = HEADER.size
    xy = np.frombuffer(data, "<u2", 2 * n, start).reshape(n, 2).astype(np.float32) / 65535
    size_angle = np.frombuffer(data, "<f2", 2 * n, start + 4 * n).reshape(n, 2).astype(np.float32)
    descriptors = np.frombuffer(data, np.uint8, 128 * n, start + 8 * n).reshape(n, 128)
    vector = np.frombuffer(data, "<f2", p.VECTOR_SIZE, start + 136 * n).astype(np.float32)
    return np.hstack([xy, size_angle]), descriptors, vector / max(float(np.linalg.norm(vector)), 1e-9)
