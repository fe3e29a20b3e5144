"""Milliseconds by stage of one job."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import perf_counter

from noseprint import Stage


class Stopwatch:
    """Stages may repeat; their times add up. They do not overlap, so that the sum is the job's time. `span`: what else
    is to go round each."""

    def __init__(self, span: Stage = nullcontext) -> None:
        self._span = span
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = perf_counter()
        try:
            with self._span(name):
                yield
        finally:
            seconds = perf_counter() - start
            self.milliseconds[name] = round(self.milliseconds.get(name, 0.0) + 1000 * seconds, 3)
