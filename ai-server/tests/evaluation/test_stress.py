"""The stress levels do what they say."""

import cv2
import numpy as np
import pytest

from evaluation.stress import GLARE, LEVELS, ROLLS, compressed, cut, glaring, moved, narrowed, noisy, stressed, turned
from evaluation.synthetic import Nose


@pytest.fixture(scope="module")
def image() -> np.ndarray:
    return Nose(60).capture(0, width=320)


def test_a_clean_photo_is_as_it_is(image):
    assert stressed(image, "clean", "a/1")[0] is image


@pytest.mark.parametrize("level", LEVELS)
def test_queries_are_the_same_in_every_run_and_differ_between_photos(image, level):
    one, again, other = (stressed(image, level, name) for name in ("a/1", "a/1", "a/2"))
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    drawn = level in ("finder", "hard")
    assert any(a.shape != b.shape or (a != b).any() for a, b in zip(one, other, strict=True)) == drawn


def test_sizes(image):
    height, width = image.shape[:2]
    assert stressed(image, "finder", "a/1")[0].shape == (round(140 * height / width), 140, 3)
    for name in "abcdef":
        rows, columns = stressed(image, "hard", name)[0].shape[:2]
        whole = round(100 * height / width)
        assert (rows, columns) in {(whole, 67), (whole - round(whole / 3), 100)}


def test_each_side_may_be_cut(image):
    right, left, bottom, top = (cut(image, side) for side in range(4))
    height, width = image.shape[:2]
    np.testing.assert_array_equal(right, image[:, : width - round(width / 3)])
    np.testing.assert_array_equal(left, image[:, round(width / 3) :])
    np.testing.assert_array_equal(bottom, image[: height - round(height / 3)])
    np.testing.assert_array_equal(top, image[round(height / 3) :])


def test_glare_covers_its_share():
    for seed in range(10):
        lit = glaring(np.zeros((75, 100, 3), np.uint8), np.random.default_rng(seed))
        assert (lit[..., 0] > 127).mean() == pytest.approx(GLARE, abs=0.01)


def test_motion_smears_a_point_along_a_line():
    point = np.zeros((21, 21, 3), np.uint8)
    point[10, 10] = 255
    smeared = moved(point, 7, np.random.default_rng(0))[..., 0]
    rows, columns = np.nonzero(smeared > 1)
    assert smeared.sum() == pytest.approx(255, rel=1e-3)
    assert 5 <= np.hypot(np.ptp(rows), np.ptp(columns)) <= 10


def test_noise_has_its_sigma():
    grey = noisy(np.full((100, 100, 3), 128, np.uint8), np.random.default_rng(0))
    assert grey.std() == pytest.approx(4.0, abs=0.1) and grey.mean() == pytest.approx(128, abs=0.1)


def test_rolled_photos_turn_back(image):
    made = stressed(image, "rolled", "a/1")
    middle = np.s_[90:150, 130:190]
    for query, angle in zip(made, ROLLS, strict=True):
        assert query.shape == image.shape
        back = turned(query, -angle)[middle].astype(float)
        assert np.corrcoef(back.ravel(), image[middle].astype(float).ravel())[0, 1] > 0.9


def test_compression_costs_detail(image):
    small = narrowed(image, 100)
    sharpness = [cv2.Laplacian(picture, cv2.CV_64F).var() for picture in (small, compressed(small))]
    assert compressed(small).shape == small.shape and sharpness[1] < sharpness[0]
