"""One vector per print, for the shortlist: VLAD of RootSIFT (Jegou et al. 2010), pooled by place, projected by an LDA.

A descriptor counts for the cells of a GRID x GRID net over the nose near which its point lies, so that the vector knows
where on the nose a pattern is. The axes, words and projection were learned on synthetic noses only
(evaluation/train_embedding.py).
"""

from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array


class Model(NamedTuple):
    """Learned arrays, float32; D = GRID * GRID * WORDS * AXES."""

    centre: Array  # [128], the mean descriptor
    axes: Array  # [128, AXES], principal axes of descriptors
    words: Array  # [WORDS, AXES]
    mean: Array  # [D]
    projection: Array  # [D, VECTOR_SIZE]


@cache
def model() -> Model:
    """Return the learned arrays."""
    with resources.as_file(resources.files("noseprint") / "embedding.npz") as path, np.load(path) as stored:
        return Model(*(stored[name].astype(np.float32) for name in Model._fields))


def embed(places: Array, descriptors: Array) -> Array:
    """Return float32[VECTOR_SIZE] of norm 1 (a fixed direction where there are no points).

    places: float32[N, 2] in nose widths from the corner of the nose's box; descriptors: uint8[N, 128].
    """
    learned = model()
    pooled = pool(places, reduce(descriptors, learned.centre, learned.axes), learned.words)
    vector = (pooled - learned.mean) @ learned.projection
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def reduce(descriptors: Array, centre: Array, axes: Array) -> Array:
    """Return float32[N, AXES] of uint8[N, 128]."""
    return np.asarray((descriptors.astype(np.float32) / p.DESCRIPTOR_SCALE - centre) @ axes)


def pool(places: Array, reduced: Array, words: Array) -> Array:
    """Return float32[D] of norm 1: residuals to the nearest word, summed per cell, normalised and square-rooted."""
    nearest = (reduced @ words.T - (words**2).sum(1) / 2).argmax(1) if len(reduced) else np.zeros(0, int)
    belongs = (nearest[:, None] == np.arange(len(words))).astype(np.float32)  # [N, WORDS]
    shares = (nearness(places)[:, :, None] * belongs[:, None]).reshape(len(places), -1)  # [N, cells * WORDS]
    sums = shares.T @ reduced - shares.sum(0)[:, None] * np.tile(words, (p.GRID**2, 1))
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    rooted = (np.sign(sums) * np.sqrt(np.abs(sums))).ravel()
    return np.asarray(rooted / max(float(np.linalg.norm(rooted)), 1e-9), np.float32)


def nearness(places: Array) -> Array:
    """Return float32[N, GRID * GRID]: how near each point is to the middle of each cell, 0 where far."""
    steps = (np.arange(p.GRID) + 0.5) / p.GRID
    middles = np.stack(np.meshgrid(steps, steps * p.NOSE_HEIGHT, indexing="ij"), -1).reshape(-1, 2)
    squared = ((places[:, None] - middles[None]) ** 2).sum(2)
    near = np.exp(-squared / (2 * p.CELL_SIGMA**2))
    return np.asarray(np.where(near > p.CELL_REACH, near, 0), np.float32)
