"""What each kind of job comes to: real photos from a server, the real gallery, the real matcher."""

from dataclasses import replace
from uuid import uuid4

import cv2
import numpy as np
import psycopg
import pytest

import noseprint
from aiserver.errors import PhotoMissing, PhotoUnreadable
from aiserver.messages import ForgetPayload, LookupPayload, PhotoReference
from aiserver.series import STAGES
from gallery import DogForgotten, Print


@pytest.fixture
def shots(noses):
    """JPEGs of dog number `dog`."""
    return lambda dog, *numbers: [noses.jpeg(dog, number) for number in numbers]


def blank() -> bytes:
    return cv2.imencode(".jpg", np.full((480, 640, 3), 210, np.uint8))[1].tobytes()


def reasons(outcome) -> list[list[str]]:
    assert [photo["index"] for photo in outcome.result["photos"]] == list(range(len(outcome.result["photos"])))
    return [photo["reasons"] for photo in outcome.result["photos"]]


@pytest.fixture
def counted(services):
    """A sample of the AI's metrics."""
    return lambda name, **labels: services.metrics.registry.get_sample_value(f"savepets_ai_{name}", labels)


def test_five_photos_of_a_new_dog(jobs, shots):
    outcome = jobs.register(*shots(0, 0, 1, 2, 3, 4))
    assert (outcome.outcome, reasons(outcome)) == ("registered", [[]] * 5)
    assert outcome.result["model"] == noseprint.VERSION
    assert set(outcome.result) == {"model", "photos"}
    nobody_to_compare_with = {"prints", "verify"}
    assert set(jobs.watch.milliseconds) == set(STAGES["dog.register"]) - nobody_to_compare_with


def test_a_redelivered_registration_is_registered_again_and_once(jobs, shots, gallery):
    dog_id, job_id = uuid4(), uuid4()
    outcomes = [jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id, job_id=job_id) for _ in range(2)]
    assert [o.outcome for o in outcomes] == ["registered", "registered"]
    assert gallery.statistics().prints == 5


def test_another_owner_s_registration_of_the_same_dog(jobs, shots):
    dog_id = uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id)
    outcome = jobs.register(*shots(0, 5, 6, 7, 8, 9))
    assert (outcome.outcome, outcome.result["dog_id"]) == ("already_registered", str(dog_id))
    assert outcome.result["score"] > 0 and reasons(outcome) == [[]] * 5


@pytest.fixture
def strict(services, noses, doubt):
    """Jobs at an FPIR at which other photos of dog 0 are not a match, but in doubt."""

    def strict(jobs):
        prints = [Print(uuid4(), "0" * 64, extracted(noses.jpeg(0, shot))) for shot in range(10)]
        jobs.services = replace(services, fpir=doubt(prints[5:], prints[:5]))
        return jobs

    return strict


def extracted(jpeg: bytes) -> noseprint.Template:
    return noseprint.extract(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR))


def test_a_look_alike_needs_review_and_is_shown_with_evidence(jobs, shots, strict, gallery):
    dog_id = uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id)
    outcome = strict(jobs).register(*shots(0, 5, 6, 7, 8, 9))
    result = outcome.result
    assert (outcome.outcome, result["dog_id"], reasons(outcome)) == ("needs_review", str(dog_id), [[]] * 5)
    assert 0 < result["score"] < result["threshold"] and result["gallery_size"] == 1
    numbers = [*result["nose"], *result["lookalike_nose"], *np.ravel(result["points"])]
    assert all(0 <= number <= 1 for number in numbers) and np.shape(result["points"])[1] == 4
    sent = {url.rpartition("/")[2] for url in jobs.main_server.photos}
    assert {result["photo_id"], result["lookalike_photo_id"]} < sent
    assert gallery.statistics().dogs == 1


def test_a_dog_that_a_person_told_from_its_look_alike_is_registered(jobs, shots, strict, gallery):
    known, dog_id = uuid4(), uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=known)
    outcome = strict(jobs).enrol(known, *shots(0, 5, 6, 7, 8, 9), dog_id=dog_id)
    assert (outcome.outcome, set(outcome.result)) == ("registered", {"model", "photos"})
    assert gallery.statistics().dogs == 2


def test_a_reviewed_dog_that_matches_a_third_one_is_that_dog(jobs, shots):
    known = uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=known)
    outcome = jobs.enrol(uuid4(), *shots(0, 5, 6, 7, 8, 9))
    assert (outcome.outcome, outcome.result["dog_id"]) == ("already_registered", str(known))


def test_reviewed_photos_are_judged_like_any_other(jobs, shots, gallery):
    outcome = jobs.enrol(uuid4(), *shots(0, 0, 1, 2, 3), blank())
    assert (outcome.outcome, reasons(outcome)) == ("rejected", [[], [], [], [], ["no_nose"]])
    assert gallery.statistics().dogs == 0


def test_photos_that_fail_quality_are_named_and_the_others_are_not(jobs, shots, gallery, counted):
    good = shots(0, 0, 1, 2, 3)
    outcome = jobs.register(good[0], good[1], blank(), good[2], good[3])
    assert (outcome.outcome, reasons(outcome)) == ("rejected", [[], [], ["no_nose"], [], []])
    assert gallery.statistics().dogs == 0
    assert counted("photos_rejected_total", reason="no_nose") == 1
    assert (counted("photo_quality_count"), counted("photo_quality_bucket", le="10.0")) == (5, 1)


