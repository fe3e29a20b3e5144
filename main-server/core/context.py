"""What is known about the request or job in hand: its id and its W3C trace context. Logs and messages carry it."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from uuid import uuid4

request_id: ContextVar[str] = ContextVar("request_id", default="")
traceparent: ContextVar[str] = ContextVar("traceparent", default="")
job: ContextVar[Mapping[str, object]] = ContextVar("job", default=MappingProxyType({}))  # job_id, kind, attempt

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# https://www.w3.org/TR/trace-context/: version, trace, span, flags.
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


def new_request_id(given: str) -> str:
    """The id that the gateway gave, if it is one; else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def current_traceparent() -> str:
    """That of the work in hand, else a new trace."""
    return traceparent.get() or child_of("")


def child_of(parent: str) -> str:
    """The `traceparent` of a new span in the parent's trace; of a new trace if the parent is none."""
    found = _TRACEPARENT.fullmatch(parent)
    trace, flags = (found[1], found[3]) if found else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def trace_fields() -> dict[str, str]:
    """Trace and span of the work in hand, by the names that logs have for them; empty if there is none."""
    found = _TRACEPARENT.fullmatch(traceparent.get())
    return {"trace_id": found[1], "span_id": found[2]} if found else {}


@contextmanager
def job_in_hand(fields: Mapping[str, object]) -> Iterator[None]:
    """`fields`: what the log says of the job, by the names that core.logging writes."""
    token = job.set(fields)
    try:
        yield
    finally:
        job.reset(token)
