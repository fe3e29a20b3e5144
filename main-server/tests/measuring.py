"""What the processes of the main server show to Prometheus, read as it does."""

import urllib.request
from collections.abc import Callable

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families


def value(name: str, **labels: str) -> float:
    """Of a series of this process; KeyError if it does not exist."""
    found = REGISTRY.get_sample_value(name, labels)
    if found is None:
        raise KeyError(name, labels)
    return found


def growth(name: str, **labels: str) -> Callable[[], float]:
    """Call it later: by how much the series has grown since now."""
    before = value(name, **labels)
    return lambda: value(name, **labels) - before


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """By name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scrape(port: int) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return samples(answer.read().decode())


def key(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())
