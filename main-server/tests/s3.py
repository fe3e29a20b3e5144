"""A real S3 server over HTTP (dev/s3.py: moto's, behind a door that checks signatures), and storages for the tests."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import storages as handler
from helpers import MAIN_SERVER

from config.environment import Environment, read_environment
from config.storage import storages
from core.storage.bucket import Bucket

ACCESS_KEY, SECRET_KEY, REGION = "access-of-the-test", "secret-of-the-test", "eu-west-1"
NEEDED = {
    "MAIN_SECRET_KEY": "s" * 32, "MAIN_JWT_KEY": "j" * 32, "MAIN_DATABASE_URL": "postgresql://m:p@h/d",
    "MAIN_BROKER_URL": "amqp://h/", "MAIN_INTERNAL_TOKEN": "t" * 32, "MAIN_PUBLIC_URL": "http://h",
    "MAIN_ALLOWED_HOSTS": "h",
}  # fmt: skip


@dataclass
class Server:
    """A running one; `seen` are its requests so far: (method, path, who signed it, status)."""

    process: subprocess.Popen[str]
    log: Path
    url: str = field(init=False)

    def __post_init__(self) -> None:
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[-1]

    @property
    def seen(self) -> list[tuple[str, ...]]:
        return [tuple(line.split()) for line in self.log.read_text().splitlines()]


@contextmanager
def serving(log: Path, *without: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "dev.s3", "0", ACCESS_KEY, SECRET_KEY, str(log), *without]
    with subprocess.Popen(command, cwd=MAIN_SERVER.parent, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(process, log)
        finally:
            process.kill()


def environment(url: str, bucket: str, **more: str) -> Environment:
    """As an operator sets it, MAIN_S3_ left out: environment(url, "photos", url_seconds="1")."""
    variables = {"bucket": bucket, "endpoint": url, "region": REGION, "access_key": ACCESS_KEY,
                 "secret_key": SECRET_KEY, "timeout_s": "1.5"} | more  # fmt: skip
    return read_environment(NEEDED | {f"MAIN_S3_{name.upper()}": value for name, value in variables.items()})


@cache
def client(url: str) -> Any:
    """The operator's. Making one takes a while."""
    return Bucket(**storages(environment(url, "any"))["bucket"]["OPTIONS"]).client


def new_bucket(settings: Any, url: str) -> Bucket:
    """Empty, of its own for each test, and where the photos of the test are kept from now on."""
    name = f"photos-{uuid4()}"
    client(url).create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return use(settings, url, name)


def names(bucket: Bucket) -> set[str]:
    return {
        entry["Key"]
        for entry in client(bucket.endpoint_url).list_objects_v2(Bucket=bucket.bucket_name).get("Contents", ())
    }


def use(settings: Any, url: str, name: str, **more: str) -> Bucket:
    """The storage of photos from now on."""
    settings.STORAGES, settings.PHOTO_LINKS = storages(environment(url, name, **more)), True
    used: Bucket = handler["default"]
    return used


def again(settings: Any, bucket: Bucket, **more: str) -> Bucket:
    """The same bucket with other settings."""
    return use(settings, bucket.endpoint_url, **{"name": bucket.bucket_name} | more)
