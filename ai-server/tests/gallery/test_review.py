"""A dog that resembles another one too much for chance and too little for a match is left to a person."""

from uuid import uuid4

import psycopg
import pytest

import noseprint
from gallery import DogForgotten, Gallery, Verdict

FPIR = 0.01


@pytest.fixture
def known(enrol):
    return enrol(0)


@pytest.fixture
def prints(noses):
    """Of the dog that is known, as somebody else sends them."""
    return noses.prints(0, range(5, 10))


@pytest.fixture
def fpir(noses, prints, doubt):
    """So strict that what would be a match at 1 % is in doubt."""
    return doubt(prints, noses.prints(0))


def rows(database_url, table):
    with psycopg.connect(database_url) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_doubt_names_the_two_prints_that_agree_most(gallery, noses, known, prints, fpir):
    verdict = gallery.enrol(uuid4(), uuid4(), prints, fpir)
    found = verdict.resemblance
    scores = [noseprint.compare(own.template, noses.template(0, shot)).score for own in prints for shot in range(5)]
    (best,) = noseprint.t_norm([max(scores)])
    assert (verdict.outcome, verdict.dog_id, verdict.score) == ("needs_review", known, pytest.approx(best))
    assert best < found.threshold and found.gallery_size == 1
    own = next(own for own in prints if own.photo_id == found.photo_id)
    assert found.nose == own.template.nose and found.points
    assert all(0 <= value <= 1 and len(point) == 4 for point in found.points for value in point)


def test_nothing_but_the_verdict_is_kept(gallery, noses, known, prints, fpir, database_url):
    gallery.enrol(uuid4(), uuid4(), prints, fpir)
    assert gallery.statistics().prints == 5 and rows(database_url, "enrolment") == 2
    assert {c.dog_id for c in gallery.search(noses.template(0, 5), 5, FPIR).candidates} == {known}


def test_a_rerun_returns_the_same_evidence(gallery, known, prints, fpir):
    job_id, dog_id = uuid4(), uuid4()
    first = gallery.enrol(job_id, dog_id, prints, fpir)
    assert first.outcome == "needs_review"
    assert gallery.enrol(job_id, dog_id, prints, FPIR) == first


def test_a_match_comes_before_doubt(gallery, noses, prints):
    """Whatever else it resembles: a dog that is known for sure needs no review."""
    dog_id = uuid4()
    gallery.enrol(uuid4(), dog_id, noses.prints(0), FPIR)
    verdict = gallery.enrol(uuid4(), uuid4(), prints, FPIR)
    assert (verdict.outcome, verdict.dog_id, verdict.resemblance) == ("already_registered", dog_id, None)


def test_a_dog_that_was_told_apart_is_enrolled_once_and_found(gallery, noses, known, prints, fpir):
    job_id, dog_id = uuid4(), uuid4()
    gallery.enrol(uuid4(), dog_id, prints, fpir)
    for _ in range(2):
        assert gallery.enrol_reviewed(job_id, dog_id, prints, fpir, known) == Verdict("registered")
    assert gallery.enrol_reviewed(uuid4(), dog_id, prints, fpir, known) == Verdict("registered")
    assert gallery.statistics().prints == 10
    assert {c.dog_id for c in gallery.search(noses.template(0, 10), 5, FPIR).candidates} == {known, dog_id}


def test_the_look_alike_no_longer_counts_even_if_it_matches_now(gallery, known, prints):
    """The threshold falls when dogs are deleted; what a person has said stays true."""
    assert gallery.enrol_reviewed(uuid4(), uuid4(), prints, FPIR, known) == Verdict("registered")


def test_a_third_dog_in_doubt_does_not_count_either(gallery, known, prints, fpir):
    assert gallery.enrol_reviewed(uuid4(), uuid4(), prints, fpir, uuid4()) == Verdict("registered")


def test_a_match_with_a_third_dog_refuses_it(gallery, known, prints):
    verdict = gallery.enrol_reviewed(uuid4(), uuid4(), prints, FPIR, uuid4())
    assert (verdict.outcome, verdict.dog_id) == ("already_registered", known)


def test_a_third_dog_is_found_even_if_the_look_alike_is_certain(gallery, noses, known, prints):
    """Two registered dogs are one and the same, and it was told from the one of them."""
    third = uuid4()
    gallery.enrol_reviewed(uuid4(), third, noses.prints(0, range(10, 15)), FPIR, known)
    for lookalike, match in ((known, third), (third, known)):
        verdict = gallery.enrol_reviewed(uuid4(), uuid4(), prints, FPIR, lookalike)
        assert (verdict.outcome, verdict.dog_id) == ("already_registered", match)


def test_a_dog_that_was_forgotten_while_it_was_reviewed_stays_away(gallery, known, prints, fpir, database_url):
    dog_id = uuid4()
    gallery.enrol(uuid4(), dog_id, prints, fpir)
    gallery.forget(dog_id)
    assert rows(database_url, "enrolment") == 1, "the evidence goes too"
    with pytest.raises(DogForgotten):
        gallery.enrol_reviewed(uuid4(), dog_id, prints, fpir, known)
    assert gallery.statistics().dogs == 1


def test_a_look_alike_that_is_forgotten_is_none(gallery, known, prints, fpir, database_url):
    job_id, dog_id = uuid4(), uuid4()
    gallery.enrol(job_id, dog_id, prints, fpir)
    gallery.forget(known)
    assert rows(database_url, "enrolment") == 0
    assert gallery.enrol(job_id, dog_id, prints, fpir) == Verdict("registered")


class Interrupted:
    """A comparison in the middle of which something else happens, once."""

    def __init__(self, event):
        self.event = event

    def __call__(self, query, references):
        event, self.event = self.event, None
        if event is not None:
            event()
        return [noseprint.compare(query, reference) for reference in references]


def test_a_look_alike_that_is_added_between_search_and_lock_is_seen(pool, gallery, noses, enrol, prints, fpir):
    enrol(1)
    rival = uuid4()
    slow = Gallery(pool, Interrupted(lambda: gallery.enrol(uuid4(), rival, noses.prints(0), FPIR)))
    verdict = slow.enrol(uuid4(), uuid4(), prints, 2 * fpir)  # two dogs by then
    # Beside the other dog it may stand out enough for a match.
    assert verdict.outcome != "registered" and verdict.dog_id == rival


def test_a_look_alike_that_is_forgotten_between_search_and_lock_is_none(pool, gallery, known, prints, fpir):
    slow = Gallery(pool, Interrupted(lambda: gallery.forget(known)))
    assert slow.enrol(uuid4(), uuid4(), prints, fpir) == Verdict("registered")


def test_a_verdict_of_an_earlier_version_is_read():
    stored = {"outcome": "already_registered", "dog_id": str(uuid4()), "score": 40.0}
    assert Verdict.from_json(stored).resemblance is None
