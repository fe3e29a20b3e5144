"""The sets of real photos that `make bench-accuracy` measures on, and the searches that both matchers do on them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import noseprint
from evaluation.accuracy import searches
from evaluation.baseline_2021 import SURE, Answer, Baseline
from evaluation.protocol import EXTENSIONS, Photo, finder_photos, read_folder, score_all

CONDITIONS = ("clean", "finder's photo")
LATE = 20


@dataclass(frozen=True)
class RealSet:
    """Photos of animals. genuine: bool[n], whether a photo's other shots are mates; close_up: all nose, not located."""

    name: str
    photos: list[Photo]
    genuine: np.ndarray
    close_up: bool

    @property
    def animals(self) -> np.ndarray:
        return np.array([photo.animal for photo in self.photos])

    def queries(self, condition: str) -> list[np.ndarray]:
        """Return what is searched with: the photos, or a finder's."""
        return [photo.image for photo in self.photos] if condition == "clean" else finder_photos(self.photos)


@dataclass(frozen=True)
class Searches:
    """Searches of one matcher. Mated ones: mated_animals, first, mated, late; all photos: the rest, non-mated.

    first: the right animal came first; mated: its score (-1: none); late: it was not among the first LATE of the
    shortlist; silent: a usable photo was answered with not_registered; nonmated: best score of the other animals;
    acquired: there is a print; usable: of a photo that is good enough (None: not judged).
    """

    threshold: float
    mated_animals: np.ndarray
    first: np.ndarray
    mated: np.ndarray
    nonmated: np.ndarray
    animals: np.ndarray
    acquired: np.ndarray
    usable: np.ndarray | None = None
    late: np.ndarray | None = None
    silent: np.ndarray | None = None


def read_cattle(folder: Path) -> RealSet:
    """Return FOLDER/cattle/animal/photo: crops that are all muzzle."""
    photos = read_folder(folder / "cattle")
    return RealSet(f"cattle muzzles ({animals_in(photos)} animals)", photos, np.ones(len(photos), bool), True)


def read_dogs(folder: Path) -> RealSet:
    """Return FOLDER/dogs/dog/photo and, as impostors only, FOLDER/singles/dog-number: one source picture per dog."""
    dogs, singles = read_folder(folder / "dogs"), read_singles(folder / "singles")
    name = f"dog noses ({animals_in(dogs)} dogs, {animals_in(singles)} more as impostors)"
    return RealSet(name, dogs + singles, np.arange(len(dogs) + len(singles)) < len(dogs), False)


def read_singles(folder: Path) -> list[Photo]:
    """Return the photos of a flat folder, whose names are DOG-NUMBER."""
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in EXTENSIONS)
    return [
        Photo(file.stem.rpartition("-")[0], image) for file in files if (image := cv2.imread(str(file))) is not None
    ]


def animals_in(photos: list[Photo]) -> int:
    return len({photo.animal for photo in photos})


def search_noseprint(real: RealSet, condition: str, fpir: float) -> Searches:
    """Leave one photo out (mated) and the animal out (non-mated), every photo in turn."""
    scores = score_all(real.photos, real.queries(condition), real.close_up)
    found = searches(scores)
    mated = ~np.isnan(found["mated"]) & real.genuine
    decisions = [noseprint.decide(score, animals_in(real.photos), fpir) for score in found["mated"]]
    unnamed = np.array([decision.outcome == "not_registered" for decision in decisions])
    return Searches(
        threshold=decisions[0].threshold,
        mated_animals=scores.animals[mated],
        first=(found["mated"] > found["nonmated"])[mated],
        mated=found["mated"][mated],
        nonmated=found["nonmated"],
        animals=scores.animals,
        acquired=scores.acquired,
        usable=None if real.close_up else scores.usable,
        late=(found["rank"] > LATE)[mated],
        silent=(unnamed & scores.usable)[mated],
    )


def search_baseline(real: RealSet) -> dict[str, Searches]:
    """Do the 2021 protocol, per condition: the last photo of each animal, then each animal in turn left out."""
    baseline = Baseline([photo.image for photo in real.photos], list(real.animals))
    asked = {c: np.array([baseline.query(image) for image in real.queries(c)]) for c in CONDITIONS}
    last = last_photos(real.animals, real.genuine)
    without_last = baseline.fit(~np.isin(np.arange(len(real.photos)), last))
    named = {c: [without_last.search(histograms[i]) for i in last] for c, histograms in asked.items()}
    sureness = {c: np.zeros(len(real.photos)) for c in CONDITIONS}
    for animal in np.unique(real.animals):
        own = np.flatnonzero(real.animals == animal)
        without = baseline.fit(real.animals != animal)
        for c, histograms in asked.items():
            sureness[c][own] = [without.search(histograms[i]).sureness for i in own]
    return {c: baseline_searches(real, last, named[c], sureness[c]) for c in CONDITIONS}


def baseline_searches(real: RealSet, last: list[int], named: list[Answer], sureness: np.ndarray) -> Searches:
    """Put one condition together: `named` answers the searches with photos `last`, `sureness` is the strangers'."""
    first = np.array([answer.animal == real.animals[i] for answer, i in zip(named, last, strict=True)])
    return Searches(
        threshold=SURE,
        mated_animals=real.animals[last],
        first=first,
        mated=np.where(first, [answer.sureness for answer in named], -1.0),
        nonmated=sureness,
        animals=real.animals,
        acquired=np.ones(len(real.photos), bool),
    )


def last_photos(animals: np.ndarray, genuine: np.ndarray) -> list[int]:
    """Return the index of the last photo of each animal that has genuine mates."""
    counts = Counter(animals[genuine])
    return [int(np.flatnonzero(animals == animal)[-1]) for animal in sorted(counts) if counts[animal] > 1]
