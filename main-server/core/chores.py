"""What the relay does besides publishing, and must not wait for."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from core.storage import StorageUnavailable

logger = logging.getLogger("savepets.chores")


class Apart:
    """A chore in a thread of its own, since what it talks to may be slow: each call starts it, unless one is still at
    it."""

    def __init__(self, chore: Callable[[], object]) -> None:
        self._chore = chore
        self._thread: threading.Thread | None = None

    def __call__(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            # Not a daemon: at its end the process waits for what is in hand.
            self._thread = threading.Thread(target=self._work, name=getattr(self._chore, "__name__", "chore"))
            self._thread.start()

    def _work(self) -> None:
        try:
            close_old_connections()
            self._chore()
        except StorageUnavailable as error:
            logger.warning("files wait to be deleted: %s", error)
        except Exception:
            logger.exception("a chore failed")
        finally:
            connection.close()
