"""What people do, and the waiting for it."""

import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dev.demo.api import Api
from dev.stack import Stack


def join(stack: Stack) -> Api:
    """A new account, logged in."""
    api, name = Api(stack.url), f"owner{secrets.token_hex(4)}"
    email, password = f"{name}@example.org", f"{secrets.token_hex(12)}-aA1"
    api.sign_up(email, password, name)
    api.log_in(email, password)
    return api


def submit(api: Api, photos: Sequence[Path]) -> str:
    """Send a registration; returns the address of its task."""
    return api.register("Bori", photos, photos[0])


def registered(owner: Api, shots: Callable[[int], list[Path]], name: str = "Bori") -> list[Path]:
    """Six photos of a new dog; it is registered with the first five. Now and then a generated dog resembles
    another, and staff would have to look at both: then one more is tried."""
    for _ in range(3):
        photos = shots(6)
        outcome = finished(owner, owner.register(name, photos[:5], photos[0]))["outcome"]
        if outcome == "registered":
            return photos
        assert outcome == "needs_review"
    raise AssertionError("three dogs in a row resemble others")


def finished(api: Api, task: str) -> dict[str, Any]:
    return api.wait(task, lambda answer: None)


def eventually(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is true; fail if it is not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(0.05)
