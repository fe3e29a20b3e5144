"""The first recipe tells generated noses apart, and its matching is the textbook's."""

import cv2
import numpy as np
import pytest

from evaluation import first_recipe
from evaluation.first_recipe import Print, compare, extract, match
from evaluation.synthetic import Nose


@pytest.fixture(scope="module")
def prints() -> list[Print]:
    """Two shots of each of two noses."""
    return [extract(Nose(60 + dog).capture(shot)) for dog in range(2) for shot in range(2)]


def test_a_print_is_800_points_of_norm_1(prints):
    assert all(len(p.points) == len(p.descriptors) <= 801 for p in prints)
    np.testing.assert_allclose(np.linalg.norm(prints[0].descriptors, axis=1), 1, atol=1e-4)
    assert prints[0].points.max() <= first_recipe.WIDTH


def test_mates_score_above_strangers(prints):
    assert compare(prints[0], prints[1]) > 2 * max(first_recipe.scores(prints[0], prints[2:]))


def test_matching_is_what_opencv_s_matcher_finds(prints):
    here, there = match(prints[0], prints[1])
    matcher = cv2.BFMatcher(cv2.NORM_L2)
    forth = matcher.knnMatch(prints[0].descriptors, prints[1].descriptors, 2)
    back = [found[0].trainIdx for found in matcher.knnMatch(prints[1].descriptors, prints[0].descriptors, 1)]
    wanted = {
        (first.queryIdx, first.trainIdx)
        for first, second in forth
        if first.distance < first_recipe.RATIO * second.distance and back[first.trainIdx] == first.queryIdx
    }
    assert set(zip(here.tolist(), there.tolist(), strict=True)) == wanted and len(wanted) > 10


def test_a_blank_photo_has_no_print_and_few_points_no_score(prints):
    assert extract(np.full((100, 100, 3), 128, np.uint8)) is None
    few = Print(prints[0].points[:3], prints[0].descriptors[:3])
    assert compare(few, prints[1]) == 0.0
