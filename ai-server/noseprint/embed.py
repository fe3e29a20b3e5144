"""One vector per print, for the shortlist: VLAD over RootSIFT (Jegou et al. 2010), whitened by a PCA.

The words and the projection were learned on synthetic noses only (evaluation/train_embedding.py).
"""

from functools import cache
from importlib import resources

import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array


@cache
def model() -> tuple[Array, Array, Array]:
    """Return (words float32[K, 128], mean float32[K * 128], projection float32[K * 128, VECTOR_SIZE])."""
    with resources.as_file(resources.files("noseprint") / "embedding.npz") as path, np.load(path) as stored:
        words, mean, projection = (stored[name].astype(np.float32) for name in ("words", "mean", "projection"))
    return words, mean, projection


def embed(descriptors: Array) -> Array:
    """Return float32[VECTOR_SIZE] of norm 1 for uint8[N, 128] descriptors (a fixed direction where N is 0)."""
    words, mean, projection = model()
    vector = (vlad(descriptors, words) - mean) @ projection
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def vlad(descriptors: Array, words: Array) -> Array:
    """Return float32[K * 128] of norm 1: the sums of residuals to the nearest word, each normalised, square-rooted."""
    x = descriptors.astype(np.float32) / p.DESCRIPTOR_SCALE
    nearest = (x @ words.T - (words**2).sum(1) / 2).argmax(1) if len(x) else np.zeros(0, int)
    sums = np.zeros_like(words)
    np.add.at(sums, nearest, x - words[nearest])
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    rooted = (np.sign(sums) * np.sqrt(np.abs(sums))).ravel()
    return np.asarray(rooted / max(float(np.linalg.norm(rooted)), 1e-9), np.float32)
