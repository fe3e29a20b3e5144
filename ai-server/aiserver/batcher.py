"""One thread owns the matcher and its device; every other thread hands its comparisons to it."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from time import monotonic

import torch

import noseprint
from noseprint import Comparison, Correspondences, Template

logger = logging.getLogger(__name__)

PAIRS_PER_CALL = 64  # between two calls whoever is more urgent comes in
WAITING_PAIRS = 50_000
WAIT_SECONDS = 120.0
WATCH_SECONDS = 1.0


class Priority(IntEnum):
    """Lower first: somebody waits for a lookup."""

    INTERACTIVE = 0
    BULK = 1


class BatcherFull(Exception):
    """More pairs wait than the device could match in reasonable time."""


@dataclass(order=True)
class Request:
    """Pairs of one caller; `done` grows slice by slice until the future is resolved, or the caller gives up."""

    priority: Priority
    number: int
    query: Template = field(compare=False)
    references: Sequence[Template] = field(compare=False)
    done: list[Correspondences] = field(default_factory=list, compare=False)
    future: "Future[list[Correspondences]]" = field(default_factory=Future, compare=False)
    abandoned: bool = field(default=False, compare=False)

    @property
    def left(self) -> int:
        return len(self.references) - len(self.done)


class Batcher:
    """Matches on the device in one thread, verifies in the caller's.

    `observe(pairs)` hears of each device call. `on_stall` is called from a watchdog thread when one call takes longer
    than stall_seconds, or the thread has died: nothing in this process can repair that.
    """

    def __init__(
        self,
        matcher: noseprint.Matcher,
        observe: Callable[[int], None],
        on_stall: Callable[[], None],
        stall_seconds: float,
    ) -> None:
        self._matcher = matcher
        self._observe = observe
        self._on_stall = on_stall
        self._stall_seconds = stall_seconds
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
    def waiting_pairs(self) -> int:
        with self._changed:
            return sum(request.left for request in self._waiting)

    def compare(self, query: Template, references: Sequence[Template], priority: Priority) -> list[Comparison]:
        """Compare the query with each reference.

        Raises BatcherFull at once, TimeoutError after WAIT_SECONDS, CancelledError when the batcher is stopped, and
        whatever the matcher raises.
        """
        request = Request(priority, next(self._numbers), query, references)
        self._put(request)
        try:
            found = request.future.result(WAIT_SECONDS)
        finally:
            request.abandoned = True
        pairs = zip(references, found, strict=True)
        return [noseprint.verify(query, reference, correspondences) for reference, correspondences in pairs]

    def _put(self, request: Request) -> None:
        with self._changed:
            ahead = sum(other.left for other in self._waiting)
            if ahead + request.left > WAITING_PAIRS:
                raise BatcherFull(f"{ahead} pairs wait for the device")
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
        """One device call for the most urgent request; what is left of it queues again, ahead of its equals."""
        if request.abandoned:
            return
        part = request.references[len(request.done) :][:PAIRS_PER_CALL]
        self._observe(len(part))
        request.done += self._match(request.query, part)
        if request.left:
            with self._changed:
                heappush(self._waiting, request)
        else:
            request.future.set_result(request.done)

    def _match(self, query: Template, references: Sequence[Template]) -> list[Correspondences]:
        """Match; when the device's memory is exhausted, halve and try again, down to single pairs."""
        try:
            return self._matcher.match(query, references)
        except torch.OutOfMemoryError:
            if len(references) == 1:
                raise
        torch.cuda.empty_cache()
        logger.warning("device memory exhausted by %d pairs; halving", len(references))
        middle = len(references) // 2
        return self._match(query, references[:middle]) + self._match(query, references[middle:])

    def _watch(self) -> None:
        while not self._stopped.wait(WATCH_SECONDS):
            since = self._busy_since
            stalled = since is not None and monotonic() - since > self._stall_seconds
            if stalled or not self._thread.is_alive():
                logger.critical("the batcher has stalled")
                self._on_stall()
                return
