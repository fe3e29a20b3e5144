"""The measurement of registrations."""

from uuid import uuid4

import noseprint
from evaluation import registrations
from evaluation.registrations import Photographer, linked, measure, registered, told
from gallery import Verdict


def test_dogs_are_registered_once_and_known_again(gallery):
    rows = measure(gallery, 2, noseprint.parameters.FPIR)
    assert any(row.startswith("| first registration: registered | 2 / 2 |") for row in rows)
    assert any(row.startswith("| second registration: already_registered, the same dog | 2 / 2 |") for row in rows)
    assert gallery.statistics().dogs == 2


def test_photos_are_usable_and_none_is_taken_twice(monkeypatch):
    """The first two are too dark."""
    dog, shown = Photographer(0), []
    capture = dog.nose.capture

    def darkened(shot):
        shown.append(shot)
        return capture(shot) // (20 if shot < 2 else 1)

    monkeypatch.setattr(dog.nose, "capture", darkened)
    assert len(dog.prints()) == registrations.PHOTOS
    assert shown == list(range(7)) and dog.refused == 2


def test_photos_of_two_dogs_are_not_registered(gallery):
    one, other = Photographer(0).prints(), Photographer(1).prints()
    assert linked(one) and not linked([*one[:4], other[0]])
    assert registered(gallery, uuid4(), [*one[:4], other[0]], 0.01) == ("rejected: not linked", None)
    assert gallery.statistics().dogs == 0


def test_it_is_said_which_dog_was_found():
    dog = uuid4()
    known, doubted = Verdict("already_registered", dog, 9.0), Verdict("needs_review", uuid4(), 6.0)
    assert told(dog, "already_registered", known) == "already_registered, the same dog"
    assert told(dog, "needs_review", doubted) == "needs_review, another dog"
    assert told(dog, "registered", Verdict("registered")) == "registered"
