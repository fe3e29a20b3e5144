"""Photos of a registration that came to nothing are deleted after a day; what was said of them stays."""

from datetime import timedelta

import factories
import pytest
from django.db.models import F
from leftovers import photo_file

from core.models import FileDeletion, Photo
from core.photos import files_delete_queued
from dogs.models import Dog
from dogs.services import rejected_photos_sweep
from jobs.registry import registered_sweeps
from jobs.results import job_replay

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.user()


def dog_rejected(owner, seed=0):
    dog, job = factories.dog_posted(owner, seed)
    photos = factories.verdicts({1: ["blurred"]})
    factories.finish(job, "rejected", {"model": factories.MODEL, "photos": photos})
    dog.refresh_from_db()
    return dog


def hours_pass(hours):
    """The clock of the rows goes on."""
    Dog.objects.update(photos_until=F("photos_until") - timedelta(hours=hours))


def test_they_are_deleted_after_a_day_and_the_verdict_stays(owner):
    dog = dog_rejected(owner)
    files = [photo_file(photo) for photo in Photo.objects.all()]
    hours_pass(23.9)
    assert (rejected_photos_sweep(), Photo.objects.count()) == (0, 6)
    hours_pass(0.2)
    assert (rejected_photos_sweep(), Photo.objects.count()) == (1, 0)
    assert files_delete_queued() == 6 and not any(file.exists() for file in files)
    body = factories.client_of(owner).get(f"/api/v1/dogs/{dog.id}").json()
    assert (body["state"], body["rejection"], body["photo_url"]) == ("rejected", "photos", None)
    assert [nose["reasons"] for nose in body["nose_photos"]] == [[], ["blurred"], [], [], []]
    assert [nose["quality"] for nose in body["nose_photos"]] == [70, 71, 72, 73, 74]
    assert rejected_photos_sweep() == 0


def test_the_picture_is_gone_and_the_rest_still_works(owner):
    dog = dog_rejected(owner)
    hours_pass(25)
    rejected_photos_sweep()
    client, path = factories.client_of(owner), f"/api/v1/dogs/{dog.id}"
    response = client.get(f"{path}/photo")
    assert (response.status_code, response.json()["code"]) == (410, "gone")
    assert client.get("/api/v1/users/mypage/dogs").json()["count"] == 1
    changed = client.patch(path, {"profile_photo": factories.photo(7)}, format="multipart")
    assert changed.status_code == 200 and b"".join(client.get(f"{path}/photo")).startswith(b"\xff\xd8")
    assert client.delete(path).status_code == 204
    assert not Photo.objects.exists() and FileDeletion.objects.count() == 7


def test_so_are_those_of_dogs_that_were_registered_already_or_failed(owner):
    other = factories.dog_registered(factories.user(), 10)
    _, known = factories.dog_posted(owner, 20)
    matched = {"model": factories.MODEL, "dog_id": str(other.id), "score": 40.0, "photos": factories.verdicts()}
    factories.finish(known, "already_registered", matched)
    _, failed = factories.dog_posted(owner, 30)
    factories.fail(failed)
    hours_pass(23.9)
    assert (rejected_photos_sweep(), Photo.objects.count()) == (0, 18)
    hours_pass(0.2)
    assert (rejected_photos_sweep(), Photo.objects.count()) == (2, 6)
    reasons = Dog.objects.filter(owner=owner).order_by("created_at").values_list("rejection", flat=True)
    assert list(reasons) == ["already_registered", "failed"]


def test_photos_of_other_dogs_stay(owner):
    factories.dog_registered(owner, 10)
    factories.dog_posted(owner, 30)
    hours_pass(1000)
    assert rejected_photos_sweep() == 0
    assert Photo.objects.count() == 12


def test_a_registration_that_is_replayed_in_time_keeps_its_photos(owner):
    dog, job = factories.dog_posted(owner)
    factories.fail(job)
    assert job_replay(job.id)
    factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()}, attempt=2)
    dog.refresh_from_db()
    assert (dog.state, dog.rejection, dog.photos_until) == ("registered", "", None)
    hours_pass(1000)
    assert (rejected_photos_sweep(), Photo.objects.count()) == (0, 6)


def test_the_time_is_a_setting(owner, settings):
    settings.REJECTED_PHOTO_HOURS = 2
    dog_rejected(owner)
    hours_pass(2.1)
    assert rejected_photos_sweep() == 1


def test_it_is_done_in_bounded_pieces_by_the_relay(owner):
    for seed in (0, 10, 20):
        dog_rejected(owner, seed)
    hours_pass(25)
    assert [rejected_photos_sweep(2), rejected_photos_sweep(2)] == [2, 1]
    assert rejected_photos_sweep in registered_sweeps()
