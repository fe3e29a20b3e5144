"""Enrolment has one effect, however often, late or concurrently it runs."""

from uuid import uuid4

import psycopg
import pytest

import noseprint
from gallery import DogForgotten, Gallery, Statistics, Verdict, store

FPIR = 0.01


def count(database_url, table):
    with psycopg.connect(database_url) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_new_dog_is_registered_with_all_its_prints(gallery, enrol, noses):
    enrol(0)
    enrol(1)
    known = gallery.statistics()
    assert known == Statistics(dogs=2, prints_by_version={noseprint.VERSION: 10})
    assert (known.prints, known.prints_of_other_versions, known.verified) == (10, 0, True)


def test_the_gallery_is_verified_while_prints_and_enrolments_agree(gallery, enrol, database_url):
    assert gallery.statistics() == Statistics(dogs=0, prints_by_version={})
    kept, lost = enrol(0), enrol(1)
    with psycopg.connect(database_url) as connection:
        connection.execute("DELETE FROM print WHERE dog_id = %s", [lost])
    assert (gallery.statistics().unsearchable, gallery.statistics().verified) == (1, False)
    gallery.forget(lost)
    assert gallery.statistics().verified
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO tombstone (dog_id) VALUES (%s)", [kept])
    assert (gallery.statistics().stray, gallery.statistics().verified) == (1, False)
    gallery.forget(kept)
    assert gallery.statistics().verified


def test_counting_keeps_nobody_waiting(gallery, database_url, monkeypatch):
    monkeypatch.setattr(store, "STATISTICS_MS", 200)
    with psycopg.connect(database_url) as connection:
        connection.execute("LOCK TABLE print IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(psycopg.errors.QueryCanceled):
            gallery.statistics()
    assert gallery.statistics().dogs == 0
    with gallery._pool.connection() as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("2min",)  # of all else


def test_other_photos_of_a_registered_dog_are_already_registered(gallery, enrol, noses):
    known, _ = enrol(0), enrol(1)
    verdict = gallery.enrol(uuid4(), uuid4(), noses.prints(0, range(5, 10)), FPIR)
    assert (verdict.outcome, verdict.dog_id) == ("already_registered", known)
    assert verdict.score >= noseprint.decide(0.0, 2, FPIR).threshold
    assert gallery.statistics().dogs == 2


def test_a_rerun_returns_the_first_verdict_and_inserts_nothing(gallery, noses):
    first_job, first_dog, second_job = uuid4(), uuid4(), uuid4()
    prints, others = noses.prints(0), noses.prints(0, range(5, 10))
    assert gallery.enrol(first_job, first_dog, prints, FPIR) == Verdict("registered")
    refused = gallery.enrol(second_job, uuid4(), others, FPIR)
    assert gallery.enrol(first_job, first_dog, prints, FPIR) == Verdict("registered")
    assert gallery.enrol(second_job, uuid4(), others, FPIR) == refused
    assert gallery.statistics().prints == 5


def test_a_second_job_for_a_registered_dog_changes_nothing(gallery, noses):
    dog_id = uuid4()
    gallery.enrol(uuid4(), dog_id, noses.prints(0), FPIR)
    assert gallery.enrol(uuid4(), dog_id, noses.prints(0, range(5, 10)), FPIR) == Verdict("registered")
    assert gallery.statistics().prints == 5


def test_a_dog_forgotten_before_its_enrolment_stays_away(gallery, noses, database_url):
    dog_id = uuid4()
    gallery.forget(dog_id)
    with pytest.raises(DogForgotten):
        gallery.enrol(uuid4(), dog_id, noses.prints(0), FPIR)
    assert count(database_url, "print") == count(database_url, "enrolment") == 0


def test_a_forgotten_dog_is_found_by_nobody_and_not_revived_by_a_redelivery(gallery, noses, database_url):
    job_id, dog_id, prints = uuid4(), uuid4(), noses.prints(0)
    gallery.enrol(job_id, dog_id, prints, FPIR)
    gallery.forget(dog_id)
    gallery.forget(dog_id)
    assert gallery.search(noses.template(0, 5), 5, FPIR).candidates == ()
    with pytest.raises(DogForgotten):
        gallery.enrol(job_id, dog_id, prints, FPIR)
    assert count(database_url, "print") == count(database_url, "enrolment") == 0


def test_a_verdict_that_names_a_forgotten_dog_is_forgotten_with_it(gallery, enrol, noses):
    job_id, dog_id, others = uuid4(), uuid4(), noses.prints(0, range(5, 10))
    known = enrol(0)
    assert gallery.enrol(job_id, dog_id, others, FPIR).dog_id == known
    gallery.forget(known)
    assert gallery.enrol(job_id, dog_id, others, FPIR) == Verdict("registered")


def test_a_forgotten_dog_can_be_registered_under_a_new_id(gallery, enrol, noses):
    gallery.forget(enrol(0))
    assert gallery.enrol(uuid4(), uuid4(), noses.prints(0), FPIR).outcome == "registered"


class Interrupted:
    """A comparison in the middle of which something else happens, once."""

    def __init__(self, event):
        self.event = event

    def __call__(self, query, references):
        event, self.event = self.event, None
        if event is not None:
            event()
        return [noseprint.compare(query, reference) for reference in references]


def test_what_is_added_between_search_and_lock_is_seen(pool, gallery, enrol, noses):
    enrol(1)
    rival = uuid4()
    slow = Gallery(pool, Interrupted(lambda: gallery.enrol(uuid4(), rival, noses.prints(0), FPIR)))
    verdict = slow.enrol(uuid4(), uuid4(), noses.prints(0, range(5, 10)), FPIR)
    assert (verdict.outcome, verdict.dog_id) == ("already_registered", rival)


def test_a_match_that_is_forgotten_between_search_and_lock_is_none(pool, gallery, enrol, noses):
    known = enrol(0)
    slow = Gallery(pool, Interrupted(lambda: gallery.forget(known)))
    assert slow.enrol(uuid4(), uuid4(), noses.prints(0, range(5, 10)), FPIR) == Verdict("registered")


def test_a_dog_that_is_forgotten_between_search_and_lock_is_not_registered(pool, gallery, enrol, noses):
    enrol(1)
    dog_id = uuid4()
    slow = Gallery(pool, Interrupted(lambda: gallery.forget(dog_id)))
    with pytest.raises(DogForgotten):
        slow.enrol(uuid4(), dog_id, noses.prints(0), FPIR)
    assert gallery.statistics().dogs == 1
