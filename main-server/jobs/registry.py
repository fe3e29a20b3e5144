"""Which app handles the results of which kind of job. Apps register in their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jobs.metrics import know_outcomes

if TYPE_CHECKING:
    from jobs.models import Job
    from jobs.serializers import TaskSerializer

Result = dict[str, Any]
OnSucceeded = Callable[["Job", str, Result], tuple[str, Result] | None]
OnFailed = Callable[["Job", str], None]
OnLateSuccess = Callable[["Job", str, Result], None]
Present = Callable[["Job", str, Result], tuple[str, Result]]
Sweep = Callable[[], object]


class TryAgain(Exception):
    """Raised by on_succeeded: this result does not hold. What the handler wrote stays, and the job goes on as after a
    retryable failure with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Handler:
    on_succeeded: OnSucceeded | None = None
    on_failed: OnFailed | None = None
    on_late_success: OnLateSuccess | None = None
    present: Present | None = None
    shape: type[TaskSerializer] | None = None


_handlers: dict[str, Handler] = {}
_sweeps: list[Sweep] = []


def register_handler(
    kind: str,
    *,
    on_succeeded: OnSucceeded | None = None,
    on_failed: OnFailed | None = None,
    on_late_success: OnLateSuccess | None = None,
    present: Present | None = None,
    shape: type[TaskSerializer] | None = None,
    outcomes: Iterable[str] = (),
) -> None:
    """Say what an app does with the results of its kind of job.

    on_succeeded(job, outcome, result): in the transaction that ends the job; may return an (outcome, result) that is
        stored and shown in place of what the AI server sent, or raise TryAgain.
    on_failed(job, code): in the transaction that fails or cancels the job.
    on_late_success(job, outcome, result): a job that had failed or been cancelled succeeded after all; may be called
        more than once.
    present(job, outcome, result): what GET tasks/{id} shows of a job that succeeded, at each look; writes nothing.
    shape: how the API's description shows a task of this kind; None for one that no client ever sees.
    outcomes: of jobs that succeed, to count them by; any other one is counted as `other`.
    """
    if kind in _handlers:
        raise ValueError(f"{kind} already has a handler")
    _handlers[kind] = Handler(on_succeeded, on_failed, on_late_success, present, shape)
    know_outcomes(kind, outcomes)


def handler_of(kind: str) -> Handler:
    return _handlers.get(kind, _NONE)


_NONE = Handler()


def described_tasks() -> dict[str, type[TaskSerializer]]:
    """By kind, those that clients see."""
    return {kind: handler.shape for kind, handler in sorted(_handlers.items()) if handler.shape is not None}


def register_sweep(sweep: Sweep) -> None:
    """Have the relay call `sweep()` now and then; it does one bounded piece of work."""
    _sweeps.append(sweep)


def registered_sweeps() -> tuple[Sweep, ...]:
    return tuple(_sweeps)
