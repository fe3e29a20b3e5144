"""What is known of the job or request in hand, by thread: whose log lines these are, and where in its trace we stand.

https://www.w3.org/TR/trace-context/: 00-{trace}-{span}-{flags}. Whoever takes work over keeps trace and flags.
"""

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import TypeGuard

from aiserver.messages import IDENTITY, TRACEPARENT, Job

Fields = dict[str, object]
NOTHING: Mapping[str, object] = MappingProxyType({})
NO_ZEROS = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16}).*")

_fields: ContextVar[Mapping[str, object]] = ContextVar("fields", default=NOTHING)
_traceparent: ContextVar[str] = ContextVar("traceparent", default="")


def begin(traceparent: object = "", **fields: object) -> None:
    """This thread takes up something new; whatever it says until it begins the next is about that. What is no valid
    traceparent is none."""
    _fields.set(fields)
    _traceparent.set(traceparent if is_valid(traceparent) else "")


def glance(message: object) -> None:
    """This thread looks at what may be a job's message, and may be anything."""
    given = message if isinstance(message, Mapping) else NOTHING
    job_id = given.get("job_id")
    known = {"job_id": job_id} if isinstance(job_id, str) and IDENTITY.fullmatch(job_id) else {}
    begin(given.get("traceparent"), **known)


def take_up(job: Job) -> None:
    """This thread works on a job, as the span that its traceparent names."""
    begin(job.traceparent, job_id=str(job.job_id), kind=job.kind, attempt=job.attempt)


def current() -> str:
    """The traceparent of the span at which this thread stands; empty where there is none."""
    return _traceparent.get()


def enter(traceparent: str) -> None:
    """This thread stands at another span of the same work."""
    _traceparent.set(traceparent)


def is_valid(traceparent: object) -> TypeGuard[str]:
    return isinstance(traceparent, str) and bool(TRACEPARENT.fullmatch(traceparent) and NO_ZEROS.fullmatch(traceparent))


def child(traceparent: str) -> str:
    """A new span of the same trace."""
    version, trace, _, flags = traceparent.split("-")
    return f"{version}-{trace}-{secrets.token_hex(8)}-{flags}"


def headers() -> dict[str, str]:
    """What tells another server of ours which trace its request belongs to."""
    return {"traceparent": current()} if current() else {}


def fields() -> Fields:
    """What a log line says of what is in hand."""
    of_trace: Fields = {}
    if current():
        _, of_trace["trace_id"], of_trace["span_id"], _ = current().split("-")
    return of_trace | dict(_fields.get())
