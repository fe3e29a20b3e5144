"""What is known about the request or job in hand: its id and its W3C trace context."""

import re
import secrets
from contextvars import ContextVar
from uuid import uuid4

request_id: ContextVar[str] = ContextVar("request_id", default="")
traceparent: ContextVar[str] = ContextVar("traceparent", default="")

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def new_request_id(given: str) -> str:
    """The id that the gateway gave, if it is one; else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def current_traceparent() -> str:
    """The trace of the request in hand, else a new one."""
    return traceparent.get() or new_traceparent()


def new_traceparent(given: str = "") -> str:
    """A `traceparent` (https://www.w3.org/TR/trace-context/): the caller's, if it is valid, else a new trace."""
    return given if _TRACEPARENT.fullmatch(given) else f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
