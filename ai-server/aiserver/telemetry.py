"""Spans by OpenTelemetry, sent to a collector by OTLP over HTTP, from a thread of its own: no job waits for it.

Needs the extra `otel`. How spans are sent otherwise (OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT, _CERTIFICATE...) its own
packages read from the environment, by the names of OpenTelemetry's specification.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from aiserver import context
from aiserver.messages import Job
from aiserver.tracing import Attempt

CLOSE_SECONDS = 2.0


class RecordedAttempt(Attempt):
    def __init__(self, job: Job, span: Span) -> None:
        super().__init__(job)
        self._span = span

    def ended(self, outcome: str, *, failed: bool) -> None:
        self._span.set_attribute("savepets.job.outcome", outcome)
        if failed:
            self._span.set_attribute("error.type", outcome)
            self._span.set_status(Status(StatusCode.ERROR, outcome))


class Exporter:
    """aiserver.tracing.Tracer, for whoever collects spans at `endpoint`; a trace that is not sampled stays so."""

    def __init__(self, endpoint: str, service: str, instance: str) -> None:
        resource = Resource.create({"service.name": service, "service.instance.id": instance})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("aiserver")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def attempt(self, job: Job) -> Iterator[Attempt]:
        attributes = {
            "messaging.system": "rabbitmq",
            "savepets.job.id": str(job.job_id),
            "savepets.job.kind": job.kind,
            "savepets.job.attempt": job.attempt,
        }
        parent = self._propagator.extract({"traceparent": job.traceparent})
        with self._span(f"job {job.kind}", context=parent, kind=SpanKind.CONSUMER, attributes=attributes) as span:
            yield RecordedAttempt(replace(job, traceparent=_traceparent(span)), span)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is fetched in the stage is fetched by its span."""
        before = context.current()
        with self._span(f"stage {name}") as span:
            context.enter(_traceparent(span))
            try:
                yield
            finally:
                context.enter(before)

    @contextmanager
    def _span(self, name: str, **how: Any) -> Iterator[Span]:
        """Of what is raised in it the class alone is told: messages of others' errors may quote rows."""
        quiet = {"record_exception": False, "set_status_on_exception": False}
        with self._tracer.start_as_current_span(name, **how, **quiet) as span:
            try:
                yield span
            except Exception as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def close(self) -> None:
        """In a thread that may be left behind: a collector that hangs holds up no process that has to end."""
        thread = threading.Thread(target=self._provider.shutdown, name="last-spans", daemon=True)
        thread.start()
        thread.join(CLOSE_SECONDS)


def _traceparent(span: Span) -> str:
    at = span.get_span_context()
    return f"00-{at.trace_id:032x}-{at.span_id:016x}-{at.trace_flags:02x}"
