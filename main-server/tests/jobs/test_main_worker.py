"""What the real main worker process does with what it gets."""

import json
from uuid import uuid4

import pika
import psycopg
import pytest
from django.db import connection
from helpers import depth, eventually, report, send

from jobs import topology
from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def main_worker(start_main_worker):
    with start_main_worker() as worker:
        yield worker


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def test_applies_reports(broker, main_worker, submit, golden):
    job = submit()
    send(broker, report(golden, "job_started", job))
    eventually(lambda: state_of(job) == "running")
    send(broker, report(golden, "job_finished.dog.lookup.failed", job))
    eventually(lambda: state_of(job) == "queued")
    job.refresh_from_db()
    assert (job.attempt, job.error_code) == (2, "database_unavailable")
    send(broker, report(golden, "job_finished.dog.register.rejected", job, kind="dog.lookup"))
    eventually(lambda: state_of(job) == "succeeded")
    eventually(lambda: depth(broker, topology.RESULTS_QUEUE) == 0)
    assert depth(broker, topology.DEAD_QUEUE) == 0


def test_a_dead_job_fails_and_stays_among_the_dead_letters(broker, main_worker, submit, golden):
    job = submit()
    dead = report(golden, "job.dog.lookup", job) | {"routing_key": "dead.job"}
    send(broker, dead)
    eventually(lambda: state_of(job) == "failed")
    assert Job.objects.get(pk=job.pk).error_code == "dead_lettered"
    assert depth(broker, topology.DEAD_QUEUE) == 1


BROKEN = {
    "no JSON": lambda e: (e, b"{'"),
    "no UTF-8": lambda e: (e, b"\xff\xfe"),
    "a number": lambda e: (e, b"5"),
    "null": lambda e: (e, b"null"),
    "an object": lambda e: (e, b"{}"),
    "a short list": lambda e: (e, b"[[]]"),
    "empty": lambda e: (e, b""),
    "pickle": lambda e: (
        e | {"properties": e["properties"] | {"content_type": "application/x-python-serialize"}},
        None,
    ),
    "no content type": lambda e: (e | {"properties": {}}, None),
    "no headers": lambda e: (e | {"headers": {}}, None),
    "no id": lambda e: (e | {"headers": {k: v for k, v in e["headers"].items() if k != "id"}}, None),
    "unknown task": lambda e: (e | {"headers": e["headers"] | {"task": "savepets.unheard_of"}}, None),
    "wrong expiry": lambda e: (e | {"headers": e["headers"] | {"expires": "soon"}}, None),
    "wrong expiry type": lambda e: (e | {"headers": e["headers"] | {"expires": [1]}}, None),
    "other arguments": lambda e: (e, json.dumps([[1], {}, e["body"][2]]).encode()),
    "positional": lambda e: (e, json.dumps([[{}], {"message": {}}, e["body"][2]]).encode()),
    "schema 99": lambda e: (e, json.dumps(e["body"]).replace('"schema": 1', '"schema": 99').encode()),
    "broken field": lambda e: (e, json.dumps(e["body"]).replace('"attempt": 1', '"attempt": 0').encode()),
}


def test_what_cannot_be_read_is_dead_lettered_and_the_worker_lives(broker, main_worker, submit, golden):
    job = submit()
    envelope = report(golden, "job_finished.dog.lookup.not_registered", job)
    for break_it in BROKEN.values():
        send(broker, *break_it(envelope))
    dead = []

    def collected():
        method, _, body = broker.basic_get(topology.DEAD_QUEUE, auto_ack=True)
        if method:
            dead.append(body)
        return len(dead) == len(BROKEN)

    eventually(collected)
    assert state_of(job) == "queued"
    send(broker, envelope)
    eventually(lambda: state_of(job) == "succeeded")
    assert main_worker.poll() is None
    assert depth(broker, topology.DEAD_QUEUE) == depth(broker, topology.RESULTS_QUEUE) == 0


def test_a_result_that_breaks_its_handler_is_dead_lettered(broker, main_worker, submit, golden):
    """A NUL character is JSON, but PostgreSQL stores none."""
    job = submit(kind="dog.forget")
    send(broker, report(golden, "job_finished.dog.forget.forgotten", job, result={"model": "\x00"}))
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 1)
    assert state_of(job) == "queued"


def allow_connections(allowed):
    """To the test database, for everybody but the connections of the test itself."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    maintenance = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    with psycopg.connect(**maintenance) as elsewhere:
        elsewhere.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
        if not allowed:
            elsewhere.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s", [name, mine]
            )


def test_a_result_waits_for_the_database(broker, main_worker, submit, golden):
    """While the database refuses us nothing is lost; once it is back the result is applied."""
    job = submit(kind="dog.forget")
    allow_connections(False)
    try:
        send(broker, report(golden, "job_finished.dog.forget.forgotten", job))
        with pytest.raises(pytest.fail.Exception):
            eventually(lambda: state_of(job) != "queued", within_s=2)
        assert main_worker.poll() is None
    finally:
        allow_connections(True)
    eventually(lambda: state_of(job) == "succeeded", within_s=30)
    assert depth(broker, topology.DEAD_QUEUE) == 0


def test_declares_nothing_of_its_own(broker, main_worker, submit):
    """No queues for delays, replies, gossip or control: ours are all there is."""
    for name in ("celery", "celery_delayed_0", f"{uuid4()}.reply"):
        channel = broker.connection.channel()
        with pytest.raises(pika.exceptions.ChannelClosedByBroker) as missing:
            channel.queue_declare(name, passive=True)
        assert missing.value.reply_code == 404
    for name in ("celery", "celery_delayed_delivery", topology.RESULTS_QUEUE):
        channel = broker.connection.channel()
        with pytest.raises(pika.exceptions.ChannelClosedByBroker):
            channel.exchange_declare(name, passive=True)
