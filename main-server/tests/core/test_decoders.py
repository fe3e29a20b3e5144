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

import factories
import hostile
import pytest
from helpers import eventually

from core import pictures
from core.decoders import ChildLost, Decoder, Decoders, DecodersBusy
from core.decoding import Options, Refused
from core.problems import Problem

MB = 2**20
JPEG = factories.encoded(factories.picture(1, 320, 240))
OPTIONS = Options(side=2048, megapixels=50, seconds=20)
PARENT = f"""
import os, signal, sys
from core.decoders import Decoders
from core.decoding import Options
decoders = Decoders(2, {256 * MB}, 5)
with decoders.lent() as decoder:
    decoder.convert(sys.stdin.buffer.read(), Options(2048, 50, 20))
    if sys.argv[1] == "stopped":
        os.kill(decoder.pid, signal.SIGSTOP)
    print(decoder.pid, flush=True)
    signal.pause()
"""


@pytest.fixture(autouse=True)
def _scans_are_not_counted(monkeypatch, tmp_path):
    """So that there is a picture that never ends."""
    monkeypatch.setattr("core.decoders.PROGRAM", hostile.patient_program(tmp_path))


@pytest.fixture
def decoders() -> Iterator[Decoders]:
    made = Decoders(2, 512 * MB, 20)
    yield made
    made.close()


def convert(decoders: Decoders, data: bytes = JPEG, options: Options = OPTIONS) -> tuple[int, int]:
    with decoders.lent() as decoder:
        width, height, _ = decoder.convert(data, options)
    return width, height


def runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def proc(decoder: Decoder, name: str) -> Path:
    return Path(f"/proc/{decoder.pid}/{name}")


@contextlib.contextmanager
def others_at_work(decoders: Decoders) -> Iterator[list[tuple[int, int]]]:
    """Another thread's pictures are converted one after the other meanwhile."""
    done: list[tuple[int, int]] = []
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            done.append(convert(decoders))

    with ThreadPoolExecutor(1) as pool:
        convert(decoders)
        others = pool.submit(work)
        try:
            yield done
        finally:
            ended.set()
        others.result()
    assert set(done) == {(320, 240)}


def test_one_child_is_used_again(decoders):
    with decoders.lent() as first:
        first.convert(JPEG, OPTIONS)
    with decoders.lent() as second, decoders.lent() as third:
        assert first.pid == second.pid != third.pid
    assert convert(decoders) == (320, 240)


def test_a_child_that_is_killed_in_the_middle(decoders):
    with others_at_work(decoders) as done, pytest.raises(ChildLost, match="crashed"), decoders.lent() as decoder:
        before = len(done)
        threading.Timer(0.5, os.kill, (decoder.pid, signal.SIGKILL)).start()
        decoder.convert(hostile.endless_jpeg(), OPTIONS)
    assert len(done) > before + 3
    assert [convert(decoders) for _ in range(3)] == [(320, 240)] * 3


def test_a_child_that_hangs(decoders):
    options = Options(side=2048, megapixels=50, seconds=1)
    with others_at_work(decoders) as done, pytest.raises(ChildLost, match="too long"), decoders.lent() as decoder:
        before, started = len(done), time.monotonic()
        os.kill(decoder.pid, signal.SIGSTOP)
        decoder.convert(JPEG, options)
    assert time.monotonic() - started < 4
    assert len(done) > before + 3
    assert not runs(decoder.pid)


def test_a_picture_that_never_ends(decoders):
    options = Options(side=2048, megapixels=50, seconds=1)
    with others_at_work(decoders), pytest.raises(ChildLost, match="too long"):
        convert(decoders, hostile.endless_jpeg(), options)
    assert convert(decoders) == (320, 240)


def test_processor_time_is_bounded_even_if_nobody_watches(decoders, monkeypatch):
    read = Decoder._read
    monkeypatch.setattr(Decoder, "_read", lambda self, size, deadline: read(self, size, deadline + 60))
    started = time.monotonic()
    with pytest.raises(ChildLost, match="crashed"):
        convert(decoders, hostile.endless_jpeg(), Options(side=2048, megapixels=50, seconds=0.5))
    assert time.monotonic() - started < 30


