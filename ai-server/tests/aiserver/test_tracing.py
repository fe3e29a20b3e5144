"""One trace from the message through the attempt, its stages, its fetches and its reports; log lines that name it."""

import json
import logging
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import psycopg
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from aiserver import context
from aiserver.config import ConfigurationError, Settings
from aiserver.logs import JsonFormatter
from aiserver.messages import parse_job
from aiserver.tracing import Ids, open_tracer

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
JOB = {
    "schema": 1,
    "job_id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
    "attempt": 2,
    "kind": "dog.forget",
    "traceparent": PARENT,
    "payload": {"dog_id": "0b9d1f5e-3f5c-4b0e-9a51-5f8a3f0f3c11"},
}
VARIABLES = {
    "AI_ROLE": "bulk",
    "AI_DATABASE_URL": "postgresql://ai@127.0.0.1/ai",
    "AI_BROKER_URL": "amqp://ai@127.0.0.1//",
    "AI_MAIN_URL": "http://127.0.0.1:8000",
    "AI_MAIN_TOKEN": "a-token-of-the-test",
    "AI_SERVICE_TOKEN": "a-token-of-the-test",
    "AI_HTTP_HOST": "127.0.0.1",
    "AI_HTTP_PORT": "1",
    "AI_THREADS": "1",
}


@pytest.fixture(autouse=True)
def nothing_in_hand():
    context.begin()
    yield
    context.begin()


def formatted(record: logging.LogRecord) -> dict:
    return json.loads(JsonFormatter().format(record))


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.getLogger("some.library").makeRecord(
        "some.library", logging.INFO, "", 0, message, (), None, extra=extra
    )


def test_an_attempt_is_a_new_span_of_the_same_trace():
    job = parse_job(JOB)
    with Ids().attempt(job) as first, Ids().attempt(job) as second:
        spans = {job.traceparent, first.job.traceparent, second.job.traceparent}
    assert len(spans) == 3
    assert {re.sub("-[0-9a-f]{16}-", "-", span) for span in spans} == {"00-0af7651916cd43dd8448eb211c80319c-01"}


@pytest.mark.parametrize(
    "given", ["", "nonsense", None, f"00-{'0' * 32}-{'1' * 16}-01", f"00-{'1' * 32}-{'0' * 16}-01"]
)
def test_what_is_no_traceparent_is_not_passed_on(given):
    context.begin(given)
    assert context.headers() == {} and context.fields() == {}


def test_a_line_names_the_job_in_hand_and_its_trace():
    context.take_up(parse_job(JOB))
    line = formatted(record("Connection lost", outcome="match", dog_id="never written"))
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "some.library",
        "message": "Connection lost",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "span_id": "b7ad6b7169203331",
        "job_id": JOB["job_id"],
        "kind": "dog.forget",
        "attempt": 2,
        "outcome": "match",
    }


def test_celery_says_in_its_own_way_which_task_a_line_is_about():
    line = formatted(record("Task rejected", data={"id": JOB["job_id"], "kwargs": "secret"}))
    assert line["job_id"] == JOB["job_id"] and "secret" not in str(line)


def test_rows_that_a_database_quotes_stay_out_of_the_log(database_url):
    with psycopg.connect(database_url) as connection:
        statement = "INSERT INTO tombstone (dog_id) VALUES (%(dog)s), (%(dog)s)"
        try:
            connection.execute(statement, {"dog": JOB["payload"]["dog_id"]})
        except psycopg.errors.UniqueViolation:
            failed = record("job failed")
            failed.exc_info = sys.exc_info()
    line = formatted(failed)
    assert "UniqueViolation" in line["exception"] and "DETAIL: (left out)" in line["exception"]
    assert JOB["payload"]["dog_id"] not in line["exception"]


def test_without_a_collector_opentelemetry_is_not_asked_for(monkeypatch):
    monkeypatch.setitem(sys.modules, "aiserver.telemetry", None)
    assert isinstance(open_tracer(Settings.from_environment(VARIABLES), "bulk@host:1"), Ids)
    settings = Settings.from_environment(VARIABLES | {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})
    with pytest.raises(
        ConfigurationError, match="OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed"
    ):
        open_tracer(settings, "bulk@host:1")


