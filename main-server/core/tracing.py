"""
The spans of a trace: a request, a publication, the application of a result. Each has an id of its own in the trace that
it is handed, and hands it on; if somebody collects spans (core.telemetry), the same ids are sent there.

Without a collector a span is an id of random bytes, and OpenTelemetry is not imported.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import MappingProxyType
from typing import Protocol

from core import context

SERVER, PRODUCER, CONSUMER = "SERVER", "PRODUCER", "CONSUMER"  # OpenTelemetry's kinds of spans
Attributes = Mapping[str, str | int]
NOTHING: Attributes = MappingProxyType({})


class Span:
    """A piece of work that is being done."""

    def describe(self, name: str, attributes: Attributes) -> None:
        """What is known only now."""

    def failed(self, code: str) -> None:
        """It went wrong."""


class Tracer(Protocol):
    def span(self, name: str, kind: str, parent: str, attributes: Attributes) -> AbstractContextManager[Span]:
        """Sets context.traceparent for as long as it lasts."""


class Ids:
    """Nobody collects spans."""

    _none = Span()

    @contextmanager
    def span(self, name: str, kind: str, parent: str, attributes: Attributes) -> Iterator[Span]:
        token = context.traceparent.set(context.child_of(parent))
        try:
            yield self._none
        finally:
            context.traceparent.reset(token)


_tracer: Tracer = Ids()


def collect(endpoint: str, service: str) -> None:
    """From now on send the spans of this process, if there is an endpoint to send them to: `service` is its name."""
    global _tracer
    if endpoint:
        from core.telemetry import Exporter

        _tracer = Exporter(endpoint, service)


def span(name: str, kind: str, parent: str, attributes: Attributes = NOTHING) -> AbstractContextManager[Span]:
    """A span below `parent`, a traceparent that need not be valid. Nothing personal goes into name or attributes."""
    return _tracer.span(name, kind, parent, attributes)
