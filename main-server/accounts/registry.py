"""What else has to be erased when a person leaves. Apps that hold personal data register in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

Eraser = Callable[["User"], None]

_erasers: list[Eraser] = []


def register_eraser(eraser: Eraser) -> None:
    """`eraser(user)` runs in the transaction that deletes the account, before the account's row goes."""
    _erasers.append(eraser)


def erasers() -> tuple[Eraser, ...]:
    return tuple(_erasers)
