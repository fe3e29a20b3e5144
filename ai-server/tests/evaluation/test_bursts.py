"""Near-identical frames are found, other shots of the same nose are not."""

import cv2
import numpy as np
import pytest

from evaluation.bursts import ALIKE, bursts, likeness, thumbnail
from evaluation.stress import noisy
from evaluation.synthetic import Nose


@pytest.fixture(scope="module")
def shots() -> list[np.ndarray]:
    return [Nose(60).capture(seed, width=320) for seed in range(3)]


def shifted(image: np.ndarray) -> np.ndarray:
    """Return the next frame: moved and zoomed by a few pixels, a little darker, with noise."""
    motion = np.array([[1.02, 0, 5], [0, 1.02, -4]], np.float32)
    frame = cv2.warpAffine(image, motion, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    return noisy(0.9 * frame, np.random.default_rng(0))


def test_a_frame_and_the_next_are_alike(shots):
    assert likeness(thumbnail(shots[0]), thumbnail(shots[0])) == pytest.approx(1.0, abs=1e-4)
    assert likeness(thumbnail(shots[0]), thumbnail(shifted(shots[0]))) >= ALIKE
    assert likeness(thumbnail(shots[0]), thumbnail(shots[1])) < ALIKE


def test_a_larger_copy_is_alike(shots):
    assert likeness(thumbnail(shots[0]), thumbnail(cv2.resize(shots[0], None, fx=2, fy=2))) >= ALIKE


def test_frames_of_one_burst_count_as_its_first(shots):
    assert bursts([shots[0], shots[1], shifted(shots[0]), shots[2], shifted(shots[1])]) == [0, 1, 0, 3, 1]
    assert bursts(shots) == [0, 1, 2]


def test_bursts_are_chains(monkeypatch):
    """0 is like 2, and 2 like 1: one burst, though 0 and 1 are not alike."""
    pictures = [np.full((8, 8, 3), value, np.uint8) for value in (0, 20, 10)]
    monkeypatch.setattr("evaluation.bursts.likeness", lambda one, other: 1 - abs(one.mean() - other.mean()) / 300)
    assert bursts(pictures) == [0, 0, 0]
