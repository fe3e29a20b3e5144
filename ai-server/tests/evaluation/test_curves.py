"""Error rates of scores counted by hand."""

import numpy as np
import pytest

from evaluation.curves import ErrorCurve, equal_error_rate, miss_at

GENUINE = np.array([1.0, 4.0, 6.0, 9.0])
IMPOSTOR = np.array([0.0, 2.0, 3.0, 5.0])


def test_rates_at_every_threshold():
    curve = ErrorCurve(GENUINE, IMPOSTOR)
    assert list(curve.thresholds) == [0, 1, 2, 3, 4, 5, 6, 9, np.inf]
    miss, false = curve.rates()
    np.testing.assert_allclose(miss, [0, 0, 0.25, 0.25, 0.25, 0.5, 0.5, 0.75, 1])
    np.testing.assert_allclose(false, [1, 0.75, 0.75, 0.5, 0.25, 0.25, 0, 0, 0])


def test_the_rates_meet_where_one_of_four_is_wrong_on_both_sides():
    assert equal_error_rate(ErrorCurve(GENUINE, IMPOSTOR).rates()) == pytest.approx(0.25)


def test_the_equal_error_rate_lies_between_two_thresholds():
    """At 2 one of two impostors passes and nobody is missed, at 3 nobody passes and one of two is missed."""
    assert equal_error_rate(ErrorCurve(np.array([2.0, 3.0]), np.array([1.0, 2.0])).rates()) == pytest.approx(0.25)


def test_separated_scores_have_no_error():
    rates = ErrorCurve(np.array([5.0, 6.0]), np.array([1.0, 2.0])).rates()
    assert equal_error_rate(rates) == 0.0
    assert miss_at(rates, 0.0) == 0.0


@pytest.mark.parametrize(("allowed", "missed"), [(0.0, 0.5), (0.2, 0.5), (0.25, 0.25), (0.8, 0.0)])
def test_misses_at_what_is_allowed(allowed, missed):
    assert miss_at(ErrorCurve(GENUINE, IMPOSTOR).rates(), allowed) == missed


def test_a_tie_with_the_best_impostor_is_a_miss_where_none_may_pass():
    assert miss_at(ErrorCurve(np.array([5.0, 6.0]), np.array([5.0])).rates(), 0.0) == 0.5


def test_weights_count_trials_more_than_once():
    """Without the impostor at 5 the threshold falls to 4; the genuine score 1 counts as three."""
    rates = ErrorCurve(GENUINE, IMPOSTOR).rates(np.array([3.0, 1, 1, 1]), np.array([1.0, 1, 1, 0]))
    assert miss_at(rates, 0.0) == 0.5


def test_nothing_drawn_is_not_a_number():
    rates = ErrorCurve(GENUINE, IMPOSTOR).rates(np.zeros(4), np.ones(4))
    assert np.isnan(miss_at(rates, 0.0)) and np.isnan(equal_error_rate(rates))
