"""Open-set identification, the kill test, calibration and discarding, on scores counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

import noseprint
from evaluation import calibration, discard, paired
from evaluation.identification import LATE, Searches, figures, in_search, search, shipped_threshold
from evaluation.protocol import Scores
from evaluation.verification import comparisons
from evaluation.verification import figures as verification_figures

NAN = np.nan
BEST = {1: (4, 2, 3, 3, 4, 12, 3, 6), 2: (4, 3, 12, 6)}  # of every other animal, of all of them: what `scores` has


@pytest.fixture
def scores() -> Scores:
    """Two photos of a, two of b, one of c; query 3 (of b) has no print."""
    score = np.array(
        [
            [NAN, 50, 3, 4, 2],
            [50, NAN, 3, 3, 3],
            [3, 4, NAN, 4, 12],
            [NAN, NAN, NAN, NAN, NAN],
            [3, 3, 5, 6, NAN],
        ]
    )
    return scores_of("aabbc", score, np.array([True, True, True, False, True]))


def scores_of(animals: str, score: np.ndarray, acquired: np.ndarray) -> Scores:
    n = len(animals)
    known = np.where(acquired, 1.0, 0.0)
    splits, source = np.full(n, "test"), np.arange(n)
    blank = np.full(score.shape, NAN)
    return Scores(np.array(list(animals)), np.ones(n, bool), splits, source, score, blank, acquired, known, 50 * known)


def test_mated_searches_leave_the_photo_out_and_others_the_animal(scores):
    found = search(scores, 5)
    assert list(found.asked) == list("aabb") and list(found.query) == [0, 1, 2, 3]
    assert list(found.mated) == [50, 50, 4, -np.inf]
    assert list(found.nonmated) == [4, 3, 12, -np.inf, 6]
    assert list(found.first) == [True, True, False, False]
    assert found.gallery == 3


def test_with_one_shot_only_the_first_of_every_other_animal_is_enrolled(scores):
    found = search(scores, 1)
    assert list(found.nonmated) == [3, 3, 12, -np.inf, 5]


def test_with_one_shot_each_mate_is_enrolled_in_its_turn():
    score = np.array([[NAN, 7, 2, 1], [7, NAN, 3, 1], [2, 3, NAN, 1], [1, 1, 1, NAN]], float)
    scores = scores_of("aaab", score, np.ones(4, bool))
    assert list(search(scores, 1).mated) == [7, 2, 7, 3, 2, 3]
    assert list(search(scores, 5).mated) == [7, 7, 3]


def test_photos_that_are_no_mates_are_strangers_only(scores):
    found = search(replace(scores, mated=np.array([True, True, False, False, True])), 5)
    assert list(found.asked) == ["a", "a"]
    assert list(found.nonmated) == [4, 3, 12, -np.inf, 6]


def test_the_shortlist_is_asked_for_the_right_animal():
    """One query whose animal comes behind LATE others, and one behind one less."""
    n = LATE + 2
    score, vectors = np.ones((2, 2, n))
    score[0, 0] = score[1, 1] = NAN
    vectors[:, :2], vectors[1, 2] = [[NAN, 0.5], [0.5, NAN]], 0.1
    animals = np.array(["a", "a", *(f"b{k}" for k in range(LATE))])
    scores = Scores(animals, np.ones(n, bool), np.full(n, "test"), np.array([0, 1]), score, vectors, *np.ones((3, 2)))
    assert list(search(replace(scores, acquired=np.ones(2, bool)), 5).late) == [1, 0]


def test_normalised_scores_stand_out_from_the_others_of_the_search(scores):
    found = search(replace(scores, normalises=True), 5)
    # Query 0, of a: 50 with a itself, at most 4 with b, 2 with c; in the non-mated search a is taken out.
    assert found.mated[0] == pytest.approx(noseprint.t_norm([50, 4, 2])[0])
    assert found.nonmated[0] == pytest.approx(noseprint.t_norm([4, 2]).max())
    assert found.mated[3] == -np.inf and list(found.first) == [True, True, False, False]
    assert list(in_search(np.array([3.0, -np.inf]), True)) == [noseprint.t_norm([3.0])[0], -np.inf]


def test_figures_count_what_was_missed(scores):
    found = figures(search(scores, 5), threshold=6.0, fpir=0.01)
    counted = {name: (figure["hits"], figure["trials"]) for name, figure in found.items() if figure}
    assert counted == {
        "failure to acquire": (1, 5),
        "rejected by quality": (0, 5),
        "rank-1": (2, 4),
        "FNIR at FPIR 1 %": (2, 4),
        "FNIR at FPIR 0": (2, 4),
        "FNIR at the threshold": (2, 4),
        "FPIR at the threshold": (2, 4),
        "usable, yet not_registered": (1, 4),
    }


def test_without_a_threshold_nothing_is_said_of_it(scores):
    found = figures(search(scores, 5), threshold=None, fpir=0.01)
    assert found["FNIR at the threshold"] is None and found["FPIR at the threshold"] is None


def test_the_shipped_threshold_grows_with_the_gallery():
    assert shipped_threshold(10**6, 0.01) > shipped_threshold(10, 0.01)
    assert noseprint.decide(shipped_threshold(10, 0.01), 10, 0.01).outcome == "match"


def test_scores_among_some_animals(scores):
    among = scores.among(scores.animals != "a")
    assert list(among.animals) == list("bbc") and list(among.source) == [0, 1, 2]
    np.testing.assert_array_equal(among.score[0], [NAN, 4, 12])
    assert list(among.acquired) == [True, False, True]


def test_comparisons_leave_out_what_has_no_print(scores):
    made = comparisons(scores)
    assert sorted(made.genuine) == [4, 50, 50]
    assert len(made.impostor) == 3 + 3 + 3 + 4
    assert {tuple(pair) for pair in made.strangers} == {(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)}
    found = verification_figures(made, judged=True)
    assert found["FNMR at FMR 1 %"]["hits"] == 1
    assert found["FMR at the 1:1 threshold"]["hits"] == sum(noseprint.same_dog(s) for s in made.impostor)
    assert verification_figures(made, judged=False)["FMR at the 1:1 threshold"] is None


def searches_of(mated: np.ndarray, nonmated: np.ndarray) -> Searches:
    """Return one mated and one non-mated search of each animal."""
    animals = np.array([f"{k:02}" for k in range(len(mated))])
    every, unknown = np.ones(len(mated), bool), np.full(len(mated), NAN)
    first = mated > nonmated
    return Searches(
        len(mated), animals, np.arange(len(mated)), mated, first, unknown, animals, nonmated, every, unknown, unknown
    )


def test_the_paired_difference_is_more_certain_than_both_rates():
    """The other misses the same animals and four more, of 40."""
    rank, strangers = np.arange(40), np.full(40, 5.0)
    ours, other = (searches_of(np.where(rank < missed, 1.0, 9.0), strangers) for missed in (10, 14))
    row = paired.compare(ours, other)[1]
    assert (row["ours"], row["other"], row["difference"]) == (0.25, 0.35, pytest.approx(0.1))
    assert 0 < row["low"] < 0.1 < row["high"] < 0.21 and row["won"] > 0.95
    same = paired.compare(ours, ours)[0]
    assert (same["difference"], same["low"], same["high"], same["won"]) == (0, 0, 0, 0)


def test_expected_false_positives_are_of_all_searches(scores):
    rows = calibration.check([scores, scores])
    one, every = (next(row for row in rows if row["dogs"] == dogs) for dogs in (1, 2))
    assert one["observed"]["trials"] == 2 * 4 * 2 and every["observed"]["trials"] == 2 * 4
    assert one["expected"] == pytest.approx(one["wanted"] * 16)
    for row in rows:
        shipped = noseprint.decide(0.0, row["dogs"], row["wanted"]).threshold
        assert row["threshold"] <= shipped and row["observed"]["hits"] == 2 * sum(
            best >= row["threshold"] for best in BEST[row["dogs"]]
        )


def test_false_positives_of_strangers_that_score_too_high_are_seen(scores):
    rows = calibration.check([replace(scores, score=scores.score + 1000)])
    assert all(row["observed"]["value"] == 1.0 for row in rows)


def test_discarding_goes_by_quality_and_keeps_equals_together():
    quality, missed = np.array([10.0, 20, 20, 90]), np.array([1.0, 0, 1, 0])
    share, fnir = discard.curve(quality, missed)
    np.testing.assert_allclose(share, [0, 0.25, 0.75])
    np.testing.assert_allclose(fnir, [0.5, 1 / 3, 0])
    points = {row["share"]: row for row in discard.table(quality, missed)}
    assert points[0.5] == {"share": 0.5, "quality": 20.0, "fnir": pytest.approx(1 / 3), "left": 3}
    assert points[0.2]["left"] == 4
