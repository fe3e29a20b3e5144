"""The figures of the accuracy report, on scores whose right answers are known."""

import numpy as np
import pytest

from evaluation.accuracy import interval, report, row, searches
from evaluation.protocol import Photo, Scores, degrade, score_all
from evaluation.synthetic import Nose


@pytest.fixture
def scores() -> Scores:
    """Two photos of a, two of b, one of c; photo 3 (of b) has no template as a query."""
    nan = np.nan
    score = np.array(
        [
            [nan, 50, 3, 4, 2],
            [50, nan, 3, 3, 3],
            [3, 4, nan, 4, 12],
            [nan, nan, nan, nan, nan],
            [3, 3, 5, 4, nan],
        ]
    )
    vectors = np.array(
        [
            [nan, 0.9, 0.1, 0.1, 0.1],
            [0.9, nan, 0.1, 0.1, 0.1],
            [0.1, 0.8, nan, 0.5, 0.7],
            [nan, nan, nan, nan, nan],
            [0.1, 0.1, 0.1, 0.1, nan],
        ]
    )
    acquired = np.array([True, True, True, False, True])
    return Scores(np.array(list("aabbc")), score, vectors, acquired, acquired)


def test_searches_leave_one_photo_or_one_animal_out(scores):
    found = searches(scores)
    np.testing.assert_array_equal(found["mated"], [50, 50, 4, -1, np.nan])
    np.testing.assert_array_equal(found["nonmated"], [4, 3, 12, -1, 5])
    np.testing.assert_array_equal(found["rank"], [1, 1, 3, np.inf, np.nan])


def test_the_report_counts_what_was_missed(scores):
    lines = report("title", scores, 0.01).splitlines()
    cells = {line.split(" | ")[0].removeprefix("| "): line for line in lines if line.startswith("| ")}
    assert "| 1/5 |" in cells["failure to acquire"]
    assert "| 2/4 |" in cells["rank-1"]
    assert "| 2/4 |" in cells["FNIR at FPIR 0"]
    assert "| 1/4 |" in cells["FPIR at the threshold"]
    assert "| 1/4 |" in cells["shortlist misses, 5 dogs"]


def test_zero_errors_bound_the_rate_by_three():
    assert interval(np.arange(30), np.zeros(30)) == (0.0, 0.1)
    assert interval(np.arange(30), np.ones(30)) == (0.9, 1.0)
    assert interval(np.zeros(30), np.zeros(30)) == (0.0, 1.0)


def test_intervals_resample_animals_not_photos():
    """Ten photos of each of four animals that agree among themselves say no more than four do."""
    animals, hit = np.repeat(np.arange(4), 10), np.repeat([0, 0, 1, 1], 10)
    low, high = interval(animals, hit)
    assert (low, high) == (0.0, 1.0)
    low, high = interval(np.arange(40), hit)
    assert 0.3 < low < 0.5 < high < 0.7


def test_a_row_names_its_n():
    assert row("figure", np.arange(4), np.array([1, 0, 0, 0])).endswith("| 1/4 |")


def test_a_finder_s_photo_is_small_and_repeatable():
    image = Nose(60).capture(0)
    one, other = (degrade(image, np.random.default_rng(5)) for _ in range(2))
    assert one.shape == (105, 140, 3) and one.dtype == np.uint8
    np.testing.assert_array_equal(one, other)


def test_scores_of_real_comparisons():
    noses = [Nose(60), Nose(61)]
    photos = [Photo(str(dog), noses[dog].capture(shot)) for dog in range(2) for shot in range(2)]
    found = score_all(photos, None, close_up=False)
    assert np.isnan(np.diag(found.score)).all()
    assert found.score[0, 1] > found.score[0, 2:].max()
    assert found.score[3, 2] > found.score[3, :2].max()
    assert found.acquired.all()
