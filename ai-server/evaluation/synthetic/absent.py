"""Photos in which there is no nose."""

from collections.abc import Callable

import numpy as np

from .coat import COATS, background, fur_only
from .knobs import draw_knobs
from .noise import Float
from .optics import add_noise, blur, compress, expose

_ASPECT = 0.75


def _blank(rng: np.random.Generator, shape: tuple[int, int]) -> Float:
    """One colour: a lens against a table."""
    return np.broadcast_to(rng.uniform(0.0, 0.9, 3).astype(np.float32), (*shape, 3)).copy()


def _scenery(rng: np.random.Generator, shape: tuple[int, int]) -> Float:
    """A background without a dog."""
    return background(int(rng.integers(2**31)), shape)


def _fur(rng: np.random.Generator, shape: tuple[int, int]) -> Float:
    """A dog's flank."""
    return fur_only(rng, shape, COATS[rng.integers(len(COATS))])


KINDS: dict[str, Callable[[np.random.Generator, tuple[int, int]], Float]] = {
    "blank": _blank,
    "scenery": _scenery,
    "fur": _fur,
}


def no_nose(seed: int, width: int = 640, kind: str = "scenery") -> np.ndarray:
    """A photo without a nose, uint8[H, W, 3] BGR; `kind` is one of `KINDS`. Optics as in a registration photo."""
    linear = KINDS[kind](np.random.default_rng((seed, 7)), (round(width * _ASPECT), width))
    knobs = draw_knobs(0, seed, width)
    return compress(add_noise(blur(expose(linear, 1.0, knobs), knobs), knobs), knobs)
