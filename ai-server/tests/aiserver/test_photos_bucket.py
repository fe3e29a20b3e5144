"""Photos that the main server leaves in a bucket: fetched from a real S3 server by addresses that are signed."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config

from aiserver import transfers
from aiserver.config import origin
from aiserver.errors import MainServerUnavailable, PhotoMissing, PhotoUnreadable
from aiserver.messages import PhotoReference
from aiserver.photos import PhotoSource

ROOT = Path(__file__).parents[3]
KEYS = ("access-of-the-test", "secret-of-the-test")
LIMIT = 100_000


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(transfers, "PAUSES", (0.01, 0.01))


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """store.url, store.client, and store.seen(): who asked for what, and with what success."""
    log = tmp_path_factory.mktemp("s3") / "requests"
    command = [sys.executable, "-m", "dev.s3", "0", *KEYS, str(log)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().split()[-1]
            config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
            client = boto3.client(
                "s3", endpoint_url=url, region_name="us-east-1", config=config,
                aws_access_key_id=KEYS[0], aws_secret_access_key=KEYS[1],
            )  # fmt: skip
            client.create_bucket(Bucket="photos")
            yield SimpleNamespace(
                url=url, client=client, seen=lambda: [line.split() for line in log.read_text().splitlines()]
            )
        finally:
            process.kill()


@pytest.fixture
def kept(store, main_server) -> Callable[..., PhotoReference]:
    """kept(data, ages): a photo of the bucket, to which the main server sends by an address that lives for 60 s; or by
    one after the other of addresses that live for so many seconds."""

    def keep(data: bytes, ages: tuple[int, ...] = (60, 60, 60)) -> PhotoReference:
        photo = PhotoReference(uuid4(), sha256(data).hexdigest())
        place = {"Bucket": "photos", "Key": f"photos/{photo.photo_id}.jpg"}
        store.client.put_object(**place, Body=data)
        addresses = [store.client.generate_presigned_url("get_object", Params=place, ExpiresIn=age) for age in ages]
        main_server.scripted[f"/internal/photos/{photo.photo_id}"] = lambda handler: handler.answer(
            307, Location=addresses.pop(0)
        )
        return photo

    return keep


def source_of(server, *origins: str) -> PhotoSource:
    return PhotoSource(server.url, server.token, frozenset(map(origin, origins)), LIMIT, 5.0)


def asked_for(store, photo) -> list[tuple[str, str]]:
    """(who signed, status) of each request for it, uploads aside."""
    return [
        (by, status) for method, path, by, status in store.seen() if method == "GET" and str(photo.photo_id) in path
    ]


def test_a_photo_comes_from_the_bucket_without_our_credential(store, main_server, kept):
    photo = kept(b"bytes of a photo" * 1000)
    assert source_of(main_server, store.url).fetch(photo) == b"bytes of a photo" * 1000
    assert main_server.seen == [(f"/internal/photos/{photo.photo_id}", f"Bearer {main_server.token}")]
    assert asked_for(store, photo) == [("query", "200")], "a header of ours would have been refused as no signature"


def test_a_store_that_is_not_listed_is_not_asked(store, main_server, kept):
    photo = kept(b"a photo")
    with pytest.raises(MainServerUnavailable, match="AI_PHOTO_ORIGINS"):
        source_of(main_server, store.url.replace("127.0.0.1", "localhost"), "https://photos.example.org").fetch(photo)
    assert asked_for(store, photo) == []


def test_an_address_that_has_expired_is_asked_for_anew(store, main_server, kept):
    photo = kept(b"a photo", ages=(1, 60))
    time.sleep(1.1)
    assert source_of(main_server, store.url).fetch(photo) == b"a photo"
    assert [status for _, status in asked_for(store, photo)] == ["403", "200"]


def test_addresses_that_all_have_expired_mean_that_the_store_is_unavailable(store, main_server, kept):
    photo = kept(b"a photo", ages=(1, 1, 1))
    time.sleep(1.1)
    with pytest.raises(MainServerUnavailable, match="the photo storage answers 403"):
        source_of(main_server, store.url).fetch(photo)


def test_other_bytes_than_the_job_names_are_missing(store, main_server, kept):
    photo = kept(b"a photo")
    store.client.put_object(Bucket="photos", Key=f"photos/{photo.photo_id}.jpg", Body=b"another photo")
    with pytest.raises(PhotoMissing):
        source_of(main_server, store.url).fetch(photo)


def test_a_photo_that_was_deleted_meanwhile_is_missing(store, main_server, kept):
    photo = kept(b"a photo")
    store.client.delete_object(Bucket="photos", Key=f"photos/{photo.photo_id}.jpg")
    with pytest.raises(PhotoMissing):
        source_of(main_server, store.url).fetch(photo)


def test_more_than_a_photo_is_not_read_to_its_end(store, main_server, kept):
    with pytest.raises(PhotoUnreadable, match="larger"):
        source_of(main_server, store.url).fetch(kept(b"x" * (LIMIT + 1)))
