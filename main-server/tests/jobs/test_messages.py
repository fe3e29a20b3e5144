"""The wire format, held against the contract's schemas and golden messages."""

import copy
import json
from datetime import datetime
from uuid import UUID

import jsonschema
import pytest
from helpers import CONTRACT

from jobs import messages

GOLDEN = {path.stem: json.loads(path.read_text()) for path in sorted((CONTRACT / "golden").glob("*.json"))}
JOBS = [name for name in GOLDEN if name.startswith("job.")]
FINISHED = [name for name in GOLDEN if name.startswith("job_finished.")]


def message_of(name):
    return copy.deepcopy(GOLDEN[name]["body"][1]["message"])


@pytest.mark.parametrize("name", JOBS)
def test_builds_the_golden_job(name):
    golden, wire = GOLDEN[name], message_of(name)
    job = messages.JobMessage(
        UUID(wire["job_id"]), wire["attempt"], wire["kind"], wire["traceparent"], wire["payload"]
    )  # fmt: skip
    envelope = messages.job_envelope(job, expires=datetime.fromisoformat(golden["headers"]["expires"]))
    assert envelope.headers == golden["headers"]
    assert envelope.body == golden["body"]
    assert envelope.correlation_id == golden["properties"]["correlation_id"]
    assert messages.parse_job(envelope.body[1]["message"]) == job


@pytest.mark.parametrize("name", FINISHED)
def test_reads_the_golden_reports(name):
    wire = message_of(name)
    report = messages.parse_finished(wire)
    assert (str(report.job_id), report.attempt, report.kind) == (wire["job_id"], wire["attempt"], wire["kind"])
    if wire["state"] == "succeeded":
        assert (report.outcome, report.result) == (wire["outcome"], wire["result"])
    else:
        assert {"code": report.code, "retryable": report.retryable} == wire["error"]
    assert report.timings == wire["timings"]


def test_reads_the_golden_start():
    report = messages.parse_started(message_of("job_started"))
    assert (report.attempt, report.worker) == (2, "ai-interactive@host-1")


def test_ignores_fields_it_does_not_know():
    wire = message_of("job_started") | {"colour": "brown"}
    assert messages.parse_started(wire) == messages.parse_started(message_of("job_started"))


def test_takes_its_schema_and_the_one_before(monkeypatch):
    monkeypatch.setattr(messages, "SCHEMA", 3)
    for version in (3, 2):
        messages.parse_started(message_of("job_started") | {"schema": version})
    for version in (4, 1):
        with pytest.raises(messages.InvalidMessage):
            messages.parse_started(message_of("job_started") | {"schema": version})


BROKEN = [
    ("job_started", "job_id", "7"),
    ("job_started", "job_id", None),
    ("job_started", "attempt", 0),
    ("job_started", "attempt", True),
    ("job_started", "attempt", "1"),
    ("job_started", "schema", 99),
    ("job_started", "schema", None),
    ("job_started", "worker", ""),
    ("job_finished.dog.lookup.match", "state", "perhaps"),
    ("job_finished.dog.lookup.match", "state", "failed"),
    ("job_finished.dog.lookup.match", "outcome", None),
    ("job_finished.dog.lookup.match", "outcome", "x" * 33),
    ("job_finished.dog.lookup.match", "result", []),
    ("job_finished.dog.lookup.match", "timings", {"fetch": -1}),
    ("job_finished.dog.lookup.match", "timings", {"fetch": True}),
    ("job_finished.dog.lookup.match", "timings", None),
    ("job_finished.dog.lookup.failed", "error", {"code": "internal_error", "retryable": "yes"}),
    ("job_finished.dog.lookup.failed", "error", {"retryable": True}),
    ("job.dog.lookup", "payload", None),
    ("job.dog.lookup", "kind", 3),
]


@pytest.mark.parametrize(("name", "field", "value"), BROKEN)
def test_refuses_what_the_schemas_refuse(name, field, value):
    task = GOLDEN[name]["headers"]["task"].removeprefix("savepets.")
    parse = {
        "job": messages.parse_job,
        "job_started": messages.parse_started,
        "job_finished": messages.parse_finished,
    }[task]
    wire = message_of(name)
    parse(wire)
    wire[field] = value
    with pytest.raises(messages.InvalidMessage):
        parse(wire)


@pytest.mark.parametrize("wire", [None, [], 5, "text"])
def test_refuses_what_is_no_object(wire):
    with pytest.raises(messages.InvalidMessage):
        messages.parse_finished(wire)


@pytest.mark.parametrize("name", JOBS)
def test_what_is_built_fits_the_schema(name):
    wire = messages.parse_job(message_of(name))
    built = messages.job_envelope(wire, expires=datetime.fromisoformat(GOLDEN[name]["headers"]["expires"]))
    schema = json.loads((CONTRACT / "schemas" / "job.json").read_text())
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        built.body[1]["message"]
    )
