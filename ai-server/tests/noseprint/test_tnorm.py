"""Scores of one search, put into one scale."""

import numpy as np
import pytest

from noseprint import parameters as p
from noseprint import t_norm


def test_a_search_that_scores_low_and_one_that_scores_high_are_alike():
    rng = np.random.default_rng(0)
    strangers = np.abs(rng.normal(0, 1, 1000))
    low, high = t_norm([*(2 + 0.5 * strangers), 6.0]), t_norm([*(5 + 1.0 * strangers), 13.0])
    np.testing.assert_allclose(low[:-1], high[:-1], atol=0.6)
    assert low[-1] == pytest.approx(high[-1], rel=0.1)


def test_the_order_stays():
    scores = np.random.default_rng(1).gamma(4, 1, 50)
    assert list(np.argsort(t_norm(scores))) == list(np.argsort(scores))


def test_one_dog_alone_is_judged_by_what_is_usual():
    (norm,) = t_norm([20.0])
    assert norm == pytest.approx((20 - p.COHORT_MEDIAN) / p.COHORT_DEVIATION)
    assert t_norm([]).shape == (0,)


def test_a_second_dog_that_fits_does_not_hide_the_first():
    strangers = [4.0, 4.5, 3.8, 4.2, 3.5] * 4
    alone, accompanied = t_norm([30.0, *strangers])[0], t_norm([30.0, 29.0, *strangers])[0]
    assert accompanied > 0.3 * alone
    assert accompanied > 10


def test_equal_scores_do_not_divide_by_nothing():
    assert np.isfinite(t_norm([0.0] * 40)).all()
