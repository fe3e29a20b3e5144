"""A contact sheet: generated noses, one dog a row, and real photos beneath for comparison."""

from pathlib import Path

import cv2
import numpy as np

from .nose import Nose

_TILE = (360, 480)  # height, width
_COLUMNS = 4


def write_sheet(out: Path, dogs: int, seed: int, real: Path | None, preset: str) -> None:
    """Write a PNG with `_COLUMNS` captures of each of `dogs` identities, then up to 12 photos found under `real`."""
    noses = [Nose(dog) for dog in range(seed, seed + dogs)]
    tiles = [_tile(nose.capture(shot, 640, preset)) for nose in noses for shot in range(_COLUMNS)]
    tiles += [_tile(image) for image in _photos(real)] if real else []
    tiles += [np.zeros((*_TILE, 3), np.uint8)] * (-len(tiles) % _COLUMNS)
    rows = [np.hstack(tiles[k : k + _COLUMNS]) for k in range(0, len(tiles), _COLUMNS)]
    if not cv2.imwrite(str(out), np.vstack(rows)):
        raise OSError(f"cannot write {out}")


def _photos(folder: Path, most: int = 12) -> list[np.ndarray]:
    """Photos spread evenly over the folder's files."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in {".jpg", ".jpeg", ".png"})
    chosen = files[:: max(1, len(files) // most)][:most]
    return [image for image in (cv2.imread(str(p)) for p in chosen) if image is not None]


def _tile(image: np.ndarray) -> np.ndarray:
    """Fit an image into a tile, the rest black."""
    scale = min(_TILE[0] / image.shape[0], _TILE[1] / image.shape[1])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tile = np.zeros((*_TILE, 3), np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small[: _TILE[0], : _TILE[1]]
    return tile
