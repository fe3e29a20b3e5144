"""The 2021 matcher's searches, by its own protocol.

Mated: the last photo of each animal, with all others enrolled; non-mated: every photo, with its animal left out and the
classifiers fitted again. Its words are learned from all photos of the set, searches included, in its favour.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.baseline_2021 import Baseline
from evaluation.identification import MISSING, Searches
from evaluation.real_photos import PhotoSet
from evaluation.stress import stressed

NAME = "SavePets 2021"


@dataclass(frozen=True, eq=False)
class Group:
    """The photos marked in bool[n], searched among themselves at these stress levels."""

    name: str
    kept: np.ndarray
    levels: Sequence[str]


@dataclass(frozen=True, eq=False)
class Queries:
    """source: int[q], the photo that each was made of; histograms: float[q, words]."""

    source: np.ndarray
    histograms: np.ndarray


def search_2021(photos: PhotoSet, groups: Sequence[Group]) -> dict[tuple[str, str], Searches]:
    """Return the searches by (group, level)."""
    images = [photo.read() for photo in photos.photos]
    baseline = Baseline(images, list(photos.animals))
    found = {}
    for group in groups:
        asked = {level: queries(baseline, photos, images, group.kept, level) for level in group.levels}
        answers = searches(baseline, photos, group.kept, asked)
        found |= {(group.name, level): answer for level, answer in answers.items()}
        print(f"{photos.name}, {group.name}: {NAME}", file=sys.stderr, flush=True)
    return found


def queries(baseline: Baseline, photos: PhotoSet, images: list[np.ndarray], kept: np.ndarray, level: str) -> Queries:
    """Return the queries made of the kept photos at one stress level."""
    made = [
        (index, baseline.query(query))
        for index in np.flatnonzero(kept)
        for query in stressed(images[index], level, photos.photos[index].name)
    ]
    return Queries(np.array([index for index, _ in made]), np.array([histogram for _, histogram in made]))


def searches(baseline: Baseline, photos: PhotoSet, kept: np.ndarray, asked: dict[str, Queries]) -> dict[str, Searches]:
    """Do the searches of all levels in one group: a gallery is fitted once for all of them."""
    animals, last = photos.animals, last_photos(photos, kept)
    gallery = baseline.fit(kept & ~np.isin(np.arange(len(kept)), last))
    sureness = {level: np.zeros(len(made.source)) for level, made in asked.items()}
    for animal in np.unique(animals[kept]):
        without = baseline.fit(kept & (animals != animal))
        for level, made in asked.items():
            for row in np.flatnonzero(animals[made.source] == animal):
                sureness[level][row] = without.search(made.histograms[row]).sureness
    found = {}
    for level, made in asked.items():
        rows = np.flatnonzero(np.isin(made.source, last))
        answers = [gallery.search(made.histograms[row]) for row in rows]
        first = np.array([a.animal == animals[i] for a, i in zip(answers, made.source[rows], strict=True)], bool)
        mated = np.where(first, [answer.sureness for answer in answers], MISSING)
        found[level] = assembled(animals[made.source], rows, first, mated, sureness[level])
    return found


def assembled(
    animals: np.ndarray, rows: np.ndarray, first: np.ndarray, mated: np.ndarray, nonmated: np.ndarray
) -> Searches:
    """Return the searches of one level; rows: the mated ones among the queries. Quality is not judged."""
    unknown = np.full(len(animals), np.nan)
    return Searches(
        gallery=len(np.unique(animals)),
        asked=animals[rows],
        query=rows,
        mated=mated,
        first=first,
        late=np.full(len(rows), np.nan),
        animals=animals,
        nonmated=nonmated,
        acquired=np.ones(len(animals), bool),
        usable=unknown,
        quality=unknown,
    )


def last_photos(photos: PhotoSet, kept: np.ndarray) -> list[int]:
    """Return the index of the last kept photo of each animal that has mates."""
    mated = kept & np.array([photo.mated for photo in photos.photos])
    names, counts = np.unique(photos.animals[mated], return_counts=True)
    return [int(np.flatnonzero(mated & (photos.animals == name))[-1]) for name in names[counts > 1]]
