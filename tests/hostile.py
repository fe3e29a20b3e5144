"""Pictures that are made to do harm, or much work."""

import io
import struct
import zlib

import cv2
import numpy as np
from PIL import Image


def endless_jpeg(scans: int) -> bytes:
    """49 megapixels, whose last scan comes again and again."""
    white = np.full((7000, 7000), 255, np.uint8)
    data = cv2.imencode(".jpg", white, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    last_scan = data.rindex(b"\xff\xda")
    return data[:last_scan] + data[last_scan:-2] * scans + data[-2:]


def bomb_png() -> bytes:
    """30,000 x 30,000 pixels in about 100 KB."""
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    return buffer.getvalue()


def animated_webp() -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def big_png() -> bytes:
    """Honest work of two seconds or so: 49 megapixels of 16 bits and four channels in 2 MB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header, packer = struct.pack(">IIBBBBB", 7000, 7000, 16, 6, 0, 0, 0), zlib.compressobj(1)
    rows = b"".join(packer.compress(b"\x04" + bytes(7000 * 8)) for _ in range(7000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
