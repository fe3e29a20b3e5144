"""Photos move from the disk into a bucket, and the registry goes on: registered, found, deleted, gone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from dev.process import Process, wait_until
from dev.servers import MAIN
from dev.workspace import throwaway_directory
from tests.people import eventually, finished, registered, submit

MAIN_SERVER = ("main-web", "main-worker", "relay")
KEYS = ("access-of-the-test", "secret-of-the-test")
BUCKET = "photos-of-the-stack"


class Store:
    """A running S3 server, and what it was asked for: (method, path, who signed, status)."""

    def __init__(self, origin, directory):
        self.origin, self.log = origin, directory / "requests"
        command = [sys.executable, "-m", "dev.s3", str(urlsplit(origin).port), *KEYS, str(self.log)]
        self.process = Process("s3", command, directory / "s3.log")
        self.client = boto3.client(
            "s3", endpoint_url=origin, region_name="us-east-1", config=Config(s3={"addressing_style": "path"}),
            aws_access_key_id=KEYS[0], aws_secret_access_key=KEYS[1],
        )  # fmt: skip
        self.variables = {
            "MAIN_S3_BUCKET": BUCKET, "MAIN_S3_ENDPOINT": origin,
            "MAIN_S3_ACCESS_KEY": KEYS[0], "MAIN_S3_SECRET_KEY": KEYS[1],
        }  # fmt: skip

    def seen(self):
        return [tuple(line.split()) for line in self.log.read_text().splitlines()]

    def names(self):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {entry["Key"] for page in pages for entry in page.get("Contents", ())}


@pytest.fixture
def store(photo_origin) -> Iterator[Store]:
    with throwaway_directory() as directory:
        store = Store(photo_origin, directory)
        store.process.start()
        try:
            wait_until(lambda: "listening" in store.process.output(), store.process, 30)
            yield store
        finally:
            store.process.kill()


@contextmanager
def restarted(stack, variables):
    """The main server's processes with other variables, and afterwards as they were."""
    parts = [stack.services[name] for name in MAIN_SERVER]
    before = [part.process.env for part in parts]
    try:
        _restart(parts, [env | variables for env in before])
        yield
    finally:
        _restart(parts, before)


def _restart(parts, environments):
    for part in parts:
        part.process.request_stop()
    for part, env in zip(parts, environments, strict=True):
        part.process.wait_stopped()
        part.process.env = env
        part.start()
    for part in parts:
        part.wait_ready()


def manage(stack, store, *arguments):
    env = stack.services["relay"].process.env | store.variables
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=MAIN, env=env, capture_output=True, text=True, timeout=120
    )
    return done.stdout + done.stderr


def noses_of(database, dog_id):
    """Names of the files of a dog's nose photos."""
    rows = database.execute("SELECT photo_id FROM dogs_nosephoto WHERE dog_id = %s", [dog_id])
    return {f"photos/{photo.hex[:2]}/{photo}.jpg" for (photo,) in rows}


def test_a_registry_moves_into_a_bucket_and_goes_on_there(stack, store, owner, finder, shots, main_database):
    early = registered(owner, shots)
    assert manage(stack, store, "storage_setup", "--create").startswith("bucket: made\n")
    assert "copied" in manage(stack, store, "storage_copy", "--to", "bucket")
    with restarted(stack, store.variables):
        moved = finished(finder, finder.look_up(early[5]))
        assert moved["outcome"] == "match"
        assert finder.picture(moved["result"]["evidence"]["reference_url"])[:2] == b"\xff\xd8"

        late = shots(6)
        dog_id = finished(owner, submit(owner, late[:5]))["result"]["dog_id"]
        names = noses_of(main_database, dog_id)
        assert len(names) == 5 and names <= store.names()
        assert finished(finder, finder.look_up(late[5]))["outcome"] == "match"
        assert names <= _fetched_by_the_ai_server(store)
        assert not (stack.directory / "media" / next(iter(names))).exists()

        assert owner.session.delete(f"{owner.url}/api/v1/dogs/{dog_id}", timeout=30).status_code == 204
        eventually(lambda: not names & store.names())
        assert finished(finder, finder.look_up(late[5]))["outcome"] == "not_registered"
    assert {by for _, _, by, _ in store.seen()} == {"header", "query", "nobody"}
    assert [(method, status) for method, _, by, status in store.seen() if by == "nobody"] == [("GET", "403")], (
        "the probe"
    )


def _fetched_by_the_ai_server(store):
    prefix = f"/{BUCKET}/"
    return {path.removeprefix(prefix) for method, path, by, status in store.seen() if (by, status) == ("query", "200")}
