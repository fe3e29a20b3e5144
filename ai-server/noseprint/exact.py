"""Mutual nearest neighbours on the CPU. Descriptors are bytes, so their dot products are whole numbers: a processor
that multiplies bytes (VNNI) is exact, and ten times as fast as with floats.
"""

from dataclasses import dataclass

import numpy as np
import torch

from noseprint.geometry import Array

SIGN = 128  # the product takes unsigned bytes by signed ones


@dataclass(frozen=True, eq=False)
class Bytes:
    """A print's descriptors, uint8[N, 128], with float32[N, 1]: what SIGN took from each product, and 1 / norm."""

    descriptors: Array
    offset: Array
    scale: Array

    @classmethod
    def of(cls, descriptors: Array) -> "Bytes":
        floats = descriptors.astype(np.float32)
        norms = np.sqrt(np.einsum("ij,ij->i", floats, floats))[:, None]
        return cls(descriptors, SIGN * floats.sum(1)[:, None], 1 / np.maximum(norms, 1e-12))


def multiplies_bytes() -> bool:
    """Return whether this processor does so exactly; older ones saturate, and those of other kinds are slow at it."""
    if torch.backends.cpu.get_cpu_capability() not in ("AVX2", "AVX512"):
        return False
    most = torch.full((32, 128), 255, dtype=torch.uint8)
    extremes = {value: torch.full((32, 128), value, dtype=torch.int8) for value in (-SIGN, SIGN - 1)}
    try:
        return all(bool((product(most, right) == 255 * value * 128).all()) for value, right in extremes.items())
    except RuntimeError:
        return False


def product(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Return int32[N, M]: uint8[N, D] times int8[M, D], transposed."""
    return torch._int_mm(left, right.mT)


def neighbours(query: Bytes, reference: Bytes) -> tuple[Array, Array]:
    """Return int64[K] rows of both, of the pairs that prefer each other."""
    similarity = similarities(query, reference)
    rows, there = np.arange(len(similarity)), similarity.argmax(1)
    best = similarity[rows, there]
    mutual = (best == similarity.max(0)[there]) & (best > 0)
    return np.flatnonzero(mutual), there[mutual]


def similarities(query: Bytes, reference: Bytes) -> Array:
    """Return float32[N, M]: the cosine of each pair of descriptors."""
    signed = (reference.descriptors ^ SIGN).view(np.int8)
    dots = product(torch.from_numpy(query.descriptors), torch.from_numpy(signed))
    similarity: Array = dots.numpy().astype(np.float32)
    similarity += query.offset
    similarity *= query.scale
    similarity *= reference.scale.T
    return similarity
