"""The outbox: what is committed reaches the broker, whatever was away meanwhile; what is not committed never does."""

import json
import os
import signal
import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from helpers import child, depth, eventually
from wire import wire_to

from jobs import outbox
from jobs.models import Job
from jobs.relay import Relay
from jobs.services import job_submit

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = "amqp://nobody:nothing@127.0.0.1:9/"  # the discard port: connection refused


@pytest.fixture
def relay(broker):
    relay = Relay()
    yield relay
    relay.close()


def get(broker, queue):
    method, properties, body = broker.basic_get(queue, auto_ack=True)
    return method and (properties, json.loads(body))


def same_trace(one, other):
    """Two spans of it."""
    return one[:36] == other[:36] and one[52:] == other[52:] and one != other


def test_publishes_the_contracts_envelope(broker, relay, submit, golden):
    job = submit()
    relay.turn()
    properties, body = get(broker, "ai.interactive.v1")
    envelope = golden["job.dog.lookup"]
    properties.headers.pop("x-delivery-count", None)  # the broker's own
    assert properties.headers == envelope["headers"] | {
        "id": str(job.id), "root_id": str(job.id), "expires": job.deadline_at.isoformat()
    }  # fmt: skip
    assert (properties.content_type, properties.content_encoding) == ("application/json", "utf-8")
    assert (properties.delivery_mode, properties.correlation_id) == (2, str(job.id))
    assert (body[0], body[2]) == (envelope["body"][0], envelope["body"][2])
    message = body[1]["message"]
    assert same_trace(message.pop("traceparent"), job.traceparent)
    assert message == {
        "schema": 1, "job_id": str(job.id), "attempt": 1, "kind": "dog.lookup", "payload": job.payload
    }  # fmt: skip
    job.refresh_from_db()
    assert job.state == "queued" and job.published_at and job.claimed_by is None


def test_publishes_once(broker, relay, submit):
    submit()
    for _ in range(3):
        relay.turn()
    assert depth(broker, "ai.interactive.v1") == 1


def test_a_rollback_publishes_nothing(broker, relay, submit):
    with pytest.raises(RuntimeError), transaction.atomic():
        submit()
        raise RuntimeError
    relay.turn()
    assert depth(broker, "ai.interactive.v1") == 0


def test_submitting_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        job_submit(kind="dog.forget", payload={}, principal="system", subject_id=None)


def test_not_before_it_is_due(broker, relay, submit):
    job = submit()
    Job.objects.filter(pk=job.pk).update(available_at=Now() + timedelta(hours=1))
    relay.turn()
    assert depth(broker, "ai.interactive.v1") == 0


def test_each_kind_takes_its_route(broker, relay, submit):
    submit(kind="dog.register")
    submit(kind="dog.forget")
    submit(kind="dog.lookup")
    relay.turn()
    assert depth(broker, "ai.bulk.v1") == 2
    assert depth(broker, "ai.interactive.v1") == 1


def test_without_a_broker_jobs_wait_and_spend_nothing(broker, submit, settings):
    job = submit()
    url, settings.BROKER_URL = settings.BROKER_URL, NOBODY
    away = Relay()
    away.turn()
    away.close()
    job.refresh_from_db()
    assert (job.state, job.attempt, job.published_at, job.claimed_by) == ("queued", 1, None, None)
    settings.BROKER_URL = url
    back = Relay()
    back.turn()
    back.close()
    assert depth(broker, "ai.interactive.v1") == 1


def test_backs_off_while_the_broker_is_away(submit, settings):
    settings.BROKER_URL = NOBODY
    submit()
    relay = Relay()
    relay.turn()
    assert not relay._broker.over and relay._pause() <= 0.5
    relay.close()


def test_a_lost_connection_is_opened_again(broker, relay, submit):
    submit()
    relay.turn()
    relay._publisher._connection.connection.transport.sock.close()
    submit()
    eventually(lambda: relay.turn() or depth(broker, "ai.interactive.v1") == 2)


def test_a_missing_queue_delays_its_route_alone_and_is_declared_again(broker, relay, submit):
    relay.turn()
    submit()
    relay.turn()
    assert depth(broker, "ai.interactive.v1") == 1
    broker.queue_delete("ai.interactive.v1")
    lookup, register = submit(), submit(kind="dog.register")
    relay.turn()
    assert depth(broker, "ai.bulk.v1") == 1
    eventually(lambda: relay.turn() or Job.objects.get(pk=lookup.pk).published_at)
    assert Job.objects.get(pk=register.pk).published_at
    assert depth(broker, "ai.interactive.v1") == 1


