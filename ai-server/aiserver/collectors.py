"""What is looked up when Prometheus asks: the gallery's size and the device's load."""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time

import psycopg
import torch
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

import noseprint
from gallery import Statistics

logger = logging.getLogger(__name__)

STATISTICS_SECONDS = 10.0  # counting dogs reads the whole table
SHARE_SECONDS = 1.0  # less would measure the scrape itself
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")


class GalleryCollector(Collector):
    """What the gallery holds; counted at most every STATISTICS_SECONDS. While the database is away nothing is verified,
    and the sizes are absent."""

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
        except psycopg.errors.QueryCanceled:  # it answers, but not in time
            return self._known
        except psycopg.Error:
            return None

    def collect(self) -> Iterable[Metric]:
        known = self.current()
        yield GaugeMetricFamily("savepets_ai_database_up", "1 while the gallery answers", float(known is not None))
        yield GaugeMetricFamily(
            "savepets_ai_gallery_verified",
            "1 while prints and enrolments agree on every dog",
            float(known is not None and known.verified),
        )
        if known is not None:
            yield from _sizes(known)

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance: registering must not touch the database."""
        return []


def _sizes(known: Statistics) -> Iterable[Metric]:
    yield GaugeMetricFamily("savepets_ai_gallery_dogs", "Dogs that are searched", known.dogs)
    yield GaugeMetricFamily("savepets_ai_gallery_prints", "Prints that are searched", known.prints)
    versions = GaugeMetricFamily(
        "savepets_ai_gallery_prints_by_version", "Prints by what made them; one version is searched", labels=["version"]
    )
    for version, prints in {noseprint.VERSION: 0, **known.prints_by_version}.items():
        versions.add_metric([version], prints)
    yield versions
    yield GaugeMetricFamily(
        "savepets_ai_gallery_dogs_unsearchable", "Registered dogs without a print that is searched", known.unsearchable
    )
    yield GaugeMetricFamily("savepets_ai_gallery_dogs_stray", "Dogs with prints that nothing registered", known.stray)


@dataclass(frozen=True)
class Load:
    """Memory in bytes by state; utilisation 0 to 1, None where nobody tells."""

    memory: Mapping[str, int]
    utilisation: float | None


class DeviceCollector(Collector):
    def __init__(self, device: str) -> None:
        self._load = cuda_load if device == "cuda" else ProcessLoad()

    def collect(self) -> Iterable[Metric]:
        load = self._load()
        memory = GaugeMetricFamily(
            "savepets_ai_device_memory_bytes",
            "Memory of the device, or on the CPU of this process and its machine",
            labels=["state"],
        )
        for state, size in load.memory.items():
            memory.add_metric([state], size)
        yield memory
        if load.utilisation is not None:
            yield GaugeMetricFamily(
                "savepets_ai_device_utilisation_ratio",
                "Part of the time in which the device works, or on the CPU this process's share of all cores",
                load.utilisation,
            )


class ProcessLoad:
    """Of this process, its decoders not included; the share is that since it was last asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at, self._used, self._share = monotonic(), process_time(), 0.0

    def __call__(self) -> Load:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return Load({"allocated": pages * os.sysconf("SC_PAGE_SIZE"), "total": memory_limit()}, self._current_share())

    def _current_share(self) -> float:
        with self._lock:
            now, used = monotonic(), process_time()
            if now - self._at >= SHARE_SECONDS:
                cores = len(os.sched_getaffinity(0))
                self._share = min(1.0, (used - self._used) / (now - self._at) / cores)
                self._at, self._used = now, used
            return self._share


def memory_limit() -> int:
    """Bytes that this process may use: those of its container, else of the machine."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        return min(physical, int(MEMORY_LIMIT.read_text()))
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return physical


def cuda_load() -> Load:
    """Of the current CUDA device: `allocated` and `reserved` by this process, `total` of the device."""
    _, total = torch.cuda.mem_get_info()
    memory = {"allocated": torch.cuda.memory_allocated(), "reserved": torch.cuda.memory_reserved(), "total": total}
    return Load(memory, _cuda_utilisation())


def _cuda_utilisation() -> float | None:
    """None without NVML: its Python package is the extra `cuda`, its library comes with the driver."""
    try:
        return torch.cuda.utilization() / 100
    except Exception as error:  # NVML's own are of a package that may be missing
        logger.debug("no utilisation: %s", error)
        return None
