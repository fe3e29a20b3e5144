"""The dead letters (queue dead.v1): to look at, to send once more, to drop. By pika, one message at a time."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pika
from django.conf import settings
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError

from jobs import messages, topology
from jobs.messages import InvalidMessage
from jobs.results import job_replay


class DeadLetterError(Exception):
    """What was asked for cannot be done; its text says why."""


@dataclass(frozen=True)
class DeadLetter:
    """One message of dead.v1, taken out but not acknowledged: it returns to the queue when the channel closes."""

    properties: pika.BasicProperties
    body: bytes
    tag: int

    @property
    def id(self) -> str:
        """Short, and the same at every look."""
        return hashlib.sha256(f"{self.header('id')}".encode() + self.body).hexdigest()[:12]

    @property
    def task(self) -> str:
        return str(self.header("task") or "?")

    @property
    def job_id(self) -> str:
        return str(self.header("id") or "?")

    @property
    def died(self) -> str:
        """Queue and reason of its last death, such as `ai.quarantine.v1: delivery_limit`."""
        deaths = self.header("x-death") or []
        return f"{deaths[0].get('queue')}: {deaths[0].get('reason')}" if deaths else "?"

    @property
    def died_at(self) -> str:
        deaths = self.header("x-death") or []
        moment = deaths[0].get("time") if deaths else None
        return moment.isoformat() if moment is not None else "?"

    def header(self, name: str) -> Any:
        return (self.properties.headers or {}).get(name)

    def message(self) -> Any:
        """The keyword argument `message`. Raises InvalidMessage."""
        try:
            return json.loads(self.body)[1]["message"]
        except (ValueError, LookupError, TypeError):
            raise InvalidMessage("its body cannot be read") from None


@contextmanager
def opened() -> Iterator[BlockingChannel]:
    """A channel to the broker. Raises DeadLetterError when that is away."""
    parameters = pika.URLParameters(settings.BROKER_URL)
    parameters.socket_timeout = parameters.blocked_connection_timeout = 10
    try:
        with pika.BlockingConnection(parameters) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            yield channel
    except AMQPError as error:
        raise DeadLetterError(f"the broker cannot be reached, or refuses: {type(error).__name__}") from error


def dead_letters(channel: BlockingChannel) -> Iterator[DeadLetter]:
    """Each message that is in the queue now, once."""
    count = channel.queue_declare(topology.DEAD_QUEUE, passive=True).method.message_count
    for _ in range(count):
        method, properties, body = channel.basic_get(topology.DEAD_QUEUE)
        if method is None:
            return
        yield DeadLetter(properties, body, method.delivery_tag)


def replay(channel: BlockingChannel, letter: DeadLetter) -> str:
    """Send it once more, then take it out of the queue; returns what was done. A job goes back to its row, which the
    relay publishes as a new attempt; a report goes back to the main worker as it is."""
    if letter.task == messages.JOB:
        done = _replay_job(letter)
    elif letter.task in (messages.STARTED, messages.FINISHED):
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            correlation_id=letter.properties.correlation_id,
            headers={name: value for name, value in letter.properties.headers.items() if not name.startswith("x-")},
        )
        channel.basic_publish(topology.EXCHANGE, topology.RESULTS_ROUTE, letter.body, properties, mandatory=True)
        done = "the report is back in the queue of results"
    else:
        raise DeadLetterError(f"{letter.id} is not of a task that we know; it can only be dropped")
    channel.basic_ack(letter.tag)
    return done


def _replay_job(letter: DeadLetter) -> str:
    try:
        job = messages.parse_job(letter.message())
    except InvalidMessage as error:
        raise DeadLetterError(f"{letter.id} cannot be replayed: {error}") from error
    if job_replay(job.job_id):
        return f"job {job.job_id} is queued again"
    return f"job {job.job_id} is gone, or has not failed: nothing to do"


def drop(channel: BlockingChannel, letter: DeadLetter) -> None:
    channel.basic_ack(letter.tag)
