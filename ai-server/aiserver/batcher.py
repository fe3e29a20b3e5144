"""One thread owns the models and their device; every other thread hands its work to it, in slices.

The queue knows no model: `aiserver.models` has one client for each, which says what a slice is.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from time import monotonic
from typing import Generic, TypeVar

import torch

logger = logging.getLogger(__name__)

WAITING_COST = 200_000  # 40 s on one core
WAIT_SECONDS = 120.0
WATCH_SECONDS = 1.0

Item = TypeVar("Item")
Result = TypeVar("Result")


class Priority(IntEnum):
    """Lower first: somebody waits for a lookup, and for a covered photo, where a search in between is not noticed."""

    INTERACTIVE = 0
    FACES = 1
    BULK = 2


class BatcherFull(Exception):
    """More work waits than the device could do in reasonable time."""


@dataclass(frozen=True)
class Work(Generic[Item, Result]):
    """Items for one model.

    run(items) -> as many results, in the batcher's thread only; per_call: items that one call may take, since whoever
    is more urgent comes in between two calls; cost: of an item, where that of a pair of prints is 1; observe(items)
    hears of each call.
    """

    run: Callable[[Sequence[Item]], list[Result]]
    items: Sequence[Item]
    per_call: int
    cost: int
    observe: Callable[[int], None]


@dataclass(order=True)
class Request(Generic[Item, Result]):
    """Work of one caller, done in its context: log lines are about its job. `done` grows slice by slice until the
    future is resolved, or the caller gives up."""

    priority: Priority
    number: int
    work: Work[Item, Result] = field(compare=False)
    done: list[Result] = field(default_factory=list, compare=False)
    context: Context = field(default_factory=copy_context, compare=False)
    put_at: float = field(default_factory=monotonic, compare=False)
    future: "Future[list[Result]]" = field(default_factory=Future, compare=False)
    abandoned: bool = field(default=False, compare=False)

    @property
    def left(self) -> int:
        return len(self.work.items) - len(self.done)

    @property
    def cost_left(self) -> int:
        return self.left * self.work.cost

    def advance(self) -> None:
        """One call of the model."""
        part = self.work.items[len(self.done) :][: self.work.per_call]
        self.work.observe(len(part))
        self.done += _run(self.work.run, part)


def _nobody(priority: Priority, seconds: float) -> None:
    """Hears how long work has waited, and keeps it to itself."""


class Batcher:
    """Runs models in one thread.

    `on_stall` is called from a watchdog thread when one call takes longer than stall_seconds, or the thread has died:
    nothing in this process can repair that. `on_turn` hears of each request how long it waited for its first call.
    """

    def __init__(
        self, on_stall: Callable[[], None], stall_seconds: float, on_turn: Callable[[Priority, float], None] = _nobody
    ) -> None:
        self._on_stall = on_stall
        self._stall_seconds = stall_seconds
        self._on_turn = on_turn
        self._waiting: list[Request] = []
        self._changed = threading.Condition()
        self._numbers = count()
        self._busy_since: float | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="batcher", daemon=True)
        self._watchdog = threading.Thread(target=self._watch, name="batcher-watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._watchdog.start()

    def stop(self) -> None:
        """End both threads after the call in progress; whoever still waits gets a CancelledError."""
        with self._changed:
            self._stopped.set()
            self._changed.notify_all()
        self._thread.join()
        for request in self._waiting:
            request.future.cancel()

    @property
    def waiting_cost(self) -> int:
        with self._changed:
            return sum(request.cost_left for request in self._waiting)

    def do(self, work: Work[Item, Result], priority: Priority) -> list[Result]:
        """A result for each of the work's items.

        Raises BatcherFull at once, TimeoutError after WAIT_SECONDS, CancelledError when the batcher is stopped, and
        whatever the model raises.
        """
        if not work.items:
            return []
        request = Request(priority, next(self._numbers), work)
        self._put(request)
        try:
            return request.future.result(WAIT_SECONDS)
        finally:
            request.abandoned = True

    def _put(self, request: Request) -> None:
        with self._changed:
            ahead = sum(other.cost_left for other in self._waiting)
            if ahead + request.cost_left > WAITING_COST:
                raise BatcherFull(f"work of {ahead} pairs waits for the device")
            heappush(self._waiting, request)
            self._changed.notify()

    def _run(self) -> None:
        while (request := self._next()) is not None:
            try:
                self._advance(request)
            except Exception as error:
                request.future.set_exception(error)
            finally:
                self._busy_since = None

    def _next(self) -> Request | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopped.is_set())
            if self._stopped.is_set():
                return None
            self._busy_since = monotonic()
            return heappop(self._waiting)

    def _advance(self, request: Request) -> None:
        """One call for the most urgent request; what is left of it queues again, ahead of its equals."""
        if request.abandoned:
            return
        if not request.done:
            self._on_turn(request.priority, monotonic() - request.put_at)
        request.context.run(request.advance)
        if request.left:
            with self._changed:
                heappush(self._waiting, request)
        else:
            request.future.set_result(request.done)

    def _watch(self) -> None:
        while not self._stopped.wait(WATCH_SECONDS):
            since = self._busy_since
            stalled = since is not None and monotonic() - since > self._stall_seconds
            if stalled or not self._thread.is_alive():
                logger.critical("the batcher has stalled")
                self._on_stall()
                return


def _run(run: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]) -> list[Result]:
    """Run; when the device's memory is exhausted, halve and try again, down to single items."""
    try:
        return run(items)
    except torch.OutOfMemoryError:
        if len(items) == 1:
            raise
    torch.cuda.empty_cache()
    logger.warning("device memory exhausted by %d items; halving", len(items))
    middle = len(items) // 2
    return _run(run, items[:middle]) + _run(run, items[middle:])
