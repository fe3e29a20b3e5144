"""A message that kills its workers goes to quarantine; only when it fails there, too, its job ends."""

import json
import subprocess

import pika
import pytest

from dev.servers import MAIN, python
from tests.people import eventually, finished, registered


def kill_consumers_of(stack, queue, times):
    """What a worker does that dies of a message: takes it, and closes the connection without an answer."""
    for _ in range(times):
        connection = pika.BlockingConnection(pika.URLParameters(stack.backing.broker_url("ai")))
        channel = connection.channel()
        eventually(lambda channel=channel: channel.basic_get(queue)[0] is not None)
        connection.close()


def deadletters(stack, *arguments):
    command = [*python("manage.py"), "deadletters", *arguments]
    env = dict(stack.services["main-web"].process.env)
    return subprocess.run(command, cwd=MAIN, env=env, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture
def lookup(stack, owner, finder, shots):
    """A lookup whose message has killed every worker of its queue."""
    photos = registered(owner, shots)
    stack.stop_process("ai-interactive")
    task = finder.look_up(photos[5])
    kill_consumers_of(stack, "ai.interactive.v1", times=4)
    yield task
    if not stack.services["ai-interactive"].process.alive:
        stack.start_process("ai-interactive")


def test_quarantine_works_on_what_was_taken_down_with_others(lookup, finder):
    assert finished(finder, lookup)["outcome"] == "match"


@pytest.fixture
def without_quarantine(stack):
    stack.stop_process("ai-quarantine")
    yield
    stack.start_process("ai-quarantine")


def test_a_dead_letter_fails_its_job_and_can_be_replayed(without_quarantine, stack, lookup, finder):
    kill_consumers_of(stack, "ai.quarantine.v1", times=3)
    answer = finished(finder, lookup)
    assert (answer["state"], answer["error"]["code"]) == ("failed", "dead_lettered")
    job_id = lookup.rstrip("/").rsplit("/", 1)[-1]
    [letter] = [line.split()[0] for line in deadletters(stack, "list").splitlines() if job_id in line]
    assert json.dumps(job_id) in deadletters(stack, "show", letter)
    deadletters(stack, "replay", letter)
    stack.start_process("ai-interactive")
    assert finished(finder, lookup)["outcome"] == "match"
    assert job_id not in deadletters(stack, "list")
