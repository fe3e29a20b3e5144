"""The wire format between the two servers (tests/contract): what is sent to the AI server and what it reports.

Messages are Celery protocol 2 envelopes in JSON with one keyword argument, `message`. A consumer takes its own schema
version and the one before, and ignores fields that it does not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

SCHEMA = 1
JOB, STARTED, FINISHED = "savepets.job", "savepets.job_started", "savepets.job_finished"


class InvalidMessage(ValueError):
    """A message that this version cannot read. It belongs among the dead letters, not into a retry."""


@dataclass(frozen=True)
class JobMessage:
    """One attempt of a job, as the AI server gets it."""

    job_id: UUID
    attempt: int
    kind: str
    traceparent: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Started:
    job_id: UUID
    attempt: int
    worker: str


@dataclass(frozen=True)
class Succeeded:
    job_id: UUID
    attempt: int
    kind: str
    outcome: str
    result: dict[str, Any]
    timings: dict[str, float]  # milliseconds by stage


@dataclass(frozen=True)
class Failed:
    job_id: UUID
    attempt: int
    kind: str
    code: str
    retryable: bool
    timings: dict[str, float]


@dataclass(frozen=True)
class Envelope:
    """A whole message: body, and what goes into its properties and headers. Persistent, JSON in UTF-8."""

    headers: dict[str, Any]
    correlation_id: str
    body: list[Any]


def job_envelope(job: JobMessage, *, expires: datetime) -> Envelope:
    """The message of one attempt; after `expires` (with time zone) the AI server drops it unread."""
    identity = str(job.job_id)
    message = {
        "schema": SCHEMA,
        "job_id": identity,
        "attempt": job.attempt,
        "traceparent": job.traceparent,
        "kind": job.kind,
        "payload": dict(job.payload),
    }
    return Envelope(_headers(JOB, identity, expires), identity, _body(message))


def _headers(task: str, identity: str, expires: datetime) -> dict[str, Any]:
    # argsrepr and kwargsrepr end up in logs, so they say nothing.
    return {
        "lang": "py",
        "task": task,
        "id": identity,
        "root_id": identity,
        "parent_id": None,
        "group": None,
        "argsrepr": "()",
        "kwargsrepr": "{}",
        "retries": 0,
        "eta": None,
        "expires": expires.isoformat(),
        "timelimit": [None, None],
        "ignore_result": True,
        "origin": "savepets",
    }


def _body(message: dict[str, Any]) -> list[Any]:
    return [[], {"message": message}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}]


def parse_job(message: Any) -> JobMessage:
    """A job that came back as a dead letter. Raises InvalidMessage, as all `parse_` functions do."""
    read = _Reader(message)
    return JobMessage(
        read.uuid("job_id"), read.attempt(), read.text("kind"), read.text("traceparent"), read.mapping("payload")
    )


def parse_started(message: Any) -> Started:
    read = _Reader(message)
    return Started(read.uuid("job_id"), read.attempt(), read.text("worker")[:255])


def parse_finished(message: Any) -> Succeeded | Failed:
    read = _Reader(message)
    job_id, attempt, kind, timings = read.uuid("job_id"), read.attempt(), read.text("kind"), read.timings()
    match read.text("state"):
        case "succeeded":
            return Succeeded(job_id, attempt, kind, read.text("outcome", 32), read.mapping("result"), timings)
        case "failed":
            error = _Reader(read.mapping("error"), nested=True)
            return Failed(job_id, attempt, kind, error.text("code", 64), error.boolean("retryable"), timings)
        case state:
            raise InvalidMessage(f"state {state!r} is unknown")


class _Reader:
    """Typed access to the fields of a decoded JSON object."""

    def __init__(self, message: Any, *, nested: bool = False) -> None:
        if not isinstance(message, dict):
            raise InvalidMessage("not an object")
        self._message = cast(dict[str, Any], message)
        if not nested and self._number("schema") not in (SCHEMA, max(SCHEMA - 1, 1)):
            raise InvalidMessage(f"schema {message['schema']} is not known here")

    def text(self, name: str, longest: int = 255) -> str:
        value = self._message.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise InvalidMessage(f"{name} is not a text of 1 to {longest} characters")
        return value

    def uuid(self, name: str) -> UUID:
        try:
            return UUID(self.text(name, 36))
        except ValueError:
            raise InvalidMessage(f"{name} is not a UUID") from None

    def attempt(self) -> int:
        value = self._number("attempt")
        if value < 1:
            raise InvalidMessage("attempt is below 1")
        return value

    def boolean(self, name: str) -> bool:
        value = self._message.get(name)
        if not isinstance(value, bool):
            raise InvalidMessage(f"{name} is not a boolean")
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        value = self._message.get(name)
        if not isinstance(value, dict):
            raise InvalidMessage(f"{name} is not an object")
        return cast(dict[str, Any], value)

    def timings(self) -> dict[str, float]:
        timings = self.mapping("timings")
        if not all(type(value) in (int, float) and value >= 0 for value in timings.values()):
            raise InvalidMessage("timings are not milliseconds")
        return timings

    def _number(self, name: str) -> int:
        value = self._message.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidMessage(f"{name} is not an integer")
        return value
