"""
Child processes that decode pictures from outside (aiserver.decoding is their program), started when first needed.

A library's process pool would hand the children our environment and read pickles from them; here a child that a
picture has taken over finds no secret and can say no more than "refused" or "these are the pixels".
"""

import contextlib
import fcntl
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from aiserver import decoding
from aiserver.config import IMAGE_PIXELS
from aiserver.decoding import ANSWER, READY, REQUEST

PROGRAM = Path(decoding.__file__)
# A child keeps the memory of one picture for the next: to get it anew takes as long as to decode.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
START_SECONDS = 30.0
PATIENCE_SECONDS = 5.0  # for a free child; there are as many as callers, so that nobody should wait
PIPE_BYTES = 1 << 20  # fewer turns between two processes than with the usual 64 KB


class Undecodable(Exception):
    """The picture was refused, or broke or held up its child."""


class DecodersBusy(Exception):
    """No child was free in time, or none can be started: our fault, not the picture's."""


class Decoder:
    """One child. `sound` until a picture has broken it."""

    def __init__(self, starter: ThreadPoolExecutor, memory: int, pixels: int) -> None:
        command = [sys.executable, "-I", str(PROGRAM), str(os.getpid()), str(memory)]
        # A session of its own: signals to our group, as from a terminal, are not for it.
        self._child = starter.submit(
            subprocess.Popen,
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**ENVIRONMENT, "OPENCV_IO_MAX_IMAGE_PIXELS": str(pixels)},
            start_new_session=True,
        ).result()
        assert self._child.stdin and self._child.stdout
        self._to, self._from = self._child.stdin.fileno(), self._child.stdout.fileno()
        for descriptor in (self._to, self._from):
            os.set_blocking(descriptor, False)
            with contextlib.suppress(OSError):  # a user who has many such pipes gets smaller ones
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._pixels, self._ready, self.sound = pixels, False, True

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self.sound and self._child.poll() is None

    def wait_ready(self) -> None:
        """Raises Undecodable, of nothing."""
        if not self._ready:
            self.sound = False
            self._ready = self.sound = self._read(len(READY), monotonic() + START_SECONDS) == READY

    def decode(self, data: bytes, seconds: float, alpha: bool = False) -> NDArray[np.uint8]:
        """uint8[H, W, 3] BGR, or [H, W, 4] BGRA. Raises Undecodable."""
        deadline, channels = monotonic() + seconds, 4 if alpha else 3
        self.sound = False
        self._write(REQUEST.pack(seconds, alpha, len(data)) + data, deadline)
        height, width = ANSWER.unpack(self._read(ANSWER.size, deadline))
        if height * width > self._pixels:
            raise Undecodable("the decoder answers nonsense")
        pixels = self._read(height * width * channels, deadline)
        self.sound = True
        if not pixels:
            raise Undecodable(f"the picture is damaged or has more than {self._pixels} pixels")
        return np.frombuffer(pixels, np.uint8).reshape(height, width, channels)

    def _write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            self._wait(self._to, select.POLLOUT, deadline)
            try:
                left = left[os.write(self._to, left) :]
            except BrokenPipeError:
                raise Undecodable("the picture broke its decoder") from None

    def _read(self, size: int, deadline: float) -> bytearray:
        data = bytearray(size)
        left = memoryview(data)
        while left:
            self._wait(self._from, select.POLLIN, deadline)
            count = os.readv(self._from, [left])
            if count == 0:
                raise Undecodable("the picture broke its decoder")
            left = left[count:]
        return data

    @staticmethod
    def _wait(descriptor: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise Undecodable("the picture takes too long to decode")

    def end(self) -> None:
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        self._child.wait()


class Decoders:
    """At most `size` children, each with `memory` bytes and `seconds` for a picture of at most so many pixels; safe in
    any number of threads."""

    def __init__(self, size: int, memory: int, seconds: float, pixels: int = IMAGE_PIXELS) -> None:
        self._memory, self._seconds, self._pixels = memory, seconds, pixels
        self._slots = threading.BoundedSemaphore(size)
        self._idle: list[Decoder] = []
        # The kernel ends a child with the thread that started it: so one that lives as long as this process.
        self._starter = ThreadPoolExecutor(1, "decoders")

    def decode(self, data: bytes, alpha: bool = False) -> NDArray[np.uint8]:
        """uint8[H, W, 3] BGR, or [H, W, 4] BGRA. Raises Undecodable and DecodersBusy."""
        with self.lent() as decoder:
            return decoder.decode(data, self._seconds, alpha)

    @contextlib.contextmanager
    def lent(self) -> Iterator[Decoder]:
        """A child for one caller at a time; one that breaks is replaced. Raises DecodersBusy."""
        if not self._slots.acquire(timeout=PATIENCE_SECONDS):
            raise DecodersBusy("all decoders are at work")
        try:
            decoder = self._take()
            try:
                yield decoder
            finally:
                self._give_back(decoder)
        finally:
            self._slots.release()

    def close(self) -> None:
        """End the children that are idle."""
        while self._idle:
            self._idle.pop().end()
        self._starter.shutdown()

    def _take(self) -> Decoder:
        while self._idle:
            decoder = self._idle.pop()
            if decoder.alive:
                return self._ready(decoder)
            decoder.end()
        return self._ready(self._start())

    def _start(self) -> Decoder:
        try:
            return Decoder(self._starter, self._memory, self._pixels)
        except OSError as error:
            raise DecodersBusy(f"a decoder cannot be started: {error}") from error

    def _ready(self, decoder: Decoder) -> Decoder:
        try:
            decoder.wait_ready()
        except Undecodable as error:
            decoder.end()
            raise DecodersBusy(f"a decoder does not start: {error}") from error
        return decoder

    def _give_back(self, decoder: Decoder) -> None:
        if decoder.sound:
            self._idle.append(decoder)
            return
        decoder.end()
        with contextlib.suppress(DecodersBusy):  # whoever comes next tries again
            self._idle.append(self._start())  # gets ready while nobody waits for it
