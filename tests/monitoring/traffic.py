"""What people do with SavePets in a minute: what went well, what was refused, and what is in between."""

import itertools
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import requests
from skimage import data

from dev.demo.api import Api
from dev.stack import Stack
from evaluation import synthetic
from tests.people import finished, join, registered, submit

_seeds = itertools.count(7000)


def noses(folder: Path) -> Callable[[int], list[Path]]:
    """noses(n): n photos of the nose of a dog that nobody has seen before."""

    def draw(count: int) -> list[Path]:
        seed = next(_seeds)
        nose = synthetic.Nose(seed)
        return [_saved(folder / f"{seed}-{index}.jpg", nose.capture(index)) for index in range(count)]

    return draw


def _saved(path: Path, picture: np.ndarray) -> Path:
    cv2.imwrite(str(path), picture)
    return path


def run(stack: Stack, folder: Path) -> None:
    """All of it, one after the other, to the end of each job."""
    owner, finder, draw = join(stack), Api(stack.url), noses(folder)
    _registrations(owner, finder, draw, folder)
    _covers(owner, folder)
    _refused(stack)
    _guidance(stack, draw)


def _registrations(owner: Api, finder: Api, draw: Callable[[int], list[Path]], folder: Path) -> None:
    dark = _saved(folder / "dark.jpg", np.zeros((480, 640, 3), np.uint8))
    known = registered(owner, draw)
    assert finished(owner, submit(owner, [dark, *draw(4)]))["outcome"] == "rejected"
    found = finished(finder, finder.look_up(known[5]))
    assert found["outcome"] == "match"
    assert finished(finder, finder.look_up(draw(1)[0]))["outcome"] in {"not_registered", "possible"}
    assert finished(finder, finder.look_up(dark))["outcome"] == "rejected"
    body = {"message": "I have your dog", "reply_to": "finder@example.net"}
    lookup = found["result"]["lookup_id"]
    refused = finder.session.post(f"{finder.url}/api/v1/lookups/{lookup}/contact", json=body, timeout=30)
    assert refused.status_code == 409, refused.text  # the owner's address is not verified


def _covers(owner: Api, folder: Path) -> None:
    """With the template that every installation has: one photo with a face, one without."""
    emoji = owner.call("GET", "/api/v1/emojis/pages/1").json()["results"][0]["id"]
    astronaut = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)
    nobody = cv2.resize(astronaut[400:, :100], (480, 480))
    for name, picture in (("somebody", astronaut), ("nobody", nobody)):
        photo = _saved(folder / f"{name}.jpg", picture)
        files = {"photo": (photo.name, photo.read_bytes(), "image/jpeg")}
        task = owner.call("POST", "/api/v1/faces/tasks/", data={"emoji_id": emoji}, files=files).json()
        assert finished(owner, f"/api/v1/tasks/{task['task_id']}")["state"] == "succeeded"


def _refused(stack: Stack) -> None:
    login = {"email": "nobody@example.org", "password": "wrong-Password-1"}
    assert requests.post(f"{stack.url}/api/v1/users/auth", json=login, timeout=30).status_code == 401
    assert requests.get(f"{stack.url}/api/v1/lookups/none-such", timeout=30).status_code == 404


def _guidance(stack: Stack, draw: Callable[[int], list[Path]]) -> None:
    frame = cv2.imencode(".jpg", cv2.resize(cv2.imread(str(draw(1)[0])), (640, 480)))[1].tobytes()
    for _ in range(3):
        files = {"frame": ("frame.jpg", frame, "image/jpeg")}
        assert requests.post(f"{stack.url}/api/v1/quality/", files=files, timeout=30).status_code == 200
