"""What Prometheus reads from one AI process. Rules and dashboards in monitoring/ use the names."""

from collections.abc import Callable, Iterable
from itertools import product

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector

import facecover
import noseprint
from aiserver import series
from aiserver.batcher import Priority

STAGE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
WAIT_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
FRAME_BUCKETS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
BATCH_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128)
# Deviations of chance: the best of strangers scores 2 to 5, doubt begins at 5.5, a match at 6.5 to 12 by the gallery's
# size; two good photos of one dog score 30 to 80.
SCORE_BUCKETS = (0, 1, 2, 3, 4, 5, 5.5, 6, 6.5, 7, 8, 9, 10, 12, 15, 20, 30, 40, 60, 80, 120)
QUALITY_BUCKETS = tuple(range(10, 101, 10))


class Metrics:
    """One registry a process, so that tests may hold several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._add_jobs()
        self._add_batcher()
        self._add_photos()
        self.ready = Gauge("savepets_ai_ready", "1 while jobs are consumed", registry=self.registry)
        self.info = Info("savepets_ai", "Versions of the models, and the device", registry=self.registry)

    def _add_jobs(self) -> None:
        self.jobs = Counter(
            "savepets_ai_jobs", "Jobs by kind and how they ended", ["kind", "outcome"], registry=self.registry
        )
        self.jobs.labels(series.ANY_KIND, series.EXPIRED)
        self.stages = Histogram(
            "savepets_ai_stage_duration_seconds",
            "Time of a job in each of its stages",
            ["kind", "stage"],
            buckets=STAGE_BUCKETS,
            registry=self.registry,
        )
        for kind, outcomes in series.OUTCOMES.items():
            for outcome in (*outcomes, *series.CODES):
                self.jobs.labels(kind, outcome)
            for stage in series.STAGES[kind]:
                self.stages.labels(kind, stage)
        self.running = Gauge("savepets_ai_jobs_running", "Jobs in hand", registry=self.registry)
        self.rejected_messages = Counter(
            "savepets_ai_rejected_messages", "Messages that could not be read", registry=self.registry
        )

    def _add_batcher(self) -> None:
        self.batch_size = Histogram(
            "savepets_ai_batch_size",
            "Items in one call of a model: pairs of prints, pictures looked at for faces, faces read",
            ["work"],
            buckets=BATCH_BUCKETS,
            registry=self.registry,
        )
        self.queue_pairs = Gauge(
            "savepets_ai_queue_pairs", "Work in front of the batcher, in pairs of prints", registry=self.registry
        )
        self.queue_wait = Histogram(
            "savepets_ai_queue_wait_seconds",
            "How long work waits for its first call of a model",
            ["priority"],
            buckets=WAIT_BUCKETS,
            registry=self.registry,
        )
        for work, priority in product(series.WORK, series.PRIORITIES):
            self.batch_size.labels(work)
            self.queue_wait.labels(priority)

    def _add_photos(self) -> None:
        self.quality = Histogram(
            "savepets_ai_quality_duration_seconds",
            "POST /v1/quality by status",
            ["status"],
            buckets=FRAME_BUCKETS,
            registry=self.registry,
        )
        self.photo_quality = Histogram(
            "savepets_ai_photo_quality",
            "Quality, 0 to 100, of the noses' photos in jobs",
            buckets=QUALITY_BUCKETS,
            registry=self.registry,
        )
        self.photos_rejected = Counter(
            "savepets_ai_photos_rejected", "Photos and pictures of jobs by what is wrong", ["reason"],
            registry=self.registry,
        )  # fmt: skip
        self.match_score = Histogram(
            "savepets_ai_match_score",
            "Normalised score of a lookup's best dog, by what was decided",
            ["outcome"],
            buckets=SCORE_BUCKETS,
            registry=self.registry,
        )
        for status in series.QUALITY_STATUSES:
            self.quality.labels(status)
        for reason in series.REASONS:
            self.photos_rejected.labels(reason)
        for outcome in series.SEARCH_OUTCOMES:
            self.match_score.labels(outcome)

    def observe_job(self, kind: str, outcome: str, milliseconds: dict[str, float]) -> None:
        """A job has ended in an outcome or an error's code, after so long in each stage."""
        self.jobs.labels(kind, outcome).inc()
        for stage, spent in milliseconds.items():
            self.stages.labels(kind, stage).observe(spent / 1000)

    def observe_photo(self, assessment: noseprint.Assessment) -> None:
        self.photo_quality.observe(assessment.quality)
        self.observe_reasons(assessment.reasons)

    def observe_reasons(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.photos_rejected.labels(reason).inc()

    def observe_wait(self, priority: Priority, seconds: float) -> None:
        self.queue_wait.labels(priority.name.lower()).observe(seconds)

    def observe_batch(self, work: str) -> Callable[[int], None]:
        """What hears of each call of one model."""
        return self.batch_size.labels(work).observe

    def describe_process(self, device: str) -> None:
        """`savepets_ai_info`; the role is not in it, since that is a label of the target."""
        self.info.info({"model": noseprint.VERSION, "faces": facecover.VERSION, "device": device})
