"""Long polls: one LISTEN connection a process hears of every change and wakes those who wait for that job.

A waiter holds a thread and keeps its database connection, as idle threads do: to open one takes 15 ms.
"""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from jobs import notify
from jobs.listening import Listener

Seen = TypeVar("Seen")
LISTEN_S = 30.0  # how long one wait of the listening thread lasts; it is ended early by a notice


class Bell:
    """Fans the notices of one channel out to threads. The listening thread starts with the first waiter of a process
    (so after a fork) and lives on; it is a daemon."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiters: defaultdict[str, set[threading.Event]] = defaultdict(set)
        self._thread: threading.Thread | None = None
        self._wake_fd = -1
        self._closing = False

    @contextmanager
    def subscribed(self, name: str) -> Iterator[threading.Event]:
        """An event that is set at each notice for the name, and whenever notices may have been missed."""
        event = threading.Event()
        with self._lock:
            self._waiters[name].add(event)
            if self._thread is None or not self._thread.is_alive():
                self._start()
        try:
            yield event
        finally:
            with self._lock:
                self._waiters[name].discard(event)
                if not self._waiters[name]:
                    del self._waiters[name]

    def close(self) -> None:
        """End the listening thread and its connection; the next waiter starts them anew."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return
            self._closing = True
            os.write(self._wake_fd, b".")
        thread.join()
        os.close(self._wake_fd)

    def _start(self) -> None:
        wake_fd, self._wake_fd = os.pipe2(os.O_CLOEXEC)
        self._closing = False
        self._thread = threading.Thread(target=self._listen, args=(wake_fd,), name="jobs-bell", daemon=True)
        self._thread.start()

    def _listen(self, wake_fd: int) -> None:
        listener = Listener(notify.CHANGED)
        while not self._closing:
            self._ring(listener.wait(LISTEN_S, wake_fd=wake_fd))
        listener.close()
        os.close(wake_fd)

    def _ring(self, names: list[str] | None) -> None:
        with self._lock:
            heard = list(self._waiters) if names is None else [name for name in names if name in self._waiters]
            for name in heard:
                for event in self._waiters[name]:
                    event.set()


class Seats:
    """Bounds the threads that wait at the same time: the web server needs the others for its other requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Whether there was a free one; it is given back at the end."""
        with self._lock:
            free = self._taken < settings.LONG_POLL_WAITERS
            self._taken += free
        try:
            yield free
        finally:
            with self._lock:
                self._taken -= free


_bell, _seats = Bell(), Seats()


def look_until(done: Callable[[Seen], bool], look: Callable[[], Seen], *, job_id: UUID, wait_s: float) -> Seen:
    """Look at a job; if not `done`, again at each change of it, for at most `wait_s`. Returns what was seen last.

    With every seat taken it looks only once.
    """
    if wait_s <= 0:
        return look()
    with _seats.one() as free:
        return _wait(done, look, job_id, time.monotonic() + wait_s) if free else look()


def _wait(done: Callable[[Seen], bool], look: Callable[[], Seen], job_id: UUID, deadline: float) -> Seen:
    with _bell.subscribed(str(job_id)) as rung:  # before the first look: no change after it is missed
        seen = look()
        while not done(seen) and (left := deadline - time.monotonic()) > 0:
            rung.wait(left)
            rung.clear()
            seen = _look_again(look)
    return seen


def _look_again(look: Callable[[], Seen]) -> Seen:
    """The database may have dropped our connection meanwhile. To ask it that first would take as long as the look."""
    try:
        return look()
    except (OperationalError, InterfaceError):
        connection.close()
        return look()


def close() -> None:
    """Let go of the listening connection of this process."""
    _bell.close()
