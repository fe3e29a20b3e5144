"""What Prometheus is told of the dogs."""

from collections.abc import Iterable

from prometheus_client import Metric

from core.readings import gauge, gauges, rows
from dogs.models import Dog


def dogs() -> Iterable[Metric]:
    found = dict(rows("SELECT state, count(*) FROM dogs_dog GROUP BY state"))
    counts = [((state.value,), found.get(state, 0)) for state in Dog.State]
    yield gauges("savepets_dogs", "Dogs by state.", ("state",), counts)


def reviews() -> Iterable[Metric]:
    [(count,)] = rows("SELECT count(*) FROM dogs_review WHERE state IN ('open', 'failed')")
    yield gauge("savepets_reviews_open", "Dogs that wait for a decision of staff.", count)
