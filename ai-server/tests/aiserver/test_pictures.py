"""Decoding bytes that may be anything."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from aiserver.errors import PhotoUnreadable
from aiserver.pictures import decode, decode_rgb, decode_rgba, encode_jpeg, encode_png

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


# BGRA; nowhere quite transparent, where WebP would keep no colour.
ALPHA = np.dstack([PICTURE, np.random.default_rng(1).integers(1, 255, PICTURE.shape[:2], np.uint8)])


def test_rgb_is_bgr_the_other_way_round(decoders):
    assert np.array_equal(decode_rgb(encoded(".png"), decoders), PICTURE[..., ::-1])


@pytest.mark.parametrize("extension", [".png", ".webp"])
def test_alpha_is_kept(extension, decoders):
    data = cv2.imencode(extension, ALPHA, [cv2.IMWRITE_WEBP_QUALITY, 101] if extension == ".webp" else [])[1].tobytes()
    assert np.array_equal(decode_rgba(data, decoders), cv2.cvtColor(ALPHA, cv2.COLOR_BGRA2RGBA))


@pytest.mark.parametrize(
    ("pixels", "rgba"),
    [
        (np.full((3, 5), 7, np.uint8), (7, 7, 7, 255)),
        (np.full((3, 5, 3), (1, 2, 3), np.uint8), (3, 2, 1, 255)),
        (np.full((3, 5, 3), (0x100, 0x200, 0x300), np.uint16), (3, 2, 1, 255)),
        (np.full((3, 5, 4), (0x100, 0x200, 0x300, 0x4000), np.uint16), (3, 2, 1, 0x40)),
        (np.full((1, 1, 4), (1, 2, 3, 4), np.uint8), (3, 2, 1, 4)),
    ],
)
def test_whatever_a_png_holds_becomes_rgba(pixels, rgba, decoders):
    image = decode_rgba(cv2.imencode(".png", pixels)[1].tobytes(), decoders)
    assert (image.shape, image.dtype) == ((*pixels.shape[:2], 4), np.uint8)
    assert np.array_equal(image, np.broadcast_to(np.uint8(rgba), image.shape))


def test_a_jpeg_is_opaque(decoders):
    image = decode_rgba(encoded(".jpg"), decoders)
    assert image.shape == (*PICTURE.shape[:2], 4)
    assert np.array_equal(image[..., :3], decode_rgb(encoded(".jpg"), decoders)) and (image[..., 3] == 255).all()


def test_what_is_no_picture_has_no_alpha_either(decoders):
    for data in (b"", encoded(".bmp"), encoded(".png")[:60], png_header(30_000, 30_000)):
        with pytest.raises(PhotoUnreadable):
            decode_rgba(data, decoders)


def test_a_png_of_ours_comes_back_as_it_was(decoders):
    image = cv2.cvtColor(ALPHA, cv2.COLOR_BGRA2RGBA)
    assert np.array_equal(decode_rgba(encode_png(image), decoders), image)


def test_a_jpeg_of_ours_holds_pixels_alone(decoders):
    smooth = cv2.resize(PICTURE[:4, :4], (240, 160), interpolation=cv2.INTER_CUBIC)
    data = encode_jpeg(smooth)
    segments = [data[i + 1] for i in range(2, len(data) - 1) if data[i] == 0xFF and 0xC0 <= data[i + 1] <= 0xFE]
    assert 0xE0 in segments and not {*range(0xE1, 0xF0), 0xFE} & set(segments[: segments.index(0xDA)])
    sof = data.index(b"\xff\xc0")
    assert data[sof + 11] == 0x22, "4:2:0: two luma samples a side for each of chroma"
    difference = np.abs(decode_rgb(data, decoders).astype(int) - smooth)
    assert difference.mean() < 6