def test_a_bomb_that_is_let_in_finds_no_memory(decoders):
    """As if our own limit of pixels had let it pass."""
    bomb = hostile.bomb_png()
    assert len(bomb) < 150_000
    with others_at_work(decoders), pytest.raises(Refused, match="photo_not_readable"):
        convert(decoders, bomb, Options(side=2048, megapixels=1000, seconds=30))


def test_a_child_dead_while_idle_is_nobodys_fault(decoders):
    with decoders.lent() as decoder:
        pass
    os.kill(decoder.pid, signal.SIGKILL)
    eventually(lambda: not runs(decoder.pid))
    assert convert(decoders) == (320, 240)


def test_nobody_waits_for_ever_for_a_child():
    decoders = Decoders(1, 64 * MB, 0.2)
    with decoders.lent(), pytest.raises(DecodersBusy):
        convert(decoders)
    assert convert(decoders) == (320, 240)
    decoders.close()


def test_a_program_that_does_not_start_is_not_the_pictures_fault(monkeypatch, tmp_path):
    monkeypatch.setattr("core.decoders.PROGRAM", tmp_path / "none.py")
    with pytest.raises(DecodersBusy):
        convert(Decoders(1, 64 * MB, 1))


def test_a_child_has_no_secret_no_socket_and_little_leave(decoders):
    with decoders.lent() as decoder:
        names = {entry.partition(b"=")[0] for entry in proc(decoder, "environ").read_bytes().split(b"\0")[:-1]}
        targets = {number.name: os.readlink(number) for number in proc(decoder, "fd").iterdir()}
        lines = proc(decoder, "limits").read_text().splitlines()
        limits = {line[:26].strip(): line[26:].split()[:2] for line in lines}
    assert names == {b"LANG", b"MALLOC_MMAP_THRESHOLD_", b"MALLOC_TRIM_THRESHOLD_"}
    assert set(targets) == {"0", "1", "2"}
    assert targets["2"] == "/dev/null"
    assert all(targets[number].startswith("pipe:") for number in "01")
    assert limits["Max open files"] == ["3", "3"]
    assert limits["Max file size"] == limits["Max core file size"] == limits["Max processes"] == ["0", "0"]
    assert 512 * MB < int(limits["Max address space"][1]) < 1024 * MB


@pytest.mark.parametrize("state", ["idle", "stopped"])
def test_children_end_with_a_parent_that_is_killed(state):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with parent:
        parent.stdin.write(JPEG)
        parent.stdin.close()
        child = int(parent.stdout.readline())
        assert runs(child)
        parent.kill()
    eventually(lambda: not runs(child))


@pytest.fixture
def small_pool(monkeypatch, decoders):
    monkeypatch.setattr(pictures, "_decoders", decoders)
    return decoders


def test_what_breaks_a_decoder_is_not_readable_and_the_rest_is_not_tried(small_pool, settings):
    settings.PHOTO_SECONDS = 1
    endless, good = factories.upload(hostile.endless_jpeg()), factories.photo()
    started = time.monotonic()
    with pytest.raises(Problem) as caught:
        pictures.pictures_read({"nose_photos": [good, endless, endless, endless], "profile_photo": endless})
    assert (caught.value.code, caught.value.status) == ("photo_not_readable", 422)
    assert caught.value.errors == {"nose_photos": [{"index": 1, "code": "photo_not_readable"}]}
    assert time.monotonic() - started < 5


def test_no_free_decoder_is_503(monkeypatch):
    decoders = Decoders(1, 64 * MB, 0.1)
    monkeypatch.setattr(pictures, "_decoders", decoders)
    with decoders.lent(), pytest.raises(Problem) as caught:
        pictures.pictures_read({"nose_photo": factories.photo()})
    assert (caught.value.code, caught.value.status) == ("overloaded", 503)
    assert caught.value.headers == {"Retry-After": "5"}
    decoders.close()
