"""Signals: an end from outside unwinds the stack, so that everything that was started is stopped."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def termination_unwinds() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into SystemExit, as SIGINT is KeyboardInterrupt already."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    with _handled(leave, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Stopping takes some seconds: a second Ctrl-C must not leave half of it undone."""
    with _handled(signal.SIG_IGN, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def _handled(handler: object, *numbers: signal.Signals) -> Iterator[None]:
    previous = {number: signal.signal(number, handler) for number in numbers}  # type: ignore[arg-type]
    try:
        yield
    finally:
        for number, earlier in previous.items():
            signal.signal(number, earlier)