def test_the_collectors_address_is_checked():
    with pytest.raises(ConfigurationError, match="OTEL_EXPORTER_OTLP_ENDPOINT is wrong"):
        Settings.from_environment(VARIABLES | {"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"})


class Collector:
    """Takes spans by OTLP over HTTP."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.resource: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, request: ExportTraceServiceRequest) -> None:
        for resource in request.resource_spans:
            self.resource |= {pair.key: pair.value.string_value for pair in resource.resource.attributes}
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]

    def of(self, trace: str) -> list[Span]:
        return [span for span in self.spans if span.trace_id.hex() == trace]

    def _handler(collector) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                known = self.path == "/v1/traces"
                if known:
                    collector.take(ExportTraceServiceRequest.FromString(body))
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


def test_a_collector_that_hangs_holds_up_nobody(monkeypatch):
    monkeypatch.setattr("aiserver.telemetry.CLOSE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        tracer = open_tracer(Settings.from_environment(VARIABLES | {"OTEL_EXPORTER_OTLP_ENDPOINT": url}), "bulk@host:1")
        start = time.monotonic()
        with pytest.raises(ZeroDivisionError), tracer.attempt(parse_job(JOB)), tracer.stage("forget"):
            raise ZeroDivisionError
        assert time.monotonic() - start < 2
        tracer.close()
        assert 0.2 < time.monotonic() - start < 8


def test_one_trace_leads_through_a_job(start, broker, main_server_at_configured_port, noses, collector):
    main = main_server_at_configured_port
    process = start("interactive", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url).until_ready()
    found = broker.submit("dog.lookup", {"lookup_id": str(uuid4()), "photo": main.add(noses.jpeg(0, 0))})
    report = broker.finished(found)
    missing = broker.submit(
        "dog.lookup", {"lookup_id": str(uuid4()), "photo": {"id": str(uuid4()), "sha256": "0" * 64}}
    )
    assert broker.finished(missing)["error"]["code"] == "photo_missing"
    unsampled = f"00-{'a' * 32}-{'b' * 16}-00"
    quiet = broker.submit(
        "dog.lookup", {"lookup_id": str(uuid4()), "photo": main.add(noses.jpeg(0, 0))}, traceparent=unsampled
    )
    assert broker.finished(quiet)["traceparent"].endswith("-00")
    process.terminate()
    assert process.popen.wait(30) == 0, "and what it had not sent yet is sent"

    spans = collector.of(broker.trace(found))
    (attempt,) = [span for span in spans if span.name == "job dog.lookup"]
    assert (attempt.kind, attempt.parent_span_id.hex()) == (Span.SPAN_KIND_CONSUMER, broker.traces[found].split("-")[2])
    assert report["traceparent"] == f"00-{attempt.trace_id.hex()}-{attempt.span_id.hex()}-01"
    attributes = {pair.key: pair.value.string_value or pair.value.int_value for pair in attempt.attributes}
    assert attributes == {
        "messaging.system": "rabbitmq",
        "savepets.job.id": found,
        "savepets.job.kind": "dog.lookup",
        "savepets.job.attempt": 1,
        "savepets.job.outcome": "not_registered",
    }
    stages = {span.name.removeprefix("stage "): span for span in spans if span is not attempt}
    assert set(stages) == set(report["timings"])
    assert {span.parent_span_id for span in stages.values()} == {attempt.span_id}
    assert main.traceparents[0] == f"00-{attempt.trace_id.hex()}-{stages['fetch'].span_id.hex()}-01"
    failed = {span.name: (span.status.code, span.status.message) for span in collector.of(broker.trace(missing))}
    assert failed == {
        "job dog.lookup": (Status.STATUS_CODE_ERROR, "photo_missing"),
        "stage fetch": (Status.STATUS_CODE_ERROR, "PhotoMissing"),
    }
    assert collector.of("a" * 32) == [], "whoever began that trace wants none of it collected"
    assert collector.resource["service.name"] == "savepets-ai-interactive"

    for line in process.log.read_text().splitlines():
        said = json.loads(line)
        if "job_id" in said:
            assert said["trace_id"] == broker.trace(said["job_id"])
    assert main.traceparents[-1].startswith(f"00-{'a' * 32}-") and main.traceparents[-1] != unsampled
