"""
Child processes that decode pictures from outside (core.decoding is their program), started when first needed.

A library's process pool would hand the children our environment and read pickles from them; here a child that a
picture has taken over finds no secret and can say no more than "refused" or "this is the picture".
"""

import contextlib
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from core import decoding
from core.decoding import ANSWER, READY, REFUSALS, REQUEST, Options, Refused

log = logging.getLogger(__name__)

PROGRAM = Path(decoding.__file__)
# A child keeps the memory of one picture for the next: to get it anew takes as long as to decode.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20),
}
START_S = 30.0
PICTURE_BYTES = 64 * 2**20  # far more than a picture of any allowed size comes to


class DecodersBusy(Exception):
    """No child was free in time, or none can be started: our fault, not the picture's."""


class ChildLost(Exception):
    """The child crashed, hung or talked nonsense."""


class Decoder:
    """One child. `sound` until a picture has broken it."""

    def __init__(self, starter: ThreadPoolExecutor, memory: int) -> None:
        command = [sys.executable, "-I", str(PROGRAM), str(os.getpid()), str(memory)]
        # A session of its own: signals to our group, as from a terminal, are not for it.
        self._child = starter.submit(
            subprocess.Popen,
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
            start_new_session=True,
        ).result()
        assert self._child.stdin and self._child.stdout
        self._to, self._from = self._child.stdin.fileno(), self._child.stdout.fileno()
        for descriptor in (self._to, self._from):
            os.set_blocking(descriptor, False)
        self._ready, self.sound = False, True

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self.sound and self._child.poll() is None

    def wait_ready(self) -> None:
        """Raises ChildLost."""
        if not self._ready:
            self.sound = False
            self._ready = self.sound = self._read(len(READY), time.monotonic() + START_S) == READY

    def convert(self, data: bytes, options: Options) -> tuple[int, int, bytes]:
        """As decoding.convert; raises Refused and ChildLost."""
        deadline = time.monotonic() + options.seconds
        self.sound = False
        text = json.dumps(asdict(options)).encode()
        for part in (REQUEST.pack(len(text), len(data)), text, data):
            self._write(part, deadline)
        refusal, width, height, size = ANSWER.unpack(self._read(ANSWER.size, deadline))
        if refusal > len(REFUSALS) or size > PICTURE_BYTES:
            raise ChildLost("answers nonsense")
        made = self._read(size, deadline)
        self.sound = True
        if refusal:
            raise Refused(REFUSALS[refusal - 1])
        return width, height, bytes(made)

    def _write(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            self._wait(self._to, select.POLLOUT, deadline)
            try:
                left = left[os.write(self._to, left) :]
            except BrokenPipeError:
                raise ChildLost("crashed") from None

    def _read(self, size: int, deadline: float) -> bytearray:
        data = bytearray(size)
        left = memoryview(data)
        while left:
            self._wait(self._from, select.POLLIN, deadline)
            count = os.readv(self._from, [left])
            if count == 0:
                raise ChildLost("crashed")
            left = left[count:]
        return data

    @staticmethod
    def _wait(descriptor: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise ChildLost("takes too long")

    def end(self) -> None:
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        self._child.wait()


class Decoders:
    """At most `size` children, each with `memory` bytes for a picture; safe in any number of threads."""

    def __init__(self, size: int, memory: int, patience_s: float) -> None:
        self._memory, self._patience_s = memory, patience_s
        self._slots = threading.BoundedSemaphore(size)
        self._idle: list[Decoder] = []
        # The kernel ends a child with the thread that started it: so one that lives as long as this process.
        self._starter = ThreadPoolExecutor(1, "decoders")

    @contextlib.contextmanager
    def lent(self) -> Iterator[Decoder]:
        """A child for one caller at a time; one that breaks is replaced. Raises DecodersBusy."""
        if not self._slots.acquire(timeout=self._patience_s):
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
            return Decoder(self._starter, self._memory)
        except OSError as error:
            raise DecodersBusy(f"a decoder cannot be started: {error}") from error

    def _ready(self, decoder: Decoder) -> Decoder:
        try:
            decoder.wait_ready()
        except ChildLost as error:
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
