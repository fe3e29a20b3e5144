"""Who wants to know that a template came into sight, went out of it or is erased. Apps register in
AppConfig.ready()."""

from collections.abc import Callable
from uuid import UUID

Listener = Callable[[], None]
Parting = Callable[[UUID], None]

_listeners: list[Listener] = []
_partings: list[Parting] = []


def register_publicity_listener(listener: Listener) -> None:
    """`listener()` runs in the transaction that publishes, hides, shows again or deletes a template."""
    _listeners.append(listener)


def publicity_changed() -> None:
    """To be called inside that transaction."""
    for listener in _listeners:
        listener()


def register_parting(parting: Parting) -> None:
    """`parting(emoji_id)` runs before the row of a locked template is deleted, in the same transaction: nothing of the
    app is to refer to it afterwards."""
    _partings.append(parting)


def part_from(emoji_id: UUID) -> None:
    for parting in _partings:
        parting(emoji_id)
