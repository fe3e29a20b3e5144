"""
Spans by OpenTelemetry, sent to a collector by OTLP over HTTP, from a thread of its own: nobody waits for it.

Needs the extra `otel`. How spans are sent otherwise (OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT, _CERTIFICATE...), and
OTEL_SERVICE_NAME, its own packages read from the environment, by the names of OpenTelemetry's specification.
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as Recorded
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from core import context
from core.tracing import Attributes, Span

CLOSE_SECONDS = 2.0


class RecordedSpan(Span):
    def __init__(self, span: Recorded) -> None:
        self._span = span

    def describe(self, name: str, attributes: Attributes) -> None:
        self._span.update_name(name)
        self._span.set_attributes(attributes)

    def failed(self, code: str) -> None:
        self._span.set_attribute("error.type", code)
        self._span.set_status(Status(StatusCode.ERROR, code))


class Exporter:
    """core.tracing.Tracer, for whoever collects spans at `endpoint`; a trace that is not sampled stays so."""

    def __init__(self, endpoint: str, service: str) -> None:
        resource = Resource.create({"service.name": service}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces"))
        )
        self._tracer = self._provider.get_tracer("savepets")
        self._propagator = TraceContextTextMapPropagator()
        atexit.register(self.close)

    @contextmanager
    def span(self, name: str, kind: str, parent: str, attributes: Attributes) -> Iterator[Span]:
        above = self._propagator.extract({"traceparent": parent})
        # An exception is told by its type alone: its text may quote what somebody sent.
        quiet = {"record_exception": False, "set_status_on_exception": False}
        with self._tracer.start_as_current_span(name, above, SpanKind[kind], attributes, **quiet) as span:
            token, recorded = context.traceparent.set(_traceparent(span)), RecordedSpan(span)
            try:
                yield recorded
            except Exception as error:
                recorded.failed(type(error).__name__)
                raise
            finally:
                context.traceparent.reset(token)

    def close(self) -> None:
        """Send what is left, in a thread that may be left behind: a collector that hangs holds up no process that has
        to end."""
        thread = threading.Thread(target=self._provider.shutdown, name="last-spans", daemon=True)
        thread.start()
        thread.join(CLOSE_SECONDS)


def _traceparent(span: Recorded) -> str:
    at = span.get_span_context()
    return f"00-{at.trace_id:032x}-{at.span_id:016x}-{at.trace_flags:02x}"
