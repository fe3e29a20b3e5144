"""Celery tasks of the main worker: what arrives in main.results.v1. Each only calls a service."""

import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from celery import shared_task
from celery.exceptions import Reject
from celery.signals import task_postrun, task_prerun, worker_shutting_down
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from core import context
from core.metrics import bounded
from core.tracing import CONSUMER
from jobs import messages
from jobs.metrics import KINDS
from jobs.results import apply_dead_letter, apply_finished, apply_started
from jobs.tracing import job_span

logger = logging.getLogger("savepets.jobs")
Report = TypeVar("Report", messages.Started, messages.Succeeded | messages.Failed, messages.JobMessage)
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
    kind = "" if isinstance(report, messages.Started) else bounded(report.kind, KINDS)
    action, parent = "apply" if kind else "start", str(message.get("traceparent", ""))
    with job_span(action, CONSUMER, parent, job_id=report.job_id, kind=kind, attempt=report.attempt):
        _store(apply, report)


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


@task_prerun.connect
def _stand_at(kwargs: Any, **_: object) -> None:
    """What Celery itself then says of the task is tied to its trace, too."""
    message = kwargs.get("message")
    given = message.get("traceparent") if isinstance(message, dict) else None
    context.traceparent.set(given if isinstance(given, str) else "")


@task_postrun.connect
def _stand_nowhere(**_: object) -> None:
    context.traceparent.set("")


@worker_shutting_down.connect
def _stop_waiting(**_: object) -> None:
    _stopping.set()
