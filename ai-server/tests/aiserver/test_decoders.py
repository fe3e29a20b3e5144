"""What breaks a decoder breaks that one alone, and is answered in bounded time."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import hostile
import numpy as np
import pytest

from aiserver import decoders as decoders_module
from aiserver import decoding
from aiserver.decoders import Decoder, Decoders, DecodersBusy, Undecodable

MB = 1 << 20
PICTURE = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
PNG = cv2.imencode(".png", PICTURE)[1].tobytes()
PARENT = f"""
import os, signal, sys
from aiserver.decoders import Decoders
decoders = Decoders(2, {256 * MB}, 5)
with decoders.lent() as decoder:
    decoder.decode(sys.stdin.buffer.read(), 20)
    if sys.argv[1] == "stopped":
        os.kill(decoder.pid, signal.SIGSTOP)
    print(decoder.pid, flush=True)
    signal.pause()
"""


@pytest.fixture
def decoders(monkeypatch, tmp_path) -> Iterator[Decoders]:
    """They do not count scans, so that there is a picture that never ends."""
    monkeypatch.setattr(decoders_module, "PROGRAM", hostile.patient_program(tmp_path))
    decoders = Decoders(2, 512 * MB, 20)
    yield decoders
    decoders.close()


def is_decoded(decoders: Decoders) -> bool:
    return np.array_equal(decoders.decode(PNG), PICTURE)


def runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def proc(decoder: Decoder, name: str) -> Path:
    return Path(f"/proc/{decoder.pid}/{name}")


@contextlib.contextmanager
def others_at_work(decoders: Decoders) -> Iterator[list[bool]]:
    """Another thread's pictures are decoded one after the other meanwhile."""
    done: list[bool] = []
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            done.append(is_decoded(decoders))

    with ThreadPoolExecutor(1) as pool:
        is_decoded(decoders)
        others = pool.submit(work)
        try:
            yield done
        finally:
            ended.set()
        others.result()
    assert done and all(done)


def test_pixels_are_those_that_opencv_finds_here(decoders, noses):
    for data in (PNG, noses.jpeg(0, 0)):
        assert np.array_equal(decoders.decode(data), decoding.decode(data))


def test_one_child_is_used_again(decoders):
    with decoders.lent() as first:
        first.decode(PNG, 20)
    with decoders.lent() as second, decoders.lent() as third:
        assert first.pid == second.pid != third.pid
    assert is_decoded(decoders)


def test_a_child_that_is_killed_in_the_middle(decoders):
    with others_at_work(decoders) as done, pytest.raises(Undecodable, match="broke"), decoders.lent() as decoder:
        before = len(done)
        threading.Timer(0.5, os.kill, (decoder.pid, signal.SIGKILL)).start()
        decoder.decode(hostile.endless_jpeg(), 20)
    assert len(done) > before + 3
    assert is_decoded(decoders)


def test_a_child_that_hangs(decoders):
    with others_at_work(decoders) as done, pytest.raises(Undecodable, match="too long"), decoders.lent() as decoder:
        before, started = len(done), time.monotonic()
        os.kill(decoder.pid, signal.SIGSTOP)
        decoder.decode(PNG, 1)
    assert time.monotonic() - started < 4
    assert len(done) > before + 3
    assert not runs(decoder.pid)


def test_processor_time_is_bounded_even_if_nobody_watches(decoders, monkeypatch):
    read = Decoder._read
    monkeypatch.setattr(Decoder, "_read", lambda self, size, deadline: read(self, size, deadline + 60))
    started = time.monotonic()
    with pytest.raises(Undecodable, match="broke"), decoders.lent() as decoder:
        decoder.decode(hostile.endless_jpeg(), 0.5)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("limit", [decoders_module.IMAGE_PIXELS, 10**12], ids=["refused", "let in"])
def test_a_bomb(limit):
    """Refused for its pixels; and where that limit is gone, for want of memory."""
    decoders = Decoders(2, 256 * MB, 20, limit)
    assert len(hostile.bomb_png()) < 150_000
    with others_at_work(decoders), pytest.raises(Undecodable):
        decoders.decode(hostile.bomb_png())
    decoders.close()


def test_a_child_dead_while_idle_is_nobodys_fault(decoders):
    with decoders.lent() as decoder:
        pass
    os.kill(decoder.pid, signal.SIGKILL)
    until_gone(decoder.pid)
    assert is_decoded(decoders)


def test_nobody_waits_for_ever_for_a_child(monkeypatch):
    monkeypatch.setattr("aiserver.decoders.PATIENCE_SECONDS", 0.2)
    decoders = Decoders(1, 64 * MB, 5)
    with decoders.lent(), pytest.raises(DecodersBusy):
        decoders.decode(PNG)
    assert is_decoded(decoders)
    decoders.close()


def test_a_child_has_no_secret_no_socket_and_little_leave(decoders):
    with decoders.lent() as decoder:
        names = {entry.partition(b"=")[0] for entry in proc(decoder, "environ").read_bytes().split(b"\0")[:-1]}
        targets = {number.name: os.readlink(number) for number in proc(decoder, "fd").iterdir()}
        lines = proc(decoder, "limits").read_text().splitlines()
        limits = {line[:26].strip(): line[26:].split()[:2] for line in lines}
    assert names == {
        b"LANG",
        b"MALLOC_MMAP_THRESHOLD_",
        b"MALLOC_TRIM_THRESHOLD_",
        b"OMP_NUM_THREADS",
        b"OPENBLAS_NUM_THREADS",
        b"OPENCV_IO_MAX_IMAGE_PIXELS",
    }
    assert set(targets) == {"0", "1", "2"}
    assert targets["2"] == "/dev/null"
    assert all(targets[number].startswith("pipe:") for number in "01")
    assert limits["Max open files"] == ["3", "3"]
    assert limits["Max file size"] == limits["Max core file size"] == limits["Max processes"] == ["0", "0"]
    assert 512 * MB < int(limits["Max address space"][1]) < 1536 * MB


@pytest.mark.parametrize("state", ["idle", "stopped"])
def test_children_end_with_a_parent_that_is_killed(state):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with parent:
        parent.stdin.write(PNG)
        parent.stdin.close()
        child = int(parent.stdout.readline())
        assert runs(child)
        parent.kill()
    until_gone(child)


def until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while runs(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
