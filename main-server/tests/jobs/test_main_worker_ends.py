"""How the real main worker process ends."""

import os
import signal
import time
from types import SimpleNamespace

import pytest
from django.db import transaction
from helpers import depth, eventually, report, send
from kombu.asynchronous import Hub

from jobs import consumer, topology
from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_killed_worker_loses_nothing(broker, start_main_worker, submit, golden):
    jobs = [submit(kind="dog.forget") for _ in range(100)]
    done = Job.objects.filter(state="succeeded")
    with start_main_worker() as worker, transaction.atomic():
        Job.objects.select_for_update().get(pk=jobs[50].pk)  # whoever applies this one is still at it when killed
        for job in jobs:
            send(broker, report(golden, "job_finished.dog.forget.forgotten", job))
        eventually(done.exists)
        worker.kill()
        worker.wait()
    assert done.count() < len(jobs)
    with start_main_worker():
        eventually(lambda: done.count() == len(jobs))
    assert depth(broker, topology.DEAD_QUEUE) == 0


def test_stops_at_sigterm(start_main_worker):
    with start_main_worker() as worker:
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(10) == 0


def test_a_loop_that_hangs_is_not_healthy_but_one_that_waits_for_the_broker_is():
    worker = SimpleNamespace(connection=object(), beaten_at=time.monotonic())
    assert consumer._is_healthy(None)
    assert consumer._is_healthy(worker)
    worker.beaten_at -= consumer.HUNG_S
    assert not consumer._is_healthy(worker)
    worker.connection = None
    assert consumer._is_healthy(worker)


def test_the_loop_says_that_it_turns(monkeypatch):
    beats: list[float] = []
    hub, until = Hub(), time.monotonic() + 10
    monkeypatch.setattr(consumer, "BEAT_S", 0.01)
    worker = SimpleNamespace(beat=lambda: beats.append(time.monotonic()))
    consumer.Heartbeat(worker).register_with_event_loop(worker, hub)
    loop = hub.create_loop()
    while len(beats) < 3 and time.monotonic() < until:
        next(loop)
    hub.close()
    assert len(beats) >= 3
