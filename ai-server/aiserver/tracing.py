"""The spans of a job: one for each attempt, which reports and fetches name, and one a stage if anybody collects them.

Without a collector a span is an id, made of random bytes; OpenTelemetry is the extra `otel` and not imported.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Protocol

from aiserver import context
from aiserver.config import ConfigurationError, Settings
from aiserver.messages import Job


class Attempt:
    """One attempt at a job, which has its span's traceparent."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def ended(self, outcome: str, *, failed: bool) -> None:
        """How, in the words of the report."""


class Tracer(Protocol):
    def attempt(self, job: Job) -> AbstractContextManager[Attempt]:
        """A span of the job's trace, in which it is worked on."""

    def stage(self, name: str) -> AbstractContextManager[object]:
        """A span of the attempt that this thread is at."""

    def close(self) -> None:
        """Send what is left, within bounds."""


class Ids:
    """Nobody collects spans."""

    @contextmanager
    def attempt(self, job: Job) -> Iterator[Attempt]:
        yield Attempt(replace(job, traceparent=context.child(job.traceparent)))

    def stage(self, name: str) -> AbstractContextManager[object]:
        return nullcontext()

    def close(self) -> None:
        pass


def open_tracer(settings: Settings, instance: str) -> Tracer:
    """Raises ConfigurationError when spans are to be collected and OpenTelemetry is not installed."""
    if settings.otlp_endpoint is None:
        return Ids()
    try:
        from aiserver.telemetry import Exporter
    except ImportError:
        raise ConfigurationError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: install the extra `otel`"
        ) from None
    return Exporter(settings.otlp_endpoint, settings.service_name, instance)
