"""Learn what noseprint.embed needs, on synthetic noses only.

    python -m evaluation.train_embedding [--dogs 400]

Axes: PCA of RootSIFT descriptors; words: k-means of the reduced ones; projection: LDA of the pooled vectors, so that it
keeps what tells dogs apart in spite of pose, light and a finder's blur. Writes noseprint/embedding.npz (float16).
"""

import argparse
import pathlib
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import cv2
import numpy as np

import noseprint
from evaluation import synthetic
from noseprint import parameters as p
from noseprint.embed import Model, pool, reduce
from noseprint.features import find_features, strongest
from noseprint.normalise import normalise
from noseprint.template import nose_places

TARGET = pathlib.Path(noseprint.__file__).parent / "embedding.npz"
SEED_OFFSET = 1_000_000  # identities of training never meet those of tests and benchmarks
PRESETS = ("registration", "registration", "registration", "finder", "finder")
SHRINKAGE = 1.0  # of the within-dog scatter towards a multiple of the identity
RANK = 500


class Print(NamedTuple):
    """What a vector is made of: places float32[N, 2] in nose widths, descriptors uint8[N, 128]."""

    places: np.ndarray
    descriptors: np.ndarray


def prints_of(dogs: int) -> tuple[list[Print], np.ndarray]:
    """Return the prints of len(PRESETS) captures per dog, and whose they are."""
    with ProcessPoolExecutor() as pool:
        prints = [print_ for of_dog in pool.map(prints_of_dog, range(dogs)) for print_ in of_dog]
    return prints, np.repeat(np.arange(dogs), len(PRESETS))


def prints_of_dog(dog: int) -> list[Print]:
    """Return the prints of one dog."""
    nose = synthetic.Nose(SEED_OFFSET + dog)
    prints = []
    for seed, preset in enumerate(PRESETS):
        shot = nose.shoot(seed, preset=preset)
        found = noseprint.assess(shot.image).nose if preset == "registration" else None
        prints.append(print_of(shot.image, found or noseprint.Box(*shot.box)))
    return prints


def print_of(image: np.ndarray, box: noseprint.Box) -> Print:
    """Return the print of one capture."""
    normalised = normalise(image, box)
    points, descriptors = find_features(normalised)
    pooled = strongest(points, p.EMBEDDED_POINTS, p.EMBEDDED_DIAMETER)
    points, descriptors = points[pooled], descriptors[pooled]
    shape = image.shape[1], image.shape[0]
    return Print(nose_places(normalised.to_photo(points[:, :2]) / np.array(shape, np.float32), box, shape), descriptors)


def learn_words(prints: list[Print], sample: int = 60_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (centre float32[128], axes float32[128, AXES], words float32[WORDS, AXES])."""
    stacked = np.vstack([print_.descriptors for print_ in prints])
    chosen = stacked[np.random.default_rng(0).permutation(len(stacked))[:sample]]
    scaled = chosen.astype(np.float32) / p.DESCRIPTOR_SCALE
    centre = scaled.mean(0)
    axes = np.linalg.eigh(np.cov(scaled.T))[1][:, ::-1][:, : p.AXES].astype(np.float32)
    cv2.setRNGSeed(0)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 1e-4)
    words = cv2.kmeans(reduce(chosen, centre, axes), p.WORDS, None, criteria, 2, cv2.KMEANS_PP_CENTERS)[2]
    return centre, axes, words


def learn_projection(vectors: np.ndarray, dogs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (mean float32[D], projection float32[D, VECTOR_SIZE]): PCA, within-dog whitening, PCA."""
    mean = vectors.mean(0)
    axes = np.linalg.svd(vectors - mean, full_matrices=False)[2][:RANK].T
    reduced = (vectors - mean) @ axes
    within = reduced - np.array([reduced[dogs == dog].mean(0) for dog in dogs])
    scatter = within.T @ within / len(within)
    scatter += SHRINKAGE * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    whitening = np.linalg.cholesky(np.linalg.inv(scatter))
    whitened = reduced @ whitening
    kept = np.linalg.svd(whitened, full_matrices=False)[2][: p.VECTOR_SIZE].T
    return mean, axes @ whitening @ kept


def main() -> None:
    """Learn and write the embedding."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dogs", type=int, default=400)
    prints, dogs = prints_of(parser.parse_args().dogs)
    centre, axes, words = (array.astype(np.float16).astype(np.float32) for array in learn_words(prints))
    pooled = [pool(print_.places, reduce(print_.descriptors, centre, axes), words) for print_ in prints]
    mean, projection = learn_projection(np.array(pooled), dogs)
    learned = Model(centre, axes, words, mean, projection / np.abs(projection).max())
    np.savez(TARGET, **{name: array.astype(np.float16) for name, array in learned._asdict().items()})
    print(f"{len(prints)} captures of {len(set(dogs))} synthetic noses -> {TARGET.name}")


if __name__ == "__main__":
    main()
