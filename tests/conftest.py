"""One whole stack for all tests across services, and generated dogs that no test shares with another."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import psycopg
import pytest

from dev.demo.api import Api
from dev.ports import Ports
from dev.stack import Stack
from dev.variables import CROWD
from dev.workspace import throwaway_directory
from evaluation import synthetic
from tests.client_copy import copy_of_client
from tests.letters import Letters
from tests.people import join

# What a fault test would otherwise wait for: lost attempts are noticed, and tried again, within seconds.
IMPATIENT = {
    "MAIN_SWEEP_INTERVAL_S": "0.5",
    "MAIN_JOB_KINDS": '{"dog.lookup": {"lease_s": 20, "backoff_s": 1}, "dog.register": {"backoff_s": 1}}',
}
_seeds = itertools.count(9000)


@pytest.fixture(scope="session")
def letters() -> Iterator[Letters]:
    with Letters(Ports().reserve()) as letters:
        yield letters


@pytest.fixture(scope="session")
def web_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_client(tmp_path_factory)


@pytest.fixture(scope="session")
def photo_origin() -> str:
    """Where test_storage.py has its S3 server; the AI servers take photos from there, should the main server say so."""
    return f"http://127.0.0.1:{Ports().reserve()}"


@pytest.fixture(scope="session")
def stack(letters: Letters, web_root: Path, photo_origin: str) -> Iterator[Stack]:
    """Not below pytest's own folder: the next run of pytest shuts that to PostgreSQL and RabbitMQ, whose users are not
    ours."""
    mail = {
        "MAIN_EMAIL_URL": f"smtp://127.0.0.1:{letters.port}",
        "MAIN_EMAIL_FROM": "SavePets <noreply@savepets.example>",
    }
    storage = {"AI_PHOTO_ORIGINS": photo_origin}
    with (
        throwaway_directory() as directory,
        Stack(directory, settings=CROWD | IMPATIENT | mail | storage, web_root=web_root) as stack,
    ):
        yield stack


@pytest.fixture
def finder(stack: Stack) -> Api:
    """Somebody without an account."""
    return Api(stack.url)


@pytest.fixture
def owner(stack: Stack) -> Api:
    return join(stack)


@pytest.fixture
def shots(tmp_path: Path) -> Callable[[int], list[Path]]:
    """shots(n): n photos of the nose of a dog that nobody has seen before."""

    def draw(count: int) -> list[Path]:
        seed = next(_seeds)
        nose, photos = synthetic.Nose(seed), []
        for index in range(count):
            photos.append(tmp_path / f"{seed}-{index}.jpg")
            cv2.imwrite(str(photos[-1]), nose.capture(index))
        return photos

    return draw


@pytest.fixture
def main_database(stack: Stack) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stack.backing.database_url("main"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def ai_database(stack: Stack) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stack.backing.database_url("ai"), autocommit=True) as connection:
        yield connection
