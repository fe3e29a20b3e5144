"""Reports to the main server: confirmed, never unroutable, tried again while the broker is away."""

import logging
import threading
from collections.abc import Sequence
from time import sleep

from amqp.exceptions import MessageNacked
from kombu import Connection, Producer
from kombu.exceptions import KombuError

from aiserver.messages import Envelope
from aiserver.topology import EXCHANGE, RESULTS_ROUTE

logger = logging.getLogger(__name__)

# A memory alarm hangs a publish for ever unless the socket itself is bounded.
TRANSPORT_OPTIONS = {"confirm_publish": True, "read_timeout": 15, "write_timeout": 15}
CONNECT_SECONDS = 5
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 15.0, 15.0)  # seconds; a broker's restart takes less than a minute


class NotPublished(Exception):
    """The broker did not take the message, however often we asked."""


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

    def publish(self, envelope: Envelope) -> None:
        """Return once the broker has the message in a queue. Raises NotPublished."""
        for pause in (*self._pauses, None):
            try:
                self._send(envelope)
                return
            except self._errors as error:
                self.disconnect()
                if pause is None:
                    raise NotPublished(f"{envelope.headers['task']} of job {envelope.correlation_id}") from error
                logger.warning("%s not published (%r); trying again", envelope.headers["task"], error)
                sleep(pause)

    def _send(self, envelope: Envelope) -> None:
        self._producer().publish(
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

    def _producer(self) -> Producer:
        producer: Producer | None = getattr(self._local, "producer", None)
        if producer is None:
            connection = Connection(
                self._broker_url, transport_options=TRANSPORT_OPTIONS, connect_timeout=CONNECT_SECONDS
            )
            connection.ensure_connection(max_retries=1, timeout=CONNECT_SECONDS)
            producer = Producer(connection.channel(), auto_declare=False)
            self._local.connection, self._local.producer = connection, producer
        return producer

    def disconnect(self) -> None:
        """Drop the calling thread's connection: after an error its channel may be closed or hold an old return."""
        connection: Connection | None = getattr(self._local, "connection", None)
        self._local.connection = self._local.producer = None
        if connection is not None:
            connection.collect()
