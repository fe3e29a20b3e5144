"""A database connection of its own that hears NOTIFY; opened again, with a bounded backoff, when it is lost."""

import contextlib
import logging
import select
import time

import psycopg
from django.db import connection
from psycopg import sql

logger = logging.getLogger("savepets.jobs")
FIRST_BACKOFF_S, LAST_BACKOFF_S = 0.2, 5.0


class Listener:
    """For one thread. Django's own connections cannot do this: they are closed when they are old."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._connection: psycopg.Connection | None = None
        self._backoff_s = FIRST_BACKOFF_S

    def wait(self, timeout_s: float, *, wake_fd: int | None = None) -> list[str] | None:
        """
        Wait for notices, at most that long, or until `wake_fd` can be read.

        Returns their payloads; None if any number of them may have been missed, because the connection was opened just
        now or is down: whoever waits should then look for himself.
        """
        deadline = time.monotonic() + timeout_s
        if self._connection is None:
            return self._open(deadline, wake_fd)
        try:
            _readable(self._connection.fileno(), wake_fd, timeout_s)
            return [notice.payload for notice in self._connection.notifies(timeout=0)]
        except (psycopg.Error, OSError):
            self.close()
            return None

    def close(self) -> None:
        lost, self._connection = self._connection, None
        if lost is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                lost.close()

    def _open(self, deadline: float, wake_fd: int | None) -> None:
        try:
            self._connection = psycopg.connect(**_parameters(), autocommit=True)
            self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
            self._backoff_s = FIRST_BACKOFF_S
        except (psycopg.Error, OSError):
            logger.warning("cannot listen: the database is away")
            self.close()
            _readable(None, wake_fd, min(self._backoff_s, max(0.0, deadline - time.monotonic())))
            self._backoff_s = min(self._backoff_s * 2, LAST_BACKOFF_S)


def _readable(descriptor: int | None, wake_fd: int | None, timeout_s: float) -> None:
    select.select([fd for fd in (descriptor, wake_fd) if fd is not None], [], [], timeout_s)


def _parameters() -> dict[str, object]:
    """Where and how Django connects, less what is about its own use of the connection."""
    return {name: value for name, value in connection.get_connection_params().items() if isinstance(value, str | int)}
