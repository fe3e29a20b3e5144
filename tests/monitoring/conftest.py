"""Prometheus, Alertmanager and the exporters on the whole stack, after people have used it."""

import time
from collections.abc import Iterator

import pytest

from dev.monitoring import Monitoring
from dev.stack import Stack
from tests.monitoring import traffic
from tests.monitoring.asking import Prometheus
from tests.people import eventually

INTERVAL_S = 1.0


@pytest.fixture(scope="package")
def monitoring(stack: Stack) -> Iterator[Monitoring]:
    """The configuration and rules that ship; only the interval is shorter."""
    monitoring = Monitoring(stack, INTERVAL_S)
    try:
        monitoring.start()
        monitoring.wait_ready()
        yield monitoring
    finally:
        monitoring.stop()


@pytest.fixture(scope="package")
def prometheus(stack: Stack, monitoring: Monitoring, tmp_path_factory: pytest.TempPathFactory) -> Prometheus:
    """When everything that people did has been counted, by each target."""
    prometheus = Prometheus(monitoring.url)
    # Counters begin at zero: all is scraped once before anybody comes. (At first no target is known at all.)
    eventually(lambda: 0 < len(prometheus.targets()) == len(prometheus.query("up")))
    traffic.run(stack, tmp_path_factory.mktemp("traffic"))
    done = time.time() + 2 * INTERVAL_S
    eventually(lambda: (prometheus.value("min(timestamp(up))") or 0) > done)
    return prometheus