def test_two_relays_publish_each_job_once(broker, submit):
    jobs = [submit() for _ in range(120)]
    relays = [Relay(), Relay()]

    def work(relay):
        relay.turn()
        relay.close()

    threads = [threading.Thread(target=work, args=[relay]) for relay in relays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [get(broker, "ai.interactive.v1")[1][1]["message"]["job_id"] for _ in range(len(jobs))]
    assert sorted(ids) == sorted(str(job.id) for job in jobs)
    assert depth(broker, "ai.interactive.v1") == 0


def test_claims_the_oldest_of_each_kind_once(submit):
    lookups = [submit() for _ in range(5)]
    register = submit(kind="dog.register")
    submit(kind="dog.forget")
    Job.objects.filter(pk=lookups[4].pk).update(available_at=Now() - timedelta(seconds=9))
    first, second, kinds = uuid4(), uuid4(), ["dog.lookup", "dog.register"]
    oldest = [lookups[4], lookups[0]]
    assert outbox.claim_due(relay=first, kinds=kinds, limit=2) == {"dog.lookup": oldest, "dog.register": [register]}
    rest = outbox.claim_due(relay=second, kinds=kinds, limit=9)
    assert rest == {"dog.lookup": lookups[1:4], "dog.register": []}
    assert outbox.claim_due(relay=first, kinds=kinds, limit=9)["dog.lookup"] == oldest, "what it failed to publish"
    outbox.mark_published(job=lookups[0])
    assert outbox.claim_due(relay=first, kinds=kinds, limit=9)["dog.lookup"] == oldest[:1]


def test_the_claims_of_a_dead_relay_expire(broker, relay, submit):
    job = submit()
    claim = {"claimed_by": job.id, "claimed_until": Now() + timedelta(seconds=60)}
    Job.objects.filter(pk=job.pk).update(**claim)
    relay.turn()
    assert depth(broker, "ai.interactive.v1") == 0
    Job.objects.filter(pk=job.pk).update(claimed_until=Now() - timedelta(seconds=1))
    relay.turn()
    assert depth(broker, "ai.interactive.v1") == 1


def test_a_chore_that_fails_stops_nothing(broker, submit):
    def fail():
        raise ValueError("a chore")

    done = []
    relay = Relay(chores=(fail, lambda: done.append(1)))
    submit()
    relay.turn()
    relay.close()
    assert done and depth(broker, "ai.interactive.v1") == 1


def test_the_command_wakes_at_once_and_stops_at_sigterm(broker, submit, process_environment):
    """The real process: a notice wakes it long before its next sweep; it survives the loss of its connections."""
    with child(["manage.py", "relay"], process_environment | {"MAIN_SWEEP_INTERVAL_S": "30"}) as relay:
        submit()
        eventually(lambda: depth(broker, "ai.interactive.v1") == 1)
        time.sleep(0.3)
        before = time.monotonic()
        submit()
        eventually(lambda: depth(broker, "ai.interactive.v1") == 2)
        assert time.monotonic() - before < 2
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        submit()
        eventually(lambda: depth(broker, "ai.interactive.v1") == 3)
        os.kill(relay.pid, signal.SIGTERM)
        assert relay.wait(5) == 0


def test_the_command_outlives_the_database(broker, submit, process_environment):
    with wire_to(process_environment["MAIN_DATABASE_URL"]) as (wire, url):
        with child(["manage.py", "relay"], process_environment | {"MAIN_DATABASE_URL": url}) as relay:
            first = submit()
            eventually(lambda: Job.objects.get(pk=first.pk).published_at)  # else it would be sent once more
            wire.cut()
            submit()
            time.sleep(2)
            assert relay.poll() is None and depth(broker, "ai.interactive.v1") == 1
            wire.listen()
            eventually(lambda: depth(broker, "ai.interactive.v1") == 2)
        assert relay.returncode == 0


def test_settings_name_every_route():
    assert {kind.route for kind in settings.JOB_KINDS.values()} == {"ai.interactive", "ai.bulk"}
