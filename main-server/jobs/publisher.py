"""Sends jobs to the broker, and knows that they arrived: publisher confirms, mandatory routing, bounded waits."""

import contextlib
import json
import socket

from amqp.exceptions import ChannelError, MessageNacked
from kombu import Connection, Producer
from kombu.exceptions import KombuError, OperationalError

from jobs import messages, topology
from jobs.models import Job

HEARTBEAT_S = 20
CONFIRM_S = 15
NO_ROUTE = 312
# A broker with a memory or disk alarm answers nothing at all; without these a publish would hang for ever.
TRANSPORT = {"confirm_publish": True, "connect_timeout": 5, "read_timeout": CONFIRM_S, "write_timeout": CONFIRM_S}


class BrokerUnavailable(Exception):
    """The connection is gone or silent; nothing is known about the message in hand."""


class PublishRefused(Exception):
    """The broker answered that it does not take the message: the queue is full, or no queue is bound."""


class Publisher:
    """One connection of one thread; opened at the first use and again after each failure."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._producer: Producer | None = None

    def open(self) -> None:
        """Connect and declare the topology, unless that is done. Raises BrokerUnavailable."""
        if self._producer is not None:
            return
        connection = Connection(self._url, heartbeat=HEARTBEAT_S, transport_options=TRANSPORT)
        self._connection = connection
        try:
            connection.ensure_connection(max_retries=0)
            topology.declare(connection)
            self._producer = Producer(connection.channel(), exchange=topology.exchange(), auto_declare=False)
        except self._errors(connection) as error:
            self.close()
            raise BrokerUnavailable(str(error)) from error

    def publish(self, job: Job, traceparent: str) -> None:
        """Returns once the broker has stored the message, which names the span of its publication. Raises
        BrokerUnavailable, PublishRefused."""
        self.open()
        assert self._connection is not None and self._producer is not None
        envelope = messages.job_envelope(
            messages.JobMessage(job.id, job.attempt, job.kind, traceparent, job.payload), expires=job.deadline_at
        )
        try:
            self._producer.publish(
                json.dumps(envelope.body),
                routing_key=topology.ROUTES[job.kind],
                headers=envelope.headers,
                correlation_id=envelope.correlation_id,
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                mandatory=True,
                confirm_timeout=CONFIRM_S,
            )
        except MessageNacked as error:
            raise PublishRefused("the queue is full") from error
        except ChannelError as error:
            # The confirmation of a returned message is still on its way and must not be taken for the next one's.
            # Opening again also declares the queue that was missing.
            self.close()
            raise (PublishRefused if error.reply_code == NO_ROUTE else BrokerUnavailable)(str(error)) from error
        except self._errors(self._connection) as error:
            self.close()
            raise BrokerUnavailable(str(error)) from error

    def keep_alive(self) -> None:
        """Send a heartbeat and read those of the broker; to be called more often than twice in HEARTBEAT_S."""
        if self._connection is None:
            return
        try:
            with contextlib.suppress(socket.timeout):
                self._connection.drain_events(timeout=0)
            self._connection.heartbeat_check()
        except self._errors(self._connection):
            self.close()

    def close(self) -> None:
        connection, self._connection, self._producer = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(*self._errors(connection)):
                connection.collect(socket_timeout=1)

    @staticmethod
    def _errors(connection: Connection) -> tuple[type[Exception], ...]:
        return (*connection.connection_errors, *connection.channel_errors, OperationalError, KombuError, OSError)
