"""Milliseconds by stage of one job."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Stages may repeat; their times add up. `observe(stage, seconds)` hears of each."""

    def __init__(self, observe: Callable[[str, float], None]) -> None:
        self._observe = observe
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = perf_counter()
        try:
            yield
        finally:
            seconds = perf_counter() - start
            self.milliseconds[name] = round(self.milliseconds.get(name, 0.0) + 1000 * seconds, 3)
            self._observe(name, seconds)
