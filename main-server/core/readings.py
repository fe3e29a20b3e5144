"""
Gauges that are read from the database when Prometheus asks, in the relay: what waits there, and for how long.

An app registers its readings in its AppConfig.ready(). Each is one bounded statement, and not repeated while it is
fresh, however many ask.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, transaction
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

logger = logging.getLogger("savepets.readings")
STATEMENT_S, ALL_S = 2.0, 6.0  # Prometheus waits 10 s for its answer
QUICK_S, SLOW_S = 3.0, 60.0  # of what is found by an index, and of what counts whole tables


@dataclass(frozen=True)
class Reading:
    """Some gauges, and for how many seconds they need not be read again. `read` may raise DatabaseError."""

    name: str
    read: Callable[[], Iterable[Metric]]
    fresh_s: float = QUICK_S


_readings: list[Reading] = []


def register_reading(reading: Reading) -> None:
    _readings.append(reading)


class Readings(Collector):
    """All registered readings. Those that fail are left out; savepets_database_up says whether any can be had."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: dict[str, tuple[float, list[Metric]]] = {}

    def describe(self) -> list[Metric]:
        return []  # else the registry would ask for all of it, to learn the names

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            until = time.monotonic() + ALL_S
            try:
                up, found = _database_answers(), []
                if up:
                    quick_first = sorted(_readings, key=lambda reading: reading.fresh_s)
                    found = [metric for reading in quick_first for metric in self._of(reading, until)]
            finally:
                connection.close()  # each scrape has a thread of its own
        yield gauge("savepets_database_up", "1 if the relay can read the database.", float(up))
        yield from _merged(found)

    def _of(self, reading: Reading, until: float) -> list[Metric]:
        moment, metrics = self._read.get(reading.name, (float("-inf"), []))
        if time.monotonic() - moment < reading.fresh_s:
            return metrics
        seconds = min(STATEMENT_S, until - time.monotonic())
        if seconds <= 0:
            return []
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{math.ceil(seconds * 1e3)}ms"])
                metrics = list(reading.read())
        except DatabaseError as error:
            logger.warning("%s could not be read: %s", reading.name, type(error).__name__)
            metrics = []  # nor tried again before it would be read again
        self._read[reading.name] = (time.monotonic(), metrics)
        return metrics


def _merged(found: list[Metric]) -> Iterable[Metric]:
    """Readings may share a gauge: what is quick to count of it and what is not."""
    families: dict[str, Metric] = {}
    for metric in found:
        family = families.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
        family.samples = family.samples + metric.samples
    return families.values()


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def gauges(
    name: str, text: str, labels: tuple[str, ...], measured: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    """`measured`: the labels' values, and what is measured of them."""
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, number in measured:
        family.add_metric(values, number)
    return family


def age(column: str, condition: str = "true") -> str:
    """SQL of how many seconds ago the earliest moment is; 0 if there is none. Both texts are ours."""
    earliest = f"min({column}) FILTER (WHERE {condition})"
    return f"coalesce(greatest(0, extract(epoch FROM statement_timestamp() - {earliest})), 0)::float"


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def owed() -> Iterable[Metric]:
    """What this package has still to do: files to delete, mail to send."""
    [(deletions,)] = rows("SELECT count(*) FROM core_filedeletion WHERE deleted_at IS NULL")
    [(mails, oldest)] = rows(f"SELECT count(*), {age('queued_at')} FROM core_mail")
    yield gauge("savepets_photo_deletions_waiting", "Files of photos that are still to be deleted.", deletions)
    yield gauge("savepets_mails_waiting", "Letters that are still to be sent.", mails)
    yield gauge("savepets_mail_oldest_seconds", "For how long the oldest of them has waited.", oldest)
