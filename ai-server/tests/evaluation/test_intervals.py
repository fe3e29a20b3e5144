"""Intervals on rates whose spread is known."""

import numpy as np
import pytest

from evaluation.intervals import bounded, rate, resample


def test_zero_errors_bound_the_rate_by_three():
    found = rate(np.arange(30), np.zeros(30))
    assert (found["value"], found["low"], found["high"]) == (0.0, 0.0, 0.1)
    found = rate(np.arange(30), np.ones(30))
    assert (found["value"], found["low"], found["high"]) == (1.0, 0.9, 1.0)


def test_a_single_animal_says_nothing():
    found = rate(np.zeros(30), np.repeat([0, 1], 15))
    assert (found["value"], found["low"], found["high"]) == (0.5, 0.0, 1.0)
    assert bounded(0.5, 1, lambda: pytest.fail("no bootstrap of one animal")) == (0.0, 1.0)


def test_intervals_resample_animals_not_photos():
    """Ten photos of each of four animals that agree among themselves say no more than four do."""
    hit = np.repeat([0, 0, 1, 1], 10)
    found = rate(np.repeat(np.arange(4), 10), hit)
    assert (found["low"], found["high"]) == (0.0, 1.0)
    found = rate(np.arange(40), hit)
    assert 0.3 < found["low"] < 0.5 < found["high"] < 0.7


def test_the_bootstrap_has_the_spread_of_the_binomial():
    """40 animals at 0.5: the standard error is sqrt(0.25 / 40) = 0.079."""
    hit = np.repeat([0.0, 1.0], 20)
    means = resample(lambda weight: float(weight @ hit / weight.sum()), 40)
    assert means.std() == pytest.approx(0.079, abs=0.006)


def test_counts_say_of_how_many():
    found = rate(np.array(list("aabc")), np.array([1, 0, 0, 1]))
    assert (found["hits"], found["trials"], found["animals"]) == (2, 4, 3)
    assert rate(np.array([]), np.array([])) is None
