"""Pictures that are made to do harm."""

import struct
import zlib
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from aiserver import decoders


@cache
def bomb_png() -> bytes:
    """A true picture of 30,000 x 30,000 pixels of 1 bit in about 100 KB."""
    side = 30_000

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header, rows = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0), bytes(side * (1 + side // 8))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@cache
def endless_jpeg(scans: int = 20_000) -> bytes:
    """A JPEG of 49 megapixels and so many scans: minutes of work in less than a megabyte."""
    white = np.full((7000, 7000), 255, np.uint8)
    data = cv2.imencode(".jpg", white, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    return with_more_scans(data, scans)


def with_more_scans(jpeg: bytes, scans: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again until there are so many."""
    last_scan = jpeg.rindex(b"\xff\xda")
    return jpeg[:last_scan] + jpeg[last_scan:-2] * (1 + scans - jpeg.count(b"\xff\xda")) + jpeg[-2:]


def patient_program(folder: Path) -> Path:
    """A decoder that takes JPEGs of any number of scans, as if those were not counted."""
    text = decoders.PROGRAM.read_text()
    lines = [
        line.partition(" = ")[0] + " = 10**12" if line.startswith(("JPEG_SCAN", "JPEG_SEGMENTS")) else line
        for line in text.split("\n")
    ]
    path = folder / "decoding.py"
    path.write_text("\n".join(lines))
    return path
