"""
What the main server measures of itself, and how: Prometheus metrics, shown by core.exposition.

A label has a few known values, and what a rule may ask for exists from the start: a series that is not there means a
process that is not there. No label holds anything personal.
"""

from collections.abc import Collection, Iterable
from itertools import product

from django.db import transaction
from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.metrics import MetricWrapperBase

disable_created_metrics()  # a second series for each of ours, which nobody asks for

OTHER = "other"
NO_ROUTE = "(none)"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def bounded(value: str, known: Collection[str]) -> str:
    """The value of a label that comes from outside, or `other`."""
    return value if value in known else OTHER


def initialise(metric: MetricWrapperBase, *values: Iterable[str]) -> None:
    """Make every combination of the labels' values exist."""
    for labels in product(*values):
        metric.labels(*labels)


def count_at_commit(counter: Counter, *labels: str, amount: float = 1) -> None:
    """Count what the transaction in hand does, once that is true; without one, now."""
    transaction.on_commit(lambda: (counter.labels(*labels) if labels else counter).inc(amount))


HTTP_SECONDS = Histogram(
    "savepets_http_request_duration_seconds",
    "HTTP requests by route (the pattern, never the path); probes and scrapes are not counted.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60),
)
HTTP_RUNNING = Gauge(
    "savepets_http_requests_in_progress",
    "HTTP requests that are being answered now.",
    multiprocess_mode="livesum",
)
PHOTOS_REJECTED = Counter(
    "savepets_photos_rejected", "Photos that a job found unfit, once for each reason.", ["kind", "reason"]
)
MAILS = Counter(
    "savepets_mails",
    "Letters: sent; refused by the mail server, for now or for good; failed: deleted unsent.",
    ["letter", "outcome"],
)
MAIL_OUTCOMES = ("sent", "refused", "failed")


class Rejections:
    """Counts why photos of one kind of job are rejected, by reasons that are known."""

    def __init__(self, kind: str, reasons: Iterable[str]) -> None:
        self._kind, self._known = kind, frozenset(reasons)
        initialise(PHOTOS_REJECTED, [kind], (*self._known, OTHER))

    def count_at_commit(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            count_at_commit(PHOTOS_REJECTED, self._kind, bounded(reason, self._known))


initialise(HTTP_SECONDS, ["GET"], [NO_ROUTE], ["200", "404", "429", "500", "503"])
