"""Pictures that are made to do harm."""

import io
import struct
import zlib
from functools import cache

from PIL import Image


@cache
def bomb_png() -> bytes:
    """A true picture of 30,000 x 30,000 pixels in about 100 KB."""
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    return buffer.getvalue()


@cache
def endless_jpeg() -> bytes:
    """A JPEG of 49 megapixels whose last scan comes 20,000 times: minutes of work in less than a megabyte."""
    buffer = io.BytesIO()
    Image.new("L", (7000, 7000), 90).save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    last_scan = data.rindex(b"\xff\xda")
    return data[:last_scan] + data[last_scan:-2] * 20_000 + data[-2:]


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
