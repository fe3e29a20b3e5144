"""Fur for generated heads: strands that run one way, cut from a few textures that are made once."""

from functools import cache

import cv2
import numpy as np

from .coat import COATS
from .noise import Float, smooth_field

_SIDE = 512
_TEXTURES = 10


@cache
def _texture(number: int) -> Float:
    """float32[_SIDE, _SIDE], zero mean, unit deviation: noise stretched along bent strands, from wire to fluff."""
    rng = np.random.default_rng((number, 21))
    length, width = rng.uniform(3, 16), rng.uniform(0.6, 2.0)
    noise = cv2.GaussianBlur(rng.standard_normal((_SIDE, _SIDE), dtype=np.float32), (0, 0), sigmaX=length, sigmaY=width)
    y, x = np.mgrid[:_SIDE, :_SIDE].astype(np.float32)
    bend = smooth_field(rng, (_SIDE, _SIDE), (7, 7), 2) * rng.uniform(6, 30)
    bent = cv2.remap(noise, x + bend[..., 0], y + bend[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray((bent - bent.mean()) / bent.std(), np.float32)


def strands(rng: np.random.Generator, shape: tuple[int, int]) -> Float:
    """Brightness of fur, float32[*shape] about 1, of a drawn coarseness, direction and contrast."""
    zoom, angle = 2 ** rng.uniform(-0.5, 1.6), rng.uniform(0, 360)
    turn = cv2.getRotationMatrix2D((_SIDE / 2, _SIDE / 2), angle, 1 / zoom)
    turn[:, 2] += rng.uniform(-100, 100, 2)
    fur = cv2.warpAffine(
        _texture(int(rng.integers(_TEXTURES))),
        turn,
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT,
    )
    return np.exp(rng.uniform(0.05, 0.4) * fur)


def fur_colour(rng: np.random.Generator) -> Float:
    """Linear BGR of a coat: all colours alike often, dark ones too, since a nose must be told from them."""
    return np.asarray(
        COATS[rng.integers(len(COATS))] * np.exp(rng.normal(0, 0.1, 3)) * rng.uniform(0.6, 1.4), np.float32
    )
