"""Bytes -> pixels, within limits."""

import numpy as np
from numpy.typing import NDArray

from aiserver.decoders import Decoders, Undecodable
from aiserver.errors import PhotoUnreadable

Image = NDArray[np.uint8]

MIN_SIDE = 16  # px; noseprint takes nothing smaller


def decode(data: bytes, decoders: Decoders) -> Image:
    """A JPEG, PNG or WebP picture as uint8[H, W, 3] BGR, rotated as its EXIF data says.

    Raises PhotoUnreadable, and DecodersBusy.
    """
    if not _is_known_format(data):
        raise PhotoUnreadable("not a JPEG, PNG or WebP file")
    try:
        image = decoders.decode(data)
    except Undecodable as error:
        raise PhotoUnreadable(str(error)) from None
    if min(image.shape[:2]) < MIN_SIDE:
        raise PhotoUnreadable(f"the picture has less than {MIN_SIDE} px a side")
    return image


def _is_known_format(data: bytes) -> bool:
    """OpenCV decodes more formats than we want bytes from outside to reach."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
