"""Who wants to know that a template came into sight or went out of it. Apps register in AppConfig.ready()."""

from collections.abc import Callable

Listener = Callable[[], None]

_listeners: list[Listener] = []


def register_publicity_listener(listener: Listener) -> None:
    """`listener()` runs in the transaction that publishes, hides, shows again or deletes a template."""
    _listeners.append(listener)


def publicity_changed() -> None:
    """To be called inside that transaction."""
    for listener in _listeners:
        listener()
