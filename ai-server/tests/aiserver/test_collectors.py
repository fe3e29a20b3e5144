"""What the gallery holds and how busy the device is, as Prometheus is told."""

import time
from collections.abc import Callable

import psycopg
import pynvml
import pytest
import torch
from prometheus_client import CollectorRegistry

import noseprint
from aiserver import collectors
from aiserver.collectors import DeviceCollector, GalleryCollector
from gallery import Statistics

GIB = 1 << 30


@pytest.fixture
def read() -> Callable[..., float | None]:
    """read(collector, name, **labels): a sample's value, None where there is none."""

    def read(collector, name: str, **labels: str) -> float | None:
        registry = CollectorRegistry()
        registry.register(collector)
        return registry.get_sample_value(name, labels)

    return read


@pytest.fixture
def counted(monkeypatch):
    """Counted anew each time."""
    monkeypatch.setattr(collectors, "STATISTICS_SECONDS", 0.0)
    known = {"now": Statistics(dogs=2, prints_by_version={"older": 5, noseprint.VERSION: 10}, unsearchable=1)}

    def statistics() -> Statistics:
        if isinstance(known["now"], psycopg.Error):
            raise known["now"]
        return known["now"]

    return known, GalleryCollector(statistics)


def test_the_gallerys_sizes_and_whether_it_is_verified(read, counted):
    known, collector = counted
    prefix = "savepets_ai_gallery"
    assert read(collector, f"{prefix}_prints_by_version", version="older") == 5
    assert read(collector, f"{prefix}_prints_by_version", version=noseprint.VERSION) == 10
    assert (read(collector, f"{prefix}_dogs"), read(collector, f"{prefix}_prints")) == (2, 10)
    assert (read(collector, f"{prefix}_dogs_unsearchable"), read(collector, f"{prefix}_verified")) == (1, 0)
    known["now"] = Statistics(dogs=0, prints_by_version={})
    assert read(collector, f"{prefix}_prints_by_version", version=noseprint.VERSION) == 0
    assert read(collector, f"{prefix}_verified") == 1


def test_nothing_is_verified_while_the_database_is_away(read, counted):
    known, collector = counted
    known["now"] = psycopg.OperationalError("the database is away")
    assert (read(collector, "savepets_ai_database_up"), read(collector, "savepets_ai_gallery_verified")) == (0, 0)
    assert read(collector, "savepets_ai_gallery_dogs") is None


def test_what_cannot_be_counted_in_time_is_as_it_was(read, counted):
    known, collector = counted
    assert read(collector, "savepets_ai_gallery_dogs") == 2
    known["now"] = psycopg.errors.QueryCanceled("canceling statement due to statement timeout")
    assert (read(collector, "savepets_ai_database_up"), read(collector, "savepets_ai_gallery_dogs")) == (1, 2)


def test_on_the_cpu_the_load_is_that_of_the_process(read, monkeypatch):
    monkeypatch.setattr(collectors, "SHARE_SECONDS", 0.0)
    collector = DeviceCollector("cpu")
    read(collector, "savepets_ai_device_utilisation_ratio")
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    worked = read(collector, "savepets_ai_device_utilisation_ratio")
    time.sleep(0.5)
    idled = read(collector, "savepets_ai_device_utilisation_ratio")
    assert 0 <= idled < worked <= 1
    allocated = read(collector, "savepets_ai_device_memory_bytes", state="allocated")
    assert 50e6 < allocated < read(collector, "savepets_ai_device_memory_bytes", state="total")


def test_a_containers_limit_counts_if_it_has_one(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(collectors, "MEMORY_LIMIT", limit)
    physical = collectors.memory_limit()
    limit.write_text("max\n")
    assert collectors.memory_limit() == physical
    limit.write_text(f"{physical // 2}\n")
    assert collectors.memory_limit() == physical // 2


def test_on_a_gpu_the_load_is_the_devices(read, monkeypatch):
    """What torch says of a GPU, as there is none here; the next test asks a real one where there is."""
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (10 * GIB, 16 * GIB))
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda: 2 * GIB)
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda: 3 * GIB)
    monkeypatch.setattr(torch.cuda, "utilization", lambda: 25)
    collector = DeviceCollector("cuda")
    memory = [read(collector, "savepets_ai_device_memory_bytes", state=s) for s in ("allocated", "reserved", "total")]
    assert memory == [2 * GIB, 3 * GIB, 16 * GIB]
    assert read(collector, "savepets_ai_device_utilisation_ratio") == 0.25


@pytest.mark.parametrize("error", [ModuleNotFoundError("nvidia-ml-py"), pynvml.NVMLError_LibraryNotFound()])
def test_without_nvml_a_gpus_utilisation_is_absent(read, monkeypatch, error):
    def fail() -> int:
        raise error

    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (GIB, GIB))
    monkeypatch.setattr(torch.cuda, "utilization", fail)
    assert read(DeviceCollector("cuda"), "savepets_ai_device_utilisation_ratio") is None


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_a_real_gpu_tells_its_load(read):
    held = torch.ones(1 << 20, device="cuda")
    collector = DeviceCollector("cuda")
    assert read(collector, "savepets_ai_device_memory_bytes", state="allocated") >= held.nbytes
    assert 0 <= read(collector, "savepets_ai_device_utilisation_ratio") <= 1
