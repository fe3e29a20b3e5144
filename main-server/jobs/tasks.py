"""Celery tasks of the main worker: what arrives in main.results.v1. Each only calls a service."""

import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from celery import shared_task
from celery.exceptions import Reject
from celery.signals import worker_shutting_down
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from core import context
from jobs import messages
from jobs.results import apply_dead_letter, apply_finished, apply_started

logger = logging.getLogger("savepets.jobs")
Report = TypeVar("Report")
FIRST_BACKOFF_S, LAST_BACKOFF_S = 0.2, 10.0
_stopping = threading.Event()


@shared_task(name=messages.STARTED)
def job_started(message: Any) -> None:
    _apply(messages.parse_started, apply_started, message)


@shared_task(name=messages.FINISHED)
def job_finished(message: Any) -> None:
    _apply(messages.parse_finished, apply_finished, message)


@shared_task(name=messages.JOB)
def job_dead(message: Any) -> None:
    """A copy of a job that is among the dead letters now."""
    _apply(messages.parse_job, apply_dead_letter, message)


def _apply(parse: Callable[[Any], Report], apply: Callable[[Report], None], message: Any) -> None:
    """What cannot be read, or breaks its handler, goes to the dead letters: Celery rejects it for any exception."""
    report = parse(message)
    trace = context.traceparent.set(context.new_traceparent(str(message.get("traceparent", ""))))
    try:
        _store(apply, report)
    finally:
        context.traceparent.reset(trace)


def _store(apply: Callable[[Report], None], report: Report) -> None:
    """Wait while the database is away: the broker keeps what was not acknowledged. In the end, back into the queue."""
    waited_s, pause_s = 0.0, FIRST_BACKOFF_S
    while True:
        try:
            return apply(report)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            logger.warning("a result waits for the database: %s", type(error).__name__)
            if waited_s >= settings.JOB_RESULT_PATIENCE_S or _stopping.wait(pause_s):
                raise Reject("the database is away", requeue=True) from error
            waited_s, pause_s = waited_s + pause_s, min(pause_s * 2, LAST_BACKOFF_S)


@worker_shutting_down.connect
def _stop_waiting(**_: object) -> None:
    _stopping.set()
