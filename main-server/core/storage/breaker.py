"""Keeps those who ask from waiting, one after the other, for somebody who does not answer."""

import threading
import time


class Breaker:
    """
    Open for `pause_s` after a failure: who asks meanwhile is refused at once. Then one at a time may try, for up to
    `trial_s`, until one succeeds. For any number of threads.
    """

    def __init__(self, pause_s: float, trial_s: float) -> None:
        self._pause_s, self._trial_s = pause_s, trial_s
        self._lock = threading.Lock()
        self._failing, self._until = False, 0.0

    def admits(self) -> bool:
        """Whether the caller may try; who does tells `failed` or `succeeded`."""
        with self._lock:
            now = time.monotonic()
            if self._failing and now < self._until:
                return False
            self._until = now + self._trial_s
            return True

    def failed(self) -> None:
        with self._lock:
            self._failing, self._until = True, time.monotonic() + self._pause_s

    def succeeded(self) -> None:
        with self._lock:
            self._failing = False
