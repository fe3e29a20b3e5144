"""The sets of photos that the benchmark measures on, whose splits are in splits.csv, and generated ones like them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from evaluation import synthetic
from evaluation.bursts import bursts

EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp"}
SPLITS = ("tune", "calibrate", "test")
SHOTS = 4  # of each generated nose
FIRST_SEED = 500_000  # of generated noses: neither those of the tests nor those that anything learned from


@dataclass(frozen=True)
class Photo:
    """A file and whose nose it shows; mated: the animal's other photos are genuine mates of it."""

    animal: str
    file: Path
    split: str = "test"
    mated: bool = True

    @property
    def name(self) -> str:
        return f"{self.animal}/{self.file.stem}" if self.mated else self.file.stem

    def read(self) -> np.ndarray:
        """Return uint8[H, W, 3] BGR; raises SystemExit where the file is no picture."""
        image = cv2.imread(str(self.file), cv2.IMREAD_COLOR)
        if image is None:
            raise SystemExit(f"not a picture: {self.file}")
        return image


@dataclass(frozen=True)
class PhotoSet:
    """Photos of animals; close_up: they are all nose, not located; repeats: left out as frames of a burst."""

    name: str
    title: str
    photos: tuple[Photo, ...]
    close_up: bool
    repeats: int = 0

    @property
    def animals(self) -> np.ndarray:
        return np.array([photo.animal for photo in self.photos])

    @property
    def splits(self) -> np.ndarray:
        return np.array([photo.split for photo in self.photos])

    def of(self, kept: np.ndarray) -> "PhotoSet":
        """Return the set of the photos marked in bool[n]."""
        return replace(self, photos=tuple(photo for photo, keep in zip(self.photos, kept, strict=True) if keep))


def read_cattle(folder: Path) -> PhotoSet:
    """Return FOLDER/cattle/animal/photo: crops that are all muzzle."""
    kept, repeats = without_bursts(in_folders(folder, "cattle"))
    return PhotoSet("cattle", f"cattle muzzles ({animals_in(kept)} animals)", kept, True, repeats)


def read_dogs(folder: Path) -> PhotoSet:
    """Return FOLDER/dogs/dog/photo and, as impostors only, FOLDER/singles/dog-number: one source picture per dog."""
    kept, repeats = without_bursts(in_folders(folder, "dogs"))
    singles = read_singles(folder)
    title = f"dog noses ({animals_in(kept)} dogs, {animals_in(singles)} more as impostors)"
    return PhotoSet("dogs", title, kept + singles, False, repeats)


def in_folders(folder: Path, name: str) -> tuple[Photo, ...]:
    """Return the photos of FOLDER/name/animal/photo in order; raises SystemExit where there is none."""
    listed = read_splits()
    photos = tuple(
        Photo(file.parent.name, file, listed.get((name, file.parent.name), "test"))
        for file in pictures(folder / name, "*/*")
    )
    if not photos:
        raise SystemExit(f"no photos in {folder / name}: one sub-folder per animal is expected")
    return photos


def read_singles(folder: Path) -> tuple[Photo, ...]:
    """Return the photos of FOLDER/singles/DOG-NUMBER."""
    files = pictures(folder / "singles", "*")
    return tuple(Photo(file.stem.rpartition("-")[0], file, "test", mated=False) for file in files)


def pictures(folder: Path, pattern: str) -> list[Path]:
    return sorted(file for file in folder.glob(pattern) if file.suffix.lower() in EXTENSIONS)


def read_splits() -> dict[tuple[str, str], str]:
    """Return (set, animal) -> tune, calibrate or test; animals that are not listed were never tuned on: test."""
    with (Path(__file__).parent / "splits.csv").open(newline="") as file:
        return {(row["set"], row["animal"]): row["split"] for row in csv.DictReader(file)}


def without_bursts(photos: Iterable[Photo]) -> tuple[tuple[Photo, ...], int]:
    """Return the photos less all but the first of each burst, and how many that leaves out."""
    kept: list[Photo] = []
    repeats = 0
    for _, shots in groupby(photos, key=lambda photo: photo.animal):
        own = list(shots)
        first = bursts([photo.read() for photo in own])
        kept += [own[index] for index in sorted(set(first))]
        repeats += len(own) - len(set(first))
    return tuple(kept), repeats


def animals_in(photos: Iterable[Photo]) -> int:
    return len({photo.animal for photo in photos})


def generate(folder: Path, dogs: int) -> PhotoSet:
    """Write SHOTS captures of each of `dogs` generated noses, cut out along their boxes, and return them."""
    photos = []
    for seed in range(FIRST_SEED, FIRST_SEED + dogs):
        nose, own = synthetic.Nose(seed), folder / str(seed)
        own.mkdir(parents=True)
        for shot in range(SHOTS):
            photos.append(Photo(str(seed), own / f"{shot}.png"))
            cv2.imwrite(str(photos[-1].file), cut_out(nose.shoot(shot)))
    return PhotoSet("synthetic", f"generated noses ({dogs} animals)", tuple(photos), True)


def cut_out(shot: synthetic.Shot) -> np.ndarray:
    """Return the nose of a generated photo."""
    height, width = shot.image.shape[:2]
    left, top, across, down = (round(share * side) for share, side in zip(shot.box, (width, height) * 2, strict=True))
    return shot.image[max(0, top) : top + down, max(0, left) : left + across]
