"""The 2021 matcher on generated noses: it finds what it has seen, and refits without whom it has not."""

import cv2
import numpy as np
import pytest

from evaluation.baseline_2021 import (
    ANGLES,
    SCALES,
    WORDS,
    Baseline,
    Classifiers,
    describe,
    histogram,
    preprocess,
    views,
)
from evaluation.synthetic import Nose

DOGS = ("a", "b", "c")


@pytest.fixture(scope="module")
def captures() -> list[np.ndarray]:
    """Two shots of each of DOGS."""
    return [Nose(70 + dog).capture(shot, width=320) for dog in range(len(DOGS)) for shot in range(2)]


@pytest.fixture(scope="module")
def baseline(captures) -> Baseline:
    return Baseline(captures, [dog for dog in DOGS for _ in range(2)])


def test_large_photos_are_halved(captures):
    large = cv2.resize(captures[0], (1300, 900))
    assert preprocess(large).shape == (225, 325, 3)


def test_the_first_view_is_the_photo_itself(captures):
    made = list(views(captures[0]))
    assert len(made) == len(ANGLES) * len(SCALES)
    np.testing.assert_array_equal(made[0], captures[0])
    assert made[-1].shape[1] == captures[0].shape[1] // 2


def test_a_histogram_counts_every_descriptor():
    words = np.eye(WORDS, 128)
    counts = histogram(words[[3, 3, 7]].astype(np.float32), words)
    assert counts[3] == 2 and counts[7] == 1 and counts.sum() == 3
    assert histogram(np.zeros((0, 128), np.float32), words).sum() == 0


def test_a_blank_photo_has_no_descriptors():
    assert describe(np.full((100, 100, 3), 128, np.uint8)).shape == (0, 128)


def test_an_enrolled_photo_is_found_again(baseline, captures):
    """The very photo is among the gallery's views, so the nearest neighbours know it."""
    gallery = baseline.fit(np.ones(len(captures), bool))
    answers = [gallery.search(baseline.query(image)) for image in captures]
    assert [answer.animal for answer in answers] == ["a", "a", "b", "b", "c", "c"]
    assert all(answer.sureness == pytest.approx(1.0) for answer in answers)


def test_an_animal_that_is_left_out_cannot_be_named(baseline, captures):
    gallery = baseline.fit(baseline.animals != "b")
    assert gallery.search(baseline.query(captures[2])).animal in {"a", "c"}


def test_classifiers_that_disagree_are_not_sure():
    """Ten neighbours of b outvote one of a that the support vector machine separates."""
    histograms = np.vstack([np.full((8, 2), [9.0, 0.0]), np.full((8, 2), [0.0, 9.0])])
    classifiers = Classifiers(histograms, ["a"] * 8 + ["b"] * 8)
    classifiers.knn.fit(histograms, ["b"] * 8 + ["a"] * 8)
    answer = classifiers.search(np.array([9.0, 0.0]))
    assert (answer.animal, answer.sureness) == ("a", 0.0)
