"""Which of five photos show one dog."""

import numpy as np
import pytest

from noseprint import link

LINKED, APART = 60.0, 2.0


def scores(n: int, *pairs: tuple[int, int]) -> np.ndarray:
    matrix = np.full((n, n), APART)
    for i, j in pairs:
        matrix[i, j] = matrix[j, i] = LINKED
    return matrix


def test_a_chain_is_one_dog():
    assert link(scores(5, (0, 1), (1, 2), (2, 3), (3, 4))) == [[0, 1, 2, 3, 4]]


def test_two_dogs_the_larger_first():
    assert link(scores(5, (0, 3), (1, 2), (2, 4))) == [[1, 2, 4], [0, 3]]


def test_a_photo_that_links_to_none():
    assert link(scores(5, (0, 1), (1, 2), (2, 4))) == [[0, 1, 2, 4], [3]]


def test_strangers():
    assert link(scores(3)) == [[0], [1], [2]]


def test_one_direction_is_enough():
    matrix = scores(2)
    matrix[1, 0] = LINKED
    assert link(matrix) == [[0, 1]]


def test_the_diagonal_and_missing_scores_link_nothing():
    matrix = scores(2)
    np.fill_diagonal(matrix, np.nan)
    assert link(matrix) == [[0], [1]]


def test_no_photos():
    assert link(np.zeros((0, 0))) == []


def test_not_a_square():
    with pytest.raises(ValueError):
        link(np.zeros((2, 3)))
