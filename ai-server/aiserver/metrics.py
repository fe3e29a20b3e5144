"""What Prometheus reads from one AI process."""

import threading
from collections.abc import Callable, Iterable
from time import monotonic

import psycopg
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from gallery import Statistics

STAGE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
BATCH_BUCKETS = (1, 2, 4, 8, 16, 32, 64)
FACES_BUCKETS = (1, 2, 4, 8, 16, 32)
STATISTICS_SECONDS = 10.0  # counting dogs reads the whole table


class Metrics:
    """One registry a process, so that tests may hold several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.jobs = Counter(
            "savepets_ai_jobs", "Jobs by kind and how they ended", ["kind", "outcome"], registry=self.registry
        )
        self.stages = Histogram(
            "savepets_ai_stage_seconds",
            "Time by stage of a job",
            ["kind", "stage"],
            buckets=STAGE_BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge("savepets_ai_jobs_running", "Jobs in hand", registry=self.registry)
        self.batch_pairs = Histogram(
            "savepets_ai_batch_pairs",
            "Pairs of prints in one device call",
            buckets=BATCH_BUCKETS,
            registry=self.registry,
        )
        self.batch_faces = Histogram(
            "savepets_ai_batch_faces",
            "Faces whose expressions are read in one device call",
            buckets=FACES_BUCKETS,
            registry=self.registry,
        )
        self.batch_waiting = Gauge(
            "savepets_ai_batch_waiting_pairs", "Work waiting, in pairs of prints", registry=self.registry
        )
        self.quality = Histogram(
            "savepets_ai_quality_seconds", "POST /v1/quality by status", ["status"], registry=self.registry
        )
        self.ready = Gauge("savepets_ai_ready", "1 while jobs are consumed", registry=self.registry)
        self.rejected_messages = Counter(
            "savepets_ai_rejected_messages", "Messages that could not be read", registry=self.registry
        )

    def observe_stage(self, kind: str) -> Callable[[str, float], None]:
        return lambda stage, seconds: self.stages.labels(kind, stage).observe(seconds)


class GalleryCollector(Collector):
    """Sizes of the gallery; counted at most every STATISTICS_SECONDS, absent while the database is away."""

    def __init__(self, statistics: Callable[[], Statistics]) -> None:
        self._statistics = statistics
        self._lock = threading.Lock()
        self._known: Statistics | None = None
        self._counted_at = -STATISTICS_SECONDS

    def current(self) -> Statistics | None:
        with self._lock:
            if monotonic() - self._counted_at >= STATISTICS_SECONDS:
                self._known = self._count()
                self._counted_at = monotonic()
            return self._known

    def _count(self) -> Statistics | None:
        try:
            return self._statistics()
        except psycopg.Error:
            return None

    def collect(self) -> Iterable[Metric]:
        known = self.current()
        yield GaugeMetricFamily("savepets_ai_database_up", "1 while the gallery answers", float(known is not None))
        if known is not None:
            yield GaugeMetricFamily("savepets_ai_gallery_dogs", "Dogs that are searched", known.dogs)
            yield GaugeMetricFamily("savepets_ai_gallery_prints", "Prints that are searched", known.prints)
            yield GaugeMetricFamily(
                "savepets_ai_gallery_prints_of_other_versions",
                "Prints left out until they are rebuilt",
                known.prints_of_other_versions,
            )

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance: registering must not touch the database."""
        return []
