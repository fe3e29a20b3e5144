"""Reports to the main server: confirmed, never unroutable, tried again while the broker is away."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep

from amqp import spec
from amqp.exceptions import MessageNacked
from kombu import Connection, Producer
from kombu.exceptions import KombuError

from aiserver.messages import Envelope
from aiserver.topology import EXCHANGE, RESULTS_ROUTE

logger = logging.getLogger(__name__)

# A memory alarm hangs a publish for ever unless the socket itself is bounded.
TRANSPORT_OPTIONS = {"read_timeout": 15, "write_timeout": 15}
CONNECT_SECONDS = 5
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 15.0, 15.0)  # seconds; a broker's restart takes less than a minute


class NotPublished(Exception):
    """The broker did not take the message, however often we asked."""


@dataclass
class _Line:
    """A connection with a channel in confirm mode. One message at a time is unconfirmed: py-amqp takes the next
    confirmation for that of whatever it waits for."""

    connection: Connection
    producer: Producer
    confirmed: bool = True

    @classmethod
    def open(cls, broker_url: str) -> "_Line":
        connection = Connection(broker_url, transport_options=TRANSPORT_OPTIONS, connect_timeout=CONNECT_SECONDS)
        connection.ensure_connection(max_retries=1, timeout=CONNECT_SECONDS)
        channel = connection.channel()
        channel.confirm_select()
        return cls(connection, Producer(channel, auto_declare=False))

    def send(self, envelope: Envelope) -> None:
        """Without waiting for its confirmation; but for that of the message before."""
        self.settle()
        self.producer.publish(
            envelope.body,
            exchange=EXCHANGE.name,
            routing_key=RESULTS_ROUTE,
            headers=envelope.headers,
            correlation_id=envelope.correlation_id,
            serializer="json",
            delivery_mode="persistent",
            mandatory=True,
            retry=False,
        )
        self.confirmed = False

    def settle(self) -> None:
        """Wait until the broker has what was sent in a queue. Raises what it answers instead."""
        if not self.confirmed:
            self.producer.channel.wait([spec.Basic.Ack, spec.Basic.Nack], callback=_check)
            self.confirmed = True


class Publisher:
    """Each thread that publishes has a connection of its own: they cannot be shared."""

    def __init__(self, broker_url: str, pauses: Sequence[float] = PAUSES) -> None:
        self._broker_url = broker_url
        self._pauses = pauses
        self._local = threading.local()
        self._errors = (
            *Connection(broker_url).connection_errors,
            *Connection(broker_url).channel_errors,
            MessageNacked,
            KombuError,
            OSError,
        )

    def announce(self, envelope: Envelope) -> None:
        """Send what may be lost without harm, and do not wait: `publish` does, later. That it is lost is logged."""
        try:
            self._try(envelope, self._pauses[:1], wait=False)
        except NotPublished as error:
            logger.warning("%s is not announced", error)

    def publish(self, envelope: Envelope) -> None:
        """Return once the broker has the message in a queue. Raises NotPublished."""
        self._collect_announcement()
        self._try(envelope, self._pauses, wait=True)

    def _collect_announcement(self) -> None:
        line: _Line | None = getattr(self._local, "line", None)
        if line is None:
            return
        try:
            line.settle()
        except self._errors as error:
            self.disconnect()
            logger.warning("an announcement was lost (%r)", error)

    def _try(self, envelope: Envelope, pauses: Sequence[float], *, wait: bool) -> None:
        for pause in (*pauses, None):
            try:
                line = self._line()
                line.send(envelope)
                if wait:
                    line.settle()
                return
            except self._errors as error:
                self.disconnect()
                if pause is None:
                    raise NotPublished(f"{envelope.headers['task']} of job {envelope.correlation_id}") from error
                logger.warning("%s not published (%r); trying again", envelope.headers["task"], error)
                sleep(pause)

    def _line(self) -> _Line:
        line: _Line | None = getattr(self._local, "line", None)
        if line is None:
            line = self._local.line = _Line.open(self._broker_url)
        return line

    def disconnect(self) -> None:
        """Drop the calling thread's connection: after an error its channel may be closed or hold an old return."""
        line: _Line | None = getattr(self._local, "line", None)
        self._local.line = None
        if line is not None:
            line.connection.collect()


def _check(method: tuple[int, int], *_: object) -> None:
    if method == spec.Basic.Nack:
        raise MessageNacked()
