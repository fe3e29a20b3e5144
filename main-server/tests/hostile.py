"""Pictures that are made to do harm."""

import io
import struct
import zlib
from functools import cache
from pathlib import Path

from PIL import Image

from core import decoders


@cache
def bomb_png() -> bytes:
    """A true picture of 30,000 x 30,000 pixels in about 100 KB."""
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    return buffer.getvalue()


@cache
def endless_jpeg(scans: int = 20_000) -> bytes:
    """A JPEG of 49 megapixels and so many scans: minutes of work in less than a megabyte."""
    buffer = io.BytesIO()
    Image.new("L", (7000, 7000), 90).save(buffer, "JPEG", progressive=True)
    return with_more_scans(buffer.getvalue(), scans)


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


def with_more_scans(jpeg: bytes, scans: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again until there are so many."""
    last_scan = jpeg.rindex(b"\xff\xda")
    return jpeg[:last_scan] + jpeg[last_scan:-2] * (1 + scans - jpeg.count(b"\xff\xda")) + jpeg[-2:]


def heic(brand: bytes = b"heic") -> bytes:
    """What begins as an HEIC file does."""
    return struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"mif1") + bytes(100)


def png_of(width: int, height: int) -> bytes:
    """A PNG that promises far more pixels than it has bytes for."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