def test_photos_of_two_dogs(jobs, shots, gallery, counted):
    first, second = shots(0, 0, 1, 2), shots(1, 0, 1)
    outcome = jobs.register(first[0], second[0], first[1], second[1], first[2])
    assert outcome.outcome == "rejected"
    assert reasons(outcome) == [[], ["different_dog"], [], ["different_dog"], []]
    assert counted("photos_rejected_total", reason="different_dog") == 2
    assert gallery.statistics().dogs == 0


def test_one_photo_of_an_unknown_dog_is_unlinked(jobs, shots):
    outcome = jobs.register(*shots(0, 0, 1, 2, 3), *shots(1, 0))
    assert (outcome.outcome, reasons(outcome)) == ("rejected", [[], [], [], [], ["unlinked_photo"]])


def test_one_photo_of_a_registered_dog_is_a_different_dog(jobs, shots):
    jobs.register(*shots(1, 0, 1, 2, 3, 4))
    outcome = jobs.register(*shots(0, 0, 1, 2, 3), *shots(1, 5))
    assert (outcome.outcome, reasons(outcome)) == ("rejected", [[], [], [], [], ["different_dog"]])


def test_five_photos_of_five_dogs_link_to_nothing(jobs, noses):
    outcome = jobs.register(*[noses.jpeg(dog, 0) for dog in range(5)])
    assert (outcome.outcome, reasons(outcome)) == ("rejected", [["unlinked_photo"]] * 5)


def test_photos_that_link_only_through_a_registered_dog_are_that_dog(jobs, shots, monkeypatch):
    """As seen with real dogs: two groups of shots, both of which match one registered dog."""
    dog_id = uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id)
    monkeypatch.setattr(noseprint, "link", lambda scores: [[0, 1, 2], [3, 4]])
    outcome = jobs.register(*shots(0, 5, 6, 7, 8, 9))
    assert (outcome.outcome, outcome.result["dog_id"]) == ("already_registered", str(dog_id))


def test_a_lookup_of_a_registered_dog(jobs, shots, counted):
    dog_id = uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id)
    jobs.register(*shots(1, 0, 1, 2, 3, 4))
    outcome = jobs.look_up(*shots(0, 5))
    best = outcome.result["candidates"][0]
    assert (outcome.outcome, outcome.result["gallery_size"]) == ("match", 2)
    assert (best["dog_id"], best["outcome"]) == (str(dog_id), "match")
    assert best["score"] >= outcome.result["threshold"]
    assert counted("match_score_sum", outcome="match") == pytest.approx(best["score"])
    assert best["band"] in ("certain", "probable")
    assert {c["outcome"] for c in outcome.result["candidates"]} <= {"match", "possible"}
    numbers = [*outcome.result["nose"], *best["nose"], *np.ravel(best["points"])]
    assert all(0 <= number <= 1 for number in numbers)
    assert len(best["points"]) >= 3 and np.shape(best["points"])[1] == 4


def test_a_lookup_of_a_stranger(jobs, shots, counted):
    jobs.register(*shots(0, 0, 1, 2, 3, 4))
    outcome = jobs.look_up(*shots(3, 0))
    assert outcome.outcome in ("not_registered", "possible")
    assert outcome.result["gallery_size"] == 1
    assert ("candidates" in outcome.result) == (outcome.outcome == "possible")
    assert counted("match_score_count", outcome=outcome.outcome) == 1, "also of dogs that are not named"


def test_a_lookup_in_an_empty_gallery(jobs, shots):
    outcome = jobs.look_up(*shots(0, 0))
    assert (outcome.outcome, outcome.result["gallery_size"]) == ("not_registered", 0)
    assert set(outcome.result) == {"model", "gallery_size", "threshold", "quality", "nose"}


def test_a_lookup_without_a_nose(jobs):
    outcome = jobs.look_up(blank())
    assert (outcome.outcome, reasons(outcome)) == ("rejected", [["no_nose"]])
    assert outcome.result["photos"][0]["quality"] == 0


def test_a_forgotten_dog_is_not_found_and_not_revived(jobs, shots):
    dog_id, job_id = uuid4(), uuid4()
    jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id, job_id=job_id)
    forgotten = jobs.run(ForgetPayload(dog_id))
    assert (forgotten.outcome, forgotten.result) == ("forgotten", {})
    assert jobs.look_up(*shots(0, 5)).outcome == "not_registered"
    with pytest.raises(DogForgotten):
        jobs.register(*shots(0, 0, 1, 2, 3, 4), dog_id=dog_id, job_id=job_id)


def test_photos_that_are_gone_or_unreadable(jobs, shots):
    with pytest.raises(PhotoUnreadable):
        jobs.look_up(b"no picture")
    with pytest.raises(PhotoMissing):
        jobs.run(LookupPayload(uuid4(), PhotoReference(uuid4(), "0" * 64)))


def test_without_its_database_a_lookup_fails_with_the_driver_s_error(jobs, shots, services, monkeypatch):
    monkeypatch.setattr("gallery.store.NEAREST", "SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(psycopg.OperationalError):
        jobs.look_up(*shots(0, 0))
