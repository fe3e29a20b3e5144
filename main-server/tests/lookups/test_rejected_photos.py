"""A finder's photo that was rejected is deleted after a day; what was said of it stays."""

from datetime import timedelta

import factories
import pytest
from django.db.models import F
from leftovers import photo_file

from core.models import Photo
from core.photos import files_delete_queued
from jobs.registry import registered_sweeps
from lookups.models import Lookup
from lookups.services import lookup_delete, rejected_photos_sweep

pytestmark = pytest.mark.django_db


def lookup_rejected(seed=500):
    lookup, job = factories.lookup_posted(seed=seed)
    photos = factories.verdicts({0: ["no_nose"]}, count=1)
    factories.finish(job, "rejected", {"model": factories.MODEL, "photos": photos})
    return lookup, job


def hours_pass(hours):
    """The clock of the rows goes on."""
    Lookup.objects.update(answered_at=F("answered_at") - timedelta(hours=hours))


def test_it_is_deleted_after_a_day_and_the_verdict_stays():
    lookup, job = lookup_rejected()
    file = photo_file(lookup.photo)
    hours_pass(23.9)
    assert rejected_photos_sweep() == 0 and Photo.objects.count() == 1
    hours_pass(0.2)
    assert rejected_photos_sweep() == 1 and not Photo.objects.exists()
    assert files_delete_queued() == 1 and not file.exists()
    client = factories.client_of(None)
    body = client.get(f"/api/v1/lookups/{lookup.id}").json()
    verdict = [{"index": 0, "quality": 70, "reasons": ["no_nose"]}]
    assert (body["outcome"], body["photo_url"], body["photos"]) == ("rejected", None, verdict)
    task = client.get(f"/api/v1/tasks/{job.id}").json()
    assert (task["outcome"], task["result"]["photos"]) == ("rejected", verdict)
    response = client.get(f"/api/v1/lookups/{lookup.id}/photo")
    assert (response.status_code, response.json()["code"]) == (410, "gone")
    assert rejected_photos_sweep() == 0
    lookup_delete(lookup.id)
    assert not Lookup.objects.exists()


def test_photos_of_other_outcomes_stay():
    dog = factories.dog_registered(factories.user())
    factories.lookup_answered("not_registered", seed=1)
    factories.lookup_answered("possible", factories.candidate(dog, "possible"), seed=2)
    factories.lookup_answered("match", factories.candidate(dog), seed=3)
    factories.lookup_posted(seed=4)
    hours_pass(1000)
    assert rejected_photos_sweep() == 0
    assert Lookup.objects.exclude(photo=None).count() == 4


def test_it_is_done_in_bounded_pieces_by_the_relay():
    for seed in range(3):
        lookup_rejected(seed)
    hours_pass(25)
    assert [rejected_photos_sweep(2), rejected_photos_sweep(2)] == [2, 1]
    assert rejected_photos_sweep in registered_sweeps()
