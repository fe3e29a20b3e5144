"""Celery's consumer, with what it does to messages that it cannot read, and to the broker, put right."""

import logging
import time
from collections.abc import Callable
from typing import Any

from celery import bootsteps
from celery.worker.consumer import Connection, Consumer
from django.conf import settings
from kombu import Message

from core import exposition, tracing
from jobs import topology

logger = logging.getLogger("savepets.consumer")

BEAT_S = 5
HUNG_S = 60  # without a beat


class Topology(bootsteps.StartStopStep):
    """Declares every queue at each connection: without dead.v1 our rejected messages would be lost."""

    requires = (Connection,)

    def start(self, parent: Any) -> None:
        topology.declare(parent.connection)


class Heartbeat(bootsteps.StartStopStep):
    """Has the loop say that it turns, for as long as this connection lasts."""

    requires = (Connection,)

    def register_with_event_loop(self, parent: Any, hub: Any) -> None:
        parent.beat()
        hub.timer.call_repeatedly(BEAT_S, parent.beat)


class Observed(bootsteps.StartStopStep):
    """Shows the worker's metrics and sends its spans. A port that cannot be had stops the worker."""

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: Any) -> None:
        tracing.collect(settings.OTEL_ENDPOINT, "savepets-main-worker")
        exposition.serve(is_healthy=lambda: _is_healthy(getattr(parent, "consumer", None)))


class ResultsConsumer(Consumer):
    """Set as `worker_consumer`."""

    class Blueprint(Consumer.Blueprint):
        # Left out: gossip, events and remote control, which we switched off, and delayed delivery, which would declare
        # 28 queues.
        default_steps = [
            "celery.worker.consumer.connection:Connection",
            Topology,
            Heartbeat,
            "celery.worker.consumer.heart:Heart",
            "celery.worker.consumer.tasks:Tasks",
            "celery.worker.consumer.consumer:Evloop",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The step `Tasks` insists on mingle, which would ask other workers through a transient queue of its own.
        super().__init__(*args, **kwargs | {"without_mingle": True})
        self.beat()

    def beat(self) -> None:
        self.beaten_at = time.monotonic()

    def create_task_handler(self, *args: Any, **kwargs: Any) -> Callable[[Message], None]:
        """Celery acknowledges a message that it cannot decode, and dies of some others; we reject both."""
        handle = super().create_task_handler(*args, **kwargs)

        def on_message(message: Message) -> None:
            try:
                _check_envelope(message)
                handle(message)
            except Exception as error:
                logger.error("unreadable message, %d bytes: %s", len(message.body), type(error).__name__)
                if not message.acknowledged:
                    message.reject_log_error(logger, self.connection_errors)

        return on_message

    def on_decode_error(self, message: Message, exc: Exception) -> None:
        message.reject_log_error(logger, self.connection_errors)


def _is_healthy(consumer: ResultsConsumer | None) -> bool:
    """Whether its loop turns. A broker that is away is waited for: there is no connection meanwhile."""
    return consumer is None or consumer.connection is None or time.monotonic() - consumer.beaten_at < HUNG_S


def _check_envelope(message: Message) -> None:
    """Celery protocol 2 with the one keyword argument of the contract. Raises whatever is wrong with it."""
    args, kwargs, _ = message.payload
    if args or set(kwargs) != {"message"} or not isinstance(message.headers["id"], str):
        raise ValueError("not of the contract")
