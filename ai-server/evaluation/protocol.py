"""Photos of animals, their templates, and the scores of all comparisons between them."""

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import noseprint
from evaluation import synthetic

WHOLE = noseprint.Assessment(noseprint.Box(0.0, 0.0, 1.0, 1.0), 100, (), "good")
EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Photo:
    """One photo, uint8[H, W, 3] BGR, and whose it is."""

    animal: str
    image: np.ndarray


@dataclass(frozen=True)
class Scores:
    """score[i, j]: query photo i against gallery photo j, NaN where a template is missing or i and j are one photo.

    vectors: similarity of the shortlist's vectors, likewise; acquired, usable: bool[n] of the queries.
    """

    animals: np.ndarray
    score: np.ndarray
    vectors: np.ndarray
    acquired: np.ndarray
    usable: np.ndarray


def read_folder(folder: Path) -> list[Photo]:
    """Return the photos of FOLDER/animal/photo; raises SystemExit where there is none."""
    files = sorted(file for file in folder.glob("*/*") if file.suffix.lower() in EXTENSIONS)
    photos = [Photo(file.parent.name, image) for file in files if (image := cv2.imread(str(file))) is not None]
    if not photos:
        raise SystemExit(f"no photos in {folder}: one sub-folder per animal is expected")
    return photos


def generate(dogs: int, shots: int, preset: str, first: int = 0) -> list[Photo]:
    """Return `shots` captures of each of `dogs` synthetic noses."""
    photos = []
    for seed in range(first, first + dogs):
        nose = synthetic.Nose(seed)
        photos += [Photo(str(seed), nose.capture(shot, preset=preset)) for shot in range(shots)]
    return photos


def degrade(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a close-up as a finder might take it: 140 px wide, turned up to 25 degrees, 5 px of motion, noise 4."""
    width = 140
    small = cv2.resize(image, (width, round(image.shape[0] * width / image.shape[1])), interpolation=cv2.INTER_AREA)
    size = small.shape[1], small.shape[0]
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), rng.uniform(-25, 25), 1)
    turned = cv2.warpAffine(small, turn, size, borderMode=cv2.BORDER_REPLICATE)
    line = np.zeros((5, 5), np.float32)
    line[2] = 1
    motion = cv2.warpAffine(line, cv2.getRotationMatrix2D((2, 2), rng.uniform(0, 180), 1), (5, 5))
    moved = cv2.filter2D(turned, -1, motion / motion.sum())
    return np.clip(moved + rng.normal(0, 4, moved.shape), 0, 255).astype(np.uint8)


def finder_photos(photos: list[Photo]) -> list[np.ndarray]:
    """Return the photos degraded, always alike."""
    rng = np.random.default_rng(0)
    return [degrade(photo.image, rng) for photo in photos]


def template(image: np.ndarray, close_up: bool) -> tuple[noseprint.Template | None, bool]:
    """Return (template or None, usable); `close_up`: the photo is all nose and is not searched for one."""
    assessment = WHOLE if close_up else noseprint.assess(image)
    return (noseprint.extract(image, assessment) if assessment.nose else None), assessment.usable


def score_all(photos: list[Photo], queries: list[np.ndarray] | None, close_up: bool) -> Scores:
    """Compare every query (default: the photos themselves) with every photo but its own."""
    gallery = [template(photo.image, close_up)[0] for photo in photos]
    asked = [template(image, close_up) for image in queries or [photo.image for photo in photos]]
    n, matcher = len(photos), noseprint.Matcher()
    score, vectors = np.full((n, n), np.nan), np.full((n, n), np.nan)
    for i, (query, _) in enumerate(asked):
        if query is None:
            continue
        others = [j for j in range(n) if j != i and gallery[j] is not None]
        references = [gallery[j] for j in others]
        for j, reference, pairs in zip(others, references, matcher.match(query, references), strict=True):
            score[i, j] = noseprint.verify(query, reference, pairs).score
            vectors[i, j] = query.vector @ reference.vector
        print(f"\r{i + 1}/{n} photos", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    acquired = np.array([query is not None for query, _ in asked])
    return Scores(
        np.array([photo.animal for photo in photos]), score, vectors, acquired, np.array([u for _, u in asked])
    )
