"""What is kept of a photo: points, descriptors and one vector, with a versioned binary form."""

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from noseprint import parameters as p
from noseprint.errors import IncompatibleTemplate
from noseprint.geometry import Array, Box
from noseprint.grooves import Grooves

MAGIC = b"NOSE"
# magic, CRC-32 of all that follows it, version (NUL-padded), photo width, height, nose x, y, width, height, points,
# the relief's width, height, corner x, y
HEADER = struct.Struct("<4sI16sII4fHHH2f")
CRC_END = 8
LIKENESS = (p.GROOVE_REACH + 1, 2 * p.GROOVE_REACH + 1)


@dataclass(frozen=True, eq=False)
class Template:
    """The print of one photo.

    nose: the nose's box; shape: (width, height) of the photo in px; points: float32[N, 4], x and y as fractions of the
    photo, diameter in nose widths, angle in degrees; descriptors: uint8[N, 128]; grooves: the relief between them;
    vector: float32[VECTOR_SIZE], norm 1.
    """

    nose: Box
    shape: tuple[int, int]
    points: Array
    descriptors: Array
    grooves: Grooves
    vector: Array
    version: str = p.VERSION

    def nose_points(self) -> Array:
        """Return float32[N, 2]: the points' places in nose widths from the corner of the nose's box."""
        return nose_places(self.points, self.nose, self.shape)

    def to_bytes(self) -> bytes:
        """Return the binary form: the header, then points, descriptors, grooves and vector."""
        n, grooves = len(self.points), self.grooves
        xy = np.rint(np.clip(self.points[:, :2], 0, 1) * 65535).astype("<u2")
        size_angle = self.points[:, 2:].astype("<f2")
        parts = (xy, size_angle, self.descriptors, grooves.relief, grooves.likeness, self.vector.astype("<f2"))
        box = (self.nose.x, self.nose.y, self.nose.width, self.nose.height)
        height, width = grooves.relief.shape
        corner = (grooves.corner.real, grooves.corner.imag)
        head = HEADER.pack(MAGIC, 0, self.version.encode(), *self.shape, *box, n, width, height, *corner)
        rest = head[CRC_END:] + b"".join(part.tobytes() for part in parts)
        return b"".join([MAGIC, struct.pack("<I", zlib.crc32(rest)), rest])

    @classmethod
    def from_bytes(cls, data: bytes) -> "Template":
        """Read `to_bytes`' form; raises IncompatibleTemplate for another version or damaged bytes."""
        if len(data) < HEADER.size or data[:4] != MAGIC:
            raise IncompatibleTemplate("not a nose-print template")
        _, crc, version, width, height, *box, n, columns, rows, x, y = HEADER.unpack_from(data)
        if version.rstrip(b"\0") != p.VERSION.encode():
            raise IncompatibleTemplate("the template was made by another version")
        if len(data) != HEADER.size + body_size(n, rows, columns) or zlib.crc32(data[CRC_END:]) != crc:
            raise IncompatibleTemplate("the template is damaged")
        points, descriptors, relief, likeness, vector = read_body(data, n, rows, columns)
        sound = np.isfinite([*box, x, y, *points.sum(0), vector.sum()]).all()
        if not (width and height and box[2] > 0 and box[3] > 0 and relief.size and sound):
            raise IncompatibleTemplate("the template is damaged")
        grooves = Grooves(relief, complex(x, y), likeness)
        return cls(Box(*box), (width, height), points, descriptors, grooves, vector)


def nose_places(points: Array, nose: Box, shape: tuple[int, int]) -> Array:
    """Return float32[N, 2] in nose widths from the nose's corner, of places in fractions of a photo of `shape` px."""
    corner = np.array([nose.x, nose.y], np.float32)
    size = np.array(shape, np.float32) / (nose.width * shape[0])
    return np.asarray((points[:, :2] - corner) * size, np.float32)


def body_size(n: int, rows: int, columns: int) -> int:
    """Return the bytes that follow the header."""
    return n * (8 + 128) + rows * columns + LIKENESS[0] * LIKENESS[1] + 2 * p.VECTOR_SIZE


def read_body(data: bytes, n: int, rows: int, columns: int) -> tuple[Array, ...]:
    """Return (points, descriptors, relief, likeness, vector) from a template's checked bytes."""
    parts: tuple[tuple[DTypeLike, tuple[int, int]], ...] = (
        ("<u2", (n, 2)),
        ("<f2", (n, 2)),
        ("u1", (n, 128)),
        ("i1", (rows, columns)),
        ("i1", LIKENESS),
        ("<f2", (1, p.VECTOR_SIZE)),
    )
    read, start = [], HEADER.size
    for kind, shape in parts:
        part = np.frombuffer(data, kind, shape[0] * shape[1], start).reshape(shape)
        read.append(part)
        start += part.nbytes
    xy, size_angle, descriptors, relief, likeness, halves = read
    points = np.hstack([xy.astype(np.float32) / 65535, size_angle.astype(np.float32)])
    vector = halves[0].astype(np.float32)
    return points, descriptors, relief, likeness, vector / max(float(np.linalg.norm(vector)), 1e-9)
