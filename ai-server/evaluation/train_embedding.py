"""Learn the words and the projection of noseprint.embed, on synthetic noses only.

    python -m evaluation.train_embedding [--dogs 300] [--shots 4]

Words: k-means of RootSIFT descriptors. Projection: PCA of the VLAD vectors, whitened, so that what all noses share
does not drown what differs. Writes noseprint/embedding.npz (float16).
"""

import argparse
import pathlib

import cv2
import numpy as np

import noseprint
from evaluation import synthetic
from noseprint import parameters as p
from noseprint.embed import vlad
from noseprint.features import find_features
from noseprint.normalise import normalise

TARGET = pathlib.Path(noseprint.__file__).parent / "embedding.npz"
SEED_OFFSET = 1_000_000  # identities of training never meet those of tests and benchmarks


def descriptors_of(dogs: int, shots: int) -> list[np.ndarray]:
    """Return uint8[N, 128] of every capture in which a nose is found."""
    found = []
    for dog in range(dogs):
        nose = synthetic.Nose(SEED_OFFSET + dog)
        for shot in range(shots):
            image = nose.capture(shot)
            box = noseprint.assess(image).nose
            if box is not None:
                found.append(find_features(normalise(image, box))[1])
    return [descriptors for descriptors in found if len(descriptors) > 100]


def learn_words(found: list[np.ndarray], sample: int = 100_000) -> np.ndarray:
    """Return float32[WORDS, 128]: the k-means centres of a sample of descriptors."""
    rng = np.random.default_rng(0)
    stacked = np.vstack(found)
    chosen = stacked[rng.permutation(len(stacked))[:sample]].astype(np.float32) / p.DESCRIPTOR_SCALE
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 1e-4)
    cv2.setRNGSeed(0)
    return cv2.kmeans(chosen, p.WORDS, None, criteria, 2, cv2.KMEANS_PP_CENTERS)[2]


def learn_projection(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (mean float32[D], projection float32[D, VECTOR_SIZE]) of a half-whitened PCA."""
    mean = vectors.mean(0)
    _, spread, axes = np.linalg.svd(vectors - mean, full_matrices=False)
    scale = (spread[: p.VECTOR_SIZE] / np.sqrt(len(vectors))) ** -0.5
    return mean, (axes[: p.VECTOR_SIZE] * scale[:, None]).T


def main() -> None:
    """Learn and write the embedding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dogs", type=int, default=300)
    parser.add_argument("--shots", type=int, default=4)
    arguments = parser.parse_args()
    found = descriptors_of(arguments.dogs, arguments.shots)
    words = learn_words(found).astype(np.float16)
    mean, projection = learn_projection(np.array([vlad(d, words.astype(np.float32)) for d in found]))
    np.savez(TARGET, words=words, mean=mean.astype(np.float16), projection=projection.astype(np.float16))
    print(f"{len(found)} captures of {arguments.dogs} synthetic noses -> {TARGET.name}")


if __name__ == "__main__":
    main()
