"""Bytes -> pixels, within limits; and back."""

import cv2
import numpy as np
from numpy.typing import NDArray

from aiserver.decoders import Decoders, Undecodable
from aiserver.errors import PhotoUnreadable

Image = NDArray[np.uint8]

MIN_SIDE = 16  # px; noseprint takes nothing smaller
JPEG_QUALITY = 90


def decode(data: bytes, decoders: Decoders) -> Image:
    """A JPEG, PNG or WebP picture as uint8[H, W, 3] BGR, rotated as its EXIF data says.

    Raises PhotoUnreadable, and DecodersBusy.
    """
    image = _decode(data, decoders, alpha=False)
    if min(image.shape[:2]) < MIN_SIDE:
        raise PhotoUnreadable(f"the picture has less than {MIN_SIDE} px a side")
    return image


def decode_rgb(data: bytes, decoders: Decoders) -> Image:
    """As `decode`, but uint8[H, W, 3] RGB."""
    return np.asarray(cv2.cvtColor(decode(data, decoders), cv2.COLOR_BGR2RGB), np.uint8)


def decode_rgba(data: bytes, decoders: Decoders) -> Image:
    """A picture of any size as uint8[H, W, 4] RGBA; opaque if it has no alpha. Not rotated by EXIF data, which the main
    server has done. Raises PhotoUnreadable, and DecodersBusy."""
    return np.asarray(cv2.cvtColor(_decode(data, decoders, alpha=True), cv2.COLOR_BGRA2RGBA), np.uint8)


def encode_jpeg(image: Image) -> bytes:
    """uint8[H, W, 3] RGB as a JPEG, 4:2:0, that holds nothing but pixels."""
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    return cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)[1].tobytes()


def encode_png(image: Image) -> bytes:
    """uint8[H, W, 4] RGBA as a PNG; smaller ones take several times as long."""
    options = [cv2.IMWRITE_PNG_COMPRESSION, 6]
    return cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGBA2BGRA), options)[1].tobytes()


def _decode(data: bytes, decoders: Decoders, *, alpha: bool) -> Image:
    if not _is_known_format(data):
        raise PhotoUnreadable("not a JPEG, PNG or WebP file")
    try:
        return decoders.decode(data, alpha)
    except Undecodable as error:
        raise PhotoUnreadable(str(error)) from None


def _is_known_format(data: bytes) -> bool:
    """OpenCV decodes more formats than we want bytes from outside to reach."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
