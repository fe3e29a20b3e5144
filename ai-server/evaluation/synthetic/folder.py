"""Write generated dogs to disk as photo folders."""

import csv
from pathlib import Path

import cv2

from .knobs import draw_knobs
from .nose import Nose


def write_dogs(folder: Path, dogs: int, shots: int, seed: int, width: int, preset: str) -> int:
    """Write `dog-<identity>/<shot>.jpg` for the identities seed, seed + 1, ... and a manifest.csv; count of photos.

    A file holds exactly what `Nose(identity).capture(shot)` returns. Columns of the
    manifest: file, identity, shot, and the nose's box x, y, width, height as fractions of the photo.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as stream:
        manifest = csv.writer(stream)
        manifest.writerow(("file", "identity", "shot", "x", "y", "width", "height"))
        for identity in range(seed, seed + dogs):
            for row in _write_dog(folder, identity, shots, width, preset):
                manifest.writerow(row)
    return dogs * shots


def _write_dog(folder: Path, identity: int, shots: int, width: int, preset: str) -> list[tuple[object, ...]]:
    nose, rows = Nose(identity), []
    name = f"dog-{identity:04d}"
    (folder / name).mkdir(exist_ok=True)
    for number in range(1, shots + 1):
        quality = draw_knobs(identity, number, width, preset).jpeg
        shot = nose.shoot(number, width, preset, jpeg=0)
        file = f"{name}/{number:02d}.jpg"
        if not cv2.imwrite(str(folder / file), shot.image, [cv2.IMWRITE_JPEG_QUALITY, quality]):
            raise OSError(f"cannot write {folder / file}")
        rows.append((file, identity, number, *(f"{value:.4f}" for value in shot.box)))
    return rows
