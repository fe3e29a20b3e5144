"""The S3 server does not answer, or refuses: one clear answer in a bounded time, and nothing is left behind."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import factories
import pytest
import s3 as servers
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from helpers import eventually

from core.chores import Apart
from core.models import FileDeletion, Photo
from core.photos import files_delete_queued, photo_create, photo_delete, photos_atomic
from core.pictures import picture_read
from core.storage import StorageUnavailable, breaker
from jobs.models import Job
from lookups.models import Lookup

NOBODY = "http://127.0.0.1:1"


@contextmanager
def stopped(server):
    """It takes connections and says nothing."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def look_up():
    return factories.client_of(None).post("/api/v1/lookups/", {"nose_photo": factories.photo(7)}, format="multipart")


def is_unavailable(response) -> bool:
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    return response.json()["code"] == "storage_unavailable" and int(response["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_refused_and_leaves_nothing(bucket, settings):
    servers.use(settings, NOBODY, bucket.bucket_name)
    assert is_unavailable(look_up())
    assert not (Photo.objects.exists() or Lookup.objects.exists() or Job.objects.exists())
    [owed] = FileDeletion.objects.all()
    assert owed.path.startswith("lookups/") and owed.deleted_at is None, "it may have arrived"
    servers.use(settings, bucket.endpoint_url, bucket.bucket_name)
    default_storage.save(owed.path, ContentFile(b"arrived after all"))
    assert files_delete_queued() == 1 and not servers.names(bucket)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_says_nothing_holds_up_a_few_for_a_moment_and_the_others_not_at_all(s3, bucket, settings):
    servers.again(settings, bucket, timeout_s="0.3")
    default_storage.save("photos/00/a.jpg", ContentFile(b"x"))
    with stopped(s3):
        started = time.monotonic()
        assert is_unavailable(look_up())
        assert time.monotonic() - started < 10
        before, started = len(s3.seen), time.monotonic()
        for _ in range(20):
            with pytest.raises(StorageUnavailable):
                default_storage.open("photos/00/a.jpg")
        assert time.monotonic() - started < 2, "it is left alone"
    eventually(_is_back)
    assert len(s3.seen) > before
    assert look_up().status_code == 202


def _is_back() -> bool:
    try:
        return default_storage.exists("photos/00/a.jpg")
    except StorageUnavailable:
        return False


def test_of_many_who_wait_one_tries():
    switch = breaker.Breaker(pause_s=0.05, trial_s=5)
    assert switch.admits() and switch.admits(), "all is well"
    switch.failed()
    assert not switch.admits()
    time.sleep(0.06)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: switch.admits(), range(8))) == 1
    switch.succeeded()
    assert switch.admits() and switch.admits()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"secret_key": "of-somebody-else"}, {"name": "no-such-bucket"}])
def test_who_is_refused_deletes_nothing_and_says_so(bucket, settings, wrong):
    with photos_atomic():
        photo = photo_create(picture_read(factories.photo()))
    photo_delete(photo)
    servers.again(settings, bucket, **wrong)
    with pytest.raises(StorageUnavailable):
        files_delete_queued()
    assert FileDeletion.objects.get().deleted_at is None
    with pytest.raises(StorageUnavailable):
        default_storage.open(photo.path)
    servers.again(settings, bucket)
    assert files_delete_queued() == 1 and not servers.names(bucket)


@pytest.mark.django_db
def test_a_picture_that_cannot_be_read_is_unavailable_and_not_gone(bucket, settings):
    owner = factories.user()
    dog = factories.dog_registered(owner)
    servers.use(settings, NOBODY, bucket.bucket_name)
    assert is_unavailable(factories.client_of(owner).get(f"/api/v1/dogs/{dog.id}/photo"))


@pytest.mark.django_db
def test_nor_is_it_on_the_pages_of_staff(bucket, settings):
    owner = factories.user()
    review = factories.dog_in_review(owner, factories.dog_registered(owner))
    browser = factories.staff_client(factories.staff(), raise_request_exception=False)
    page = f"/staff/reviews/{review.id}/noses/dog"
    assert browser.get(page).status_code == 200
    servers.use(settings, NOBODY, bucket.bucket_name)
    assert is_unavailable(browser.get(page))


@pytest.mark.django_db
def test_a_disk_that_takes_no_file_is_unavailable_too(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")
    assert is_unavailable(look_up())


@pytest.mark.django_db(transaction=True)
def test_the_relay_goes_on_while_files_are_deleted(bucket):
    started, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def chore() -> None:
        started.set()
        may_end.wait(10)
        ended.set()

    apart = Apart(chore)
    apart()
    assert started.wait(10) and not ended.is_set()
    apart()  # one is still at it
    may_end.set()
    assert ended.wait(10)
    with photos_atomic():
        photo = photo_create(picture_read(factories.photo()))
    photo_delete(photo)
    connections.close_all()
    eventually(lambda: Apart(files_delete_queued)() or not servers.names(bucket))
