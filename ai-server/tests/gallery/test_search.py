"""Identification over stored prints."""

import logging
from uuid import uuid4

import psycopg
import pytest

import noseprint
from gallery import Gallery, Statistics
from gallery.search import search

FPIR = 0.01


def test_a_sixth_photo_finds_its_dog_among_three(gallery, enrol, noses):
    dogs = [enrol(number) for number in range(3)]
    for number, dog_id in enumerate(dogs):
        found = gallery.search(noses.template(number, 5), 5, FPIR)
        assert found.gallery_size == 3
        assert found.candidates[0].dog_id == dog_id
        assert found.candidates[0].decision.outcome == "match"
        assert found.candidates[0].score >= found.threshold
        assert [c.comparison.score for c in found.candidates] == sorted(
            (c.comparison.score for c in found.candidates), reverse=True
        )


def test_a_stranger_matches_nobody(gallery, enrol, noses):
    enrol(0)
    enrol(1)
    found = gallery.search(noses.template(7, 0), 5, FPIR)
    assert [c for c in found.candidates if c.decision.outcome == "match"] == []


def test_an_empty_gallery_has_a_threshold_and_no_candidates(gallery, noses):
    found = gallery.search(noses.template(0, 0), 5, FPIR)
    assert (found.candidates, found.gallery_size) == ((), 0)
    assert found.threshold == noseprint.decide(0.0, 0, FPIR).threshold


def test_a_candidate_is_the_best_print_of_its_dog(gallery, noses):
    dog_id, prints = uuid4(), noses.prints(0)
    gallery.enrol(uuid4(), dog_id, prints, FPIR)
    query = noses.template(0, 5)
    best = max(prints, key=lambda stored: noseprint.compare(query, stored.template).score)
    (candidate,) = gallery.search(query, 5, FPIR).candidates
    assert candidate.photo_id == best.photo_id
    assert candidate.nose == noseprint.Template.from_bytes(best.template.to_bytes()).nose
    assert candidate.comparison.points.shape == (candidate.comparison.inliers, 4)


def test_k_and_exclude_leave_dogs_out(gallery, enrol, noses):
    first, second = enrol(0), enrol(1)
    query = noses.template(0, 5)
    assert [c.dog_id for c in gallery.search(query, 1, FPIR).candidates] == [first]
    found = gallery.search(query, 5, FPIR, exclude=first)
    assert ([c.dog_id for c in found.candidates], found.gallery_size) == ([second], 1)


class Counted:
    """A comparison that remembers how many references each call had."""

    def __init__(self):
        self.calls = []

    def __call__(self, query, references):
        self.calls.append(len(references))
        return [noseprint.compare(query, reference) for reference in references]


def test_only_the_shortlist_is_compared(pool, enrol, noses):
    enrol(0)
    enrol(1)
    compare = Counted()
    found = search(pool, compare, noses.template(1, 5), FPIR, shortlist=1)
    assert (compare.calls, len(found.candidates), found.gallery_size) == ([5], 1, 2)


def test_verification_ends_with_the_first_dog_that_is_certain(pool, enrol, noses, monkeypatch):
    monkeypatch.setattr("gallery.search.DOGS_AT_ONCE", 1)
    enrol(0)
    enrol(1)
    mated, stranger = Counted(), Counted()
    assert Gallery(pool, mated).search(noses.template(1, 0), 5, FPIR).candidates[0].decision.band == "certain"
    Gallery(pool, stranger).search(noses.template(7, 0), 5, FPIR)
    assert (mated.calls, stranger.calls) == ([5], [5, 5])


def test_sketches_choose_whom_to_verify(pool, enrol, noses, monkeypatch):
    """Where the vector lets many dogs through, the sketch puts the right one first."""
    for number in range(4):
        enrol(number)
    monkeypatch.setattr("noseprint.parameters.SKETCH_VECTOR", 0.0)
    compare = Counted()
    found = search(pool, compare, noses.template(2, 5), FPIR, shortlist=1)
    assert (compare.calls, found.gallery_size) == ([5], 4)
    assert found.candidates[0].decision.outcome == "match"


def test_a_score_stands_out_from_those_of_the_other_dogs(gallery, enrol, noses):
    """The same comparison says more among dogs that score low."""
    enrol(0)
    query = noses.template(0, 5)
    (alone,) = gallery.search(query, 9, FPIR).candidates
    for number in range(1, 5):
        enrol(number)
    among = gallery.search(query, 9, FPIR).candidates
    assert among[0].comparison.score == alone.comparison.score
    expected = noseprint.t_norm([candidate.comparison.score for candidate in among])
    assert [candidate.score for candidate in among] == [pytest.approx(score) for score in expected]


def test_prints_of_another_version_are_left_out_and_counted(gallery, enrol, noses, database_url):
    old, new = enrol(0), enrol(1)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE print SET version = 'older' WHERE dog_id = %s", [old])
    found = gallery.search(noses.template(0, 5), 5, FPIR)
    assert [c.dog_id for c in found.candidates] == [new]
    assert found.gallery_size == 1
    known = gallery.statistics()
    assert known == Statistics(dogs=1, prints_by_version={"older": 5, noseprint.VERSION: 5}, unsearchable=1)
    assert (known.prints, known.prints_of_other_versions, known.verified) == (5, 5, False)


def test_a_damaged_print_is_reported_and_the_others_are_searched(gallery, enrol, noses, database_url, caplog):
    dog_id = enrol(0)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE print SET template = 'x' WHERE seq = (SELECT min(seq) FROM print)")
    with caplog.at_level(logging.ERROR):
        (candidate,) = gallery.search(noses.template(0, 5), 5, FPIR).candidates
    assert candidate.dog_id == dog_id
    assert "is skipped" in caplog.text
