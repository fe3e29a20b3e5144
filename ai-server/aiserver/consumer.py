"""Celery's consumer, made strict: what cannot be read is dead-lettered, and readiness is what it says."""

import logging
from collections.abc import Callable
from typing import Any

from celery.worker.consumer import Consumer
from kombu import Connection
from kombu.common import ignore_errors
from kombu.message import Message

from aiserver import context, topology
from aiserver.lifecycle import Lifecycle
from aiserver.messages import MessageError

logger = logging.getLogger(__name__)

CONNECTING = "connecting to the broker"


class StrictConsumer(Consumer):
    """Declares the topology on every connection; `controller` is our worker."""

    class Blueprint(Consumer.Blueprint):
        # Without delayed delivery, which would declare 28 queues that nothing here uses; the database does delays.
        default_steps = [step for step in Consumer.Blueprint.default_steps if "delayed_delivery" not in step]

    def connect(self) -> Connection:
        connection = super().connect()
        try:
            topology.declare(connection)
        except Exception:
            ignore_errors(connection, connection.close)  # nobody else knows of it yet
            raise
        return connection

    def on_ready(self) -> None:
        super().on_ready()
        self.controller.lifecycle.activity = Lifecycle.CONSUMING

    def on_close(self) -> None:
        self.controller.lifecycle.activity = CONNECTING
        super().on_close()

    def on_decode_error(self, message: Message, exc: Exception) -> None:
        self._reject(message, exc)

    def on_unknown_message(self, body: object, message: Message) -> None:
        self._reject(message, MessageError("no task's message"))

    def on_unknown_task(self, body: object, message: Message, exc: Exception) -> None:
        self._reject(message, exc)

    def on_invalid_task(self, body: object, message: Message, exc: Exception) -> None:
        self._reject(message, exc)

    def create_task_handler(self, *args: Any, **kwargs: Any) -> Callable[[Message], None]:
        """Celery lets some malformed messages end the worker, again and again; reject those too."""
        receive = super().create_task_handler(*args, **kwargs)

        def on_message(message: Message) -> None:
            context.glance(job_message(message))
            try:
                receive(message)
            except (*self.connection_errors, *self.channel_errors):
                raise
            except Exception as error:
                self._reject(message, error)
            finally:
                context.begin()

        return on_message

    def _reject(self, message: Message, error: Exception) -> None:
        """To the dead-letter exchange. The body is not logged: it may name a dog."""
        job_id = message.properties.get("correlation_id")
        logger.error("message %s cannot be read: %s", job_id, type(error).__name__, extra={"job_id": job_id})
        self.controller.metrics.rejected_messages.inc()
        message.reject_log_error(logger, self.connection_errors)


def job_message(message: Message) -> object:
    """The one argument of a message's task, or None where the message is not of that form."""
    try:
        return message.payload[1]["message"]
    except Exception:  # whatever a decoder or an odd body raises; Celery will say so
        return None
