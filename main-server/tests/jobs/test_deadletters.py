"""`manage.py deadletters`, on messages that really died."""

import json

import pika
import pytest
from django.core.management import CommandError, call_command
from helpers import depth, eventually

from jobs import topology
from jobs.messages import JobMessage
from jobs.models import Job
from jobs.relay import Relay
from jobs.results import apply_dead_letter

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments, capsys):
    call_command("deadletters", *arguments)
    return capsys.readouterr().out


def die(broker, queue):
    """Take a message out of a queue and reject it, as a worker would."""
    method, _, body = broker.basic_get(queue)
    broker.basic_reject(method.delivery_tag, requeue=False)
    return body


@pytest.fixture
def dead_job(broker, submit, handler):
    """A job that was rejected by the bulk queue and by quarantine; its row has failed."""
    job = submit(kind="dog.forget")
    relay = Relay()
    relay.turn()
    relay.close()
    die(broker, "ai.bulk.v1")
    eventually(lambda: depth(broker, "ai.quarantine.v1") == 1)
    die(broker, "ai.quarantine.v1")
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 1)
    apply_dead_letter(JobMessage(job.id, 1, job.kind, job.traceparent, job.payload))
    return job


def test_list_and_show(broker, dead_job, capsys):
    fields = run("list", capsys=capsys).split()
    assert fields[1:3] == ["savepets.job", str(dead_job.id)]
    assert fields[-2:] == ["ai.quarantine.v1:", "rejected"]
    shown = run("show", fields[0], capsys=capsys)
    assert str(dead_job.id) in shown and "x-death" in shown
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 1)


def test_replay_goes_through_the_relay(broker, dead_job, capsys):
    letter = run("list", capsys=capsys).split()[0]
    assert "queued again" in run("replay", letter, capsys=capsys)
    row = Job.objects.get(pk=dead_job.pk)
    assert (row.state, row.attempt, row.published_at) == ("queued", 2, None)
    assert depth(broker, topology.DEAD_QUEUE) == depth(broker, "ai.bulk.v1") == 0
    relay = Relay()
    relay.turn()
    relay.close()
    body = json.loads(broker.basic_get("ai.bulk.v1", auto_ack=True)[2])
    assert body[1]["message"]["attempt"] == 2


def test_replay_of_a_job_that_is_not_failed_only_clears_it_away(broker, dead_job, capsys):
    Job.objects.filter(pk=dead_job.pk).update(state="succeeded")
    assert "nothing to do" in run("replay", "--all", capsys=capsys)
    assert depth(broker, topology.DEAD_QUEUE) == 0


def test_replay_of_a_report(broker, golden, capsys):
    envelope = golden["job_finished.dog.forget.forgotten"]
    properties = pika.BasicProperties(headers=envelope["headers"], **envelope["properties"])
    body = json.dumps(envelope["body"]).encode()
    broker.basic_publish("savepets", "main.results", body, properties, mandatory=True)
    die(broker, topology.RESULTS_QUEUE)
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 1)
    assert "back" in run("replay", "--all", capsys=capsys)
    assert depth(broker, topology.DEAD_QUEUE) == 0
    _, properties, again = broker.basic_get(topology.RESULTS_QUEUE, auto_ack=True)
    properties.headers.pop("x-delivery-count", None)
    assert (again, properties.headers) == (body, envelope["headers"])


def test_what_cannot_be_replayed_is_kept_until_it_is_dropped(broker, capsys):
    broker.basic_publish("savepets", "dead.result", b"{'", mandatory=True)
    letter, task, job_id, *_ = run("list", capsys=capsys).split()
    assert (task, job_id) == ("?", "?")
    with pytest.raises(CommandError, match="can only be dropped"):
        run("replay", letter, capsys=capsys)
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 1)
    run("drop", letter, capsys=capsys)
    assert depth(broker, topology.DEAD_QUEUE) == 0


def test_one_is_found_among_many(broker, capsys):
    for number in range(3):
        broker.basic_publish("savepets", "dead.result", b"%d" % number, mandatory=True)
    letters = [line.split()[0] for line in run("list", capsys=capsys).splitlines()]
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 3)
    run("drop", letters[1], capsys=capsys)
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 2)
    left = {line.split()[0] for line in run("list", capsys=capsys).splitlines()}
    assert left == {letters[0], letters[2]}


def test_one_that_is_wrong_keeps_none_of_the_others(broker, dead_job, capsys):
    broker.basic_publish("savepets", "dead.result", b"{'", mandatory=True)
    with pytest.raises(CommandError, match="can only be dropped"):
        run("replay", "--all", capsys=capsys)
    assert Job.objects.get(pk=dead_job.pk).state == "queued"
    eventually(lambda: depth(broker, topology.DEAD_QUEUE) == 1)


@pytest.mark.parametrize(
    "arguments", [("show", "beef"), ("replay", "beef"), ("replay",), ("drop",), ("drop", "x", "--all")]
)
def test_mistakes_are_said_plainly(broker, arguments):
    with pytest.raises(CommandError):
        call_command("deadletters", *arguments)


def test_without_a_broker(settings):
    settings.BROKER_URL = "amqp://nobody:nothing@127.0.0.1:9/"
    with pytest.raises(CommandError, match="cannot be reached"):
        call_command("deadletters", "list")
