"""How the real main worker process ends."""

import os
import signal

import pytest
from django.db import transaction
from helpers import depth, eventually, report, send

from jobs import topology
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
