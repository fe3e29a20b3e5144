"""Real PostgreSQL and a real RabbitMQ: run by `python -m dev exec -- pytest main-server`."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pika
import pytest
from description import Description, answers_checked
from django.conf import settings
from django.contrib.auth.hashers import BCryptSHA256PasswordHasher
from django.db import connection, transaction
from helpers import CONTRACT, child, eventually
from kombu import Connection
from pika.adapters.blocking_connection import BlockingChannel
from rest_framework.test import APIClient

from core.rates import Rate
from jobs import topology, waiting
from jobs.models import Job
from jobs.registry import register_handler
from jobs.services import job_submit


@pytest.fixture(scope="session")
def description() -> Description:
    return Description()


@pytest.fixture(autouse=True, scope="session")
def _answers_are_as_described(description: Description) -> Iterator[None]:
    with answers_checked(description):
        yield


@pytest.fixture
def client() -> APIClient:
    return APIClient()


@pytest.fixture
def golden() -> dict[str, dict[str, Any]]:
    """The contract's golden envelopes by file name."""
    return {path.stem: json.loads(path.read_text()) for path in (CONTRACT / "golden").glob("*.json")}


@pytest.fixture(autouse=True)
def _stop_listening() -> Iterator[None]:
    yield
    waiting.close()


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash takes 0.2 s as shipped, so that guessing takes long; the tests hash a lot."""
    monkeypatch.setattr(BCryptSHA256PasswordHasher, "rounds", 4)


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    """All tests come from one address. Those of the limits set what ships."""
    settings.RATES = dict.fromkeys(settings.RATES, Rate(1_000_000, 1))


@contextmanager
def broker_channel(url: str) -> Iterator[BlockingChannel]:
    with Connection(url) as declaring:
        topology.declare(declaring)
    with pika.BlockingConnection(pika.URLParameters(url)) as connected:
        channel = connected.channel()
        channel.confirm_delivery()
        yield channel


@pytest.fixture
def broker() -> Iterator[BlockingChannel]:
    """A channel of an independent client; all queues are there and empty."""
    with broker_channel(settings.BROKER_URL) as channel:
        for queue in topology.QUEUES:
            channel.queue_purge(queue)
        yield channel


@pytest.fixture
def submit() -> Callable[..., Job]:
    """submit(kind="dog.lookup", principal="anonymous", idempotency=None) -> a committed job."""

    def submit_one(**changes: Any) -> Job:
        subject = uuid4()
        asked: dict[str, Any] = {
            "kind": "dog.lookup",
            "payload": {"lookup_id": str(subject), "photo": {"id": str(uuid4()), "sha256": "0" * 64}},
            "principal": "anonymous",
            "subject_id": subject,
        }
        with transaction.atomic():
            return job_submit(**asked | changes)

    return submit_one


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch, description: Description) -> Callable[..., None]:
    """Replace all handlers by those of the test, whose results no description knows."""
    monkeypatch.setattr(description, "check", lambda *_: None)
    monkeypatch.setattr("jobs.registry._handlers", {})
    return register_handler


@pytest.fixture(scope="session")
def process_environment(django_db_setup: None) -> dict[str, str]:
    """The environment of a child process that is to work on the test database."""
    database = connection.settings_dict
    secret = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    url = f"postgresql://{secret}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {**os.environ, "MAIN_DATABASE_URL": url, "MAIN_MEDIA_ROOT": str(settings.MEDIA_ROOT)}


@pytest.fixture(scope="session")
def start_main_worker(process_environment: dict[str, str]) -> Callable[[], Any]:
    """`with start_main_worker(MAIN_...=...) as process:` the real main worker, consuming."""
    broker_url = settings.BROKER_URL

    @contextmanager
    def start(**variables: str) -> Iterator[subprocess.Popen[bytes]]:
        name = f"test-{uuid4()}@main"
        arguments = ["-m", "celery", "-q", "-A", "config.celery", "worker", "-n", name]
        with child(arguments, process_environment | variables) as worker, broker_channel(broker_url) as channel:
            eventually(lambda: channel.queue_declare(topology.RESULTS_QUEUE, passive=True).method.consumer_count == 1)
            yield worker

    return start
