"""A crowd that uses a stack for some minutes, so that there is something to see."""

import math
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import requests

from dev.demo.api import Api, Problem
from evaluation import synthetic

KNOWN, NEW, STRANGERS = 6, 30, 4  # dogs that are registered before, that come meanwhile, that nobody knows
FINDERS, READERS = 2, 2
SEED = 5000
PASSWORD = "crowd-Passw0rd-1"
WAVE_SECONDS = 120.0  # in which the crowd comes and goes
PATHS = {
    "/": 6,
    "/api/v1/emojis/pages/1": 6,
    "/api/v1/dogs/breeds": 4,
    "/api/v1/faces/ranking": 4,
    "/api/v1/dogs/by-number/SP-0000-0000-0": 1,
}


class Crowd:
    """People with photos of generated dogs in `folder`. `prepare`, then `run`; what is refused is part of it."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder
        self._owner = Api(url)
        self._known: list[list[Path]] = []
        self._strangers: list[list[Path]] = []
        self._new: Iterator[list[Path]] = iter(())

    def prepare(self) -> None:
        """Take all photos and register the first dogs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._dark = self._folder / "dark.jpg"
        cv2.imwrite(str(self._dark), np.zeros((480, 640, 3), np.uint8))
        seeds = iter(range(SEED, SEED + KNOWN + NEW + STRANGERS))
        self._known = [self._photos(next(seeds), 8) for _ in range(KNOWN)]
        self._strangers = [self._photos(next(seeds), 2) for _ in range(STRANGERS)]
        self._new = iter([self._photos(seed, 5) for seed in seeds])
        self._owner.sign_up("crowd@example.org", PASSWORD, "crowd")
        self._owner.log_in("crowd@example.org", PASSWORD)
        for photos in self._known:
            self._register(photos[:5])

    def _photos(self, seed: int, count: int) -> list[Path]:
        nose, files = synthetic.Nose(seed), [self._folder / f"{seed}-{shot}.jpg" for shot in range(count)]
        for shot, file in enumerate(files):
            cv2.imwrite(str(file), nose.capture(shot))
        return files

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        acts = [self._bring, self._aim, *[self._find] * FINDERS, *[self._read] * READERS]
        people = [threading.Thread(target=self._live, args=(act, number, end)) for number, act in enumerate(acts)]
        for person in people:
            person.start()
        for person in people:
            person.join()

    def _live(self, act: Callable[[random.Random], None], number: int, end: float) -> None:
        chance = random.Random(number)
        while time.monotonic() < end:
            with suppress(Problem, requests.RequestException):
                act(chance)
            time.sleep((0.5 + chance.random()) * _pause(time.monotonic()))

    def _bring(self, chance: random.Random) -> None:
        """A new dog, now and then one that is registered already, or a photo that is no good."""
        old = chance.choice([self._known[0][:5], [self._dark, *self._known[0][:4]]])
        self._register(old if chance.random() < 0.3 else next(self._new, old))
        time.sleep(3)

    def _register(self, photos: list[Path]) -> None:
        _finish(self._owner, self._owner.register("Bori", photos, photos[0]))

    def _find(self, chance: random.Random) -> None:
        """A registered dog by a photo of its own, a stranger, or nothing that can be seen."""
        shots = chance.choice([*self._known, *self._strangers, [self._dark]])
        finder = Api(self._url)
        _finish(finder, finder.look_up(chance.choice(shots[-3:])))

    def _aim(self, chance: random.Random) -> None:
        """A telephone in front of a nose: live guidance."""
        frame = {"frame": ("frame.jpg", self._known[0][chance.randrange(5)].read_bytes(), "image/jpeg")}
        requests.post(f"{self._url}/api/v1/quality/", files=frame, timeout=30)

    def _read(self, chance: random.Random) -> None:
        """Pages and lists; now and then an address that is none."""
        path = chance.choices(list(PATHS), list(PATHS.values()))[0]
        requests.get(f"{self._url}{path}", timeout=30)


def _finish(api: Api, task: str) -> None:
    api.wait(task, lambda answer: None)


def _pause(now: float) -> float:
    """Seconds: short while many are there."""
    return 1.1 + 0.9 * math.sin(2 * math.pi * now / WAVE_SECONDS)
