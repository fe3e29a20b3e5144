"""Decoding bytes that may be anything."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from aiserver.errors import PhotoUnreadable
from aiserver.pictures import decode

PICTURE = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)


def encoded(extension: str) -> bytes:
    return cv2.imencode(extension, PICTURE)[1].tobytes()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp"])
def test_jpeg_png_and_webp_become_pixels(extension, decoders):
    image = decode(encoded(extension), decoders)
    assert (image.shape, image.dtype) == (PICTURE.shape, np.uint8)


def test_lossless_formats_keep_every_pixel(decoders):
    assert np.array_equal(decode(encoded(".png"), decoders), PICTURE)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        encoded(".jpg")[:40],
        encoded(".png")[:60],
        encoded(".bmp"),
        encoded(".tiff"),
        b"GIF89a" + bytes(100),
        b"RIFF\x00\x00\x00\x00WEBP" + bytes(50),
        png_header(30_000, 30_000),
        png_header(0, 0),
        cv2.imencode(".png", PICTURE[:15])[1].tobytes(),
    ],
)
def test_everything_else_is_unreadable(data, decoders):
    with pytest.raises(PhotoUnreadable):
        decode(data, decoders)
