"""Lookups are deleted: by age, and with their account."""

from datetime import timedelta

import factories
import pytest
from django.utils import timezone

from core.models import Photo
from jobs.models import Job
from jobs.registry import registered_sweeps
from lookups.contacts import contacts_sweep
from lookups.models import Contact, Lookup
from lookups.services import lookups_sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.user()


@pytest.fixture
def dog(owner):
    return factories.dog_registered(owner)


def aged(lookup, days=7.1):
    Lookup.objects.filter(id=lookup.id).update(created_at=timezone.now() - timedelta(days=days))
    return lookup


def lookup_failed(seed):
    lookup, job = factories.lookup_posted(seed=seed)
    factories.fail(job)
    return lookup


def test_old_lookups_without_a_dog_go_with_their_photos(owner, dog):
    photos = Photo.objects.count()
    gone = [
        aged(factories.lookup_answered("not_registered", seed=1)[0]),
        aged(factories.lookup_answered("possible", factories.candidate(dog, "possible"), account=owner, seed=2)[0]),
        aged(factories.lookup_posted(seed=3)[0]),
        aged(lookup_failed(seed=6)),
    ]
    kept = [
        aged(factories.lookup_answered("match", factories.candidate(dog), seed=4)[0], days=29.9),
        aged(factories.lookup_answered("not_registered", seed=5)[0], days=6.9),
    ]
    assert lookups_sweep() == len(gone)
    assert set(Lookup.objects.values_list("id", flat=True)) == {lookup.id for lookup in kept}
    assert Photo.objects.count() == photos + len(kept)
    assert lookups_sweep() == 0


def test_a_match_goes_a_month_later_once_nothing_is_left_of_what_was_written(dog):
    silent, _ = factories.lookup_answered("match", factories.candidate(dog), seed=4)
    written, _ = factories.lookup_answered("match", factories.candidate(dog), seed=5)
    path = f"/api/v1/lookups/{written.id}/contact"
    assert factories.client_of(None).post(path, {"message": "I found her."}).status_code == 201
    photos = Photo.objects.count()
    aged(silent, days=30.1)
    aged(written, days=30.1)
    assert lookups_sweep() == 1
    assert (Lookup.objects.get(), Photo.objects.count()) == (written, photos - 1)
    Contact.objects.update(created_at=timezone.now() - timedelta(days=30.1))
    assert [contacts_sweep(), lookups_sweep()] == [1, 1]


def test_a_match_goes_once_its_dog_is_gone(owner, dog):
    lookup, job = factories.lookup_answered("match", factories.candidate(dog))
    aged(lookup)
    factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
    assert lookups_sweep() == 1
    task = factories.client_of(None).get(f"/api/v1/tasks/{job.id}").json()
    nothing = {"lookup_id": str(lookup.id), "band": None, "dog": None, "evidence": None}
    assert (task["outcome"], task["result"]) == ("not_registered", nothing)
    assert factories.client_of(None).get(f"/api/v1/lookups/{lookup.id}").status_code == 404


def test_the_relay_does_it():
    assert lookups_sweep in registered_sweeps()


def test_it_is_done_in_bounded_pieces():
    for seed in range(3):
        aged(factories.lookup_posted(seed=seed)[0])
    assert [lookups_sweep(2), lookups_sweep(2)] == [2, 1]


def test_an_open_job_is_called_off():
    lookup, job = factories.lookup_posted()
    aged(lookup)
    lookups_sweep()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_leaving_erases_lookups_of_ones_own(owner, dog):
    finder = factories.user()
    factories.lookup_answered("match", factories.candidate(dog), account=finder, seed=1)
    _, running = factories.lookup_posted(finder, seed=2)
    nobodys, _ = factories.lookup_posted(seed=3)
    photos = Photo.objects.count()
    assert factories.client_of(finder).delete("/api/v1/users/me").status_code == 204
    assert list(Lookup.objects.all()) == [nobodys]
    assert Photo.objects.count() == photos - 2
    running.refresh_from_db()
    assert running.state == "cancelled"
