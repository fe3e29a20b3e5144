"""From a score to an answer."""

import pytest

import noseprint


def test_the_threshold_grows_with_the_gallery():
    thresholds = [noseprint.decide(0, size).threshold for size in (10, 1_000, 100_000, 10_000_000)]
    assert thresholds == sorted(set(thresholds))


def test_the_threshold_grows_as_fewer_false_matches_are_wanted():
    thresholds = [noseprint.decide(0, 1000, fpir).threshold for fpir in (0.1, 0.01, 0.001, 1e-6)]
    assert thresholds == sorted(set(thresholds))


def test_an_empty_gallery_has_a_threshold():
    assert noseprint.decide(0, 0).threshold == noseprint.decide(0, 1).threshold > 0


@pytest.mark.parametrize("size", [1, 100, 1_000_000])
def test_three_outcomes_in_order(size):
    threshold = noseprint.decide(0, size).threshold
    outcomes = [noseprint.decide(score, size) for score in (0, threshold - 1e-6, threshold, threshold + 30)]
    assert [d.outcome for d in outcomes] == ["not_registered", "possible", "match", "match"]
    assert [d.band for d in outcomes] == [None, "possible", "probable", "certain"]


@pytest.mark.parametrize("fpir", [0, 1, -0.1, 1.5])
def test_a_rate_is_a_rate(fpir):
    with pytest.raises(ValueError):
        noseprint.decide(10, 10, fpir)


def test_the_one_to_one_threshold():
    assert noseprint.same_dog(50)
    assert not noseprint.same_dog(4)
