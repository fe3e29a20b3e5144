"""The relay and the main worker while the broker hangs, breaks off, or comes back."""

import time

import pytest
from helpers import depth, eventually, report, send
from wire import wire_to

from jobs import publisher
from jobs.models import Job
from jobs.relay import Relay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wire(broker, settings):
    with wire_to(settings.BROKER_URL) as (wire, url):
        settings.BROKER_URL = url
        yield wire


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(publisher, "CONFIRM_S", 1)
    monkeypatch.setattr(publisher, "TRANSPORT", publisher.TRANSPORT | {"read_timeout": 1, "write_timeout": 1})


@pytest.fixture
def relay(wire):
    relay = Relay()
    relay.turn()
    yield relay
    relay.close()


def published(job):
    return Job.objects.get(pk=job.pk).published_at is not None


def test_a_silent_broker_does_not_hang_the_relay(broker, wire, impatient, relay, submit):
    job = submit()
    with wire.silent():
        started = time.monotonic()
        relay.turn()
        assert time.monotonic() - started < 5
        assert not published(job)
    eventually(lambda: relay.turn() or published(job))
    assert Job.objects.get(pk=job.pk).attempt == 1


def test_a_connection_that_broke_is_opened_again(broker, wire, relay, submit):
    wire.cut()
    job = submit()
    relay.turn()
    assert not published(job)
    wire.listen()
    eventually(lambda: relay.turn() or published(job))
    assert depth(broker, "ai.interactive.v1") == 1


def test_an_idle_relay_notices_that_the_broker_is_gone(broker, wire, monkeypatch):
    monkeypatch.setattr(publisher, "HEARTBEAT_S", 1)
    relay = Relay()
    relay._publisher.open()
    for _ in range(30):
        relay._publisher.keep_alive()
        time.sleep(0.1)
    assert relay._publisher._connection is not None, "heartbeats keep it open"
    with wire.silent():
        eventually(lambda: relay._publisher.keep_alive() or relay._publisher._connection is None, within_s=10)
    relay.close()


def test_the_main_worker_comes_back(broker, wire, start_main_worker, submit, golden, settings):
    with start_main_worker(MAIN_BROKER_URL=settings.BROKER_URL) as worker:
        wire.cut()
        job = submit(kind="dog.forget")
        send(broker, report(golden, "job_finished.dog.forget.forgotten", job))
        wire.listen()
        eventually(lambda: Job.objects.get(pk=job.pk).state == "succeeded", within_s=20)
        assert worker.poll() is None
