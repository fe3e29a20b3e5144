"""
Who may try a password now.

Attempts are counted per address, whatever the account. Apart from that, each account's attempts are slowed, from
whatever address; but addresses from which its owner has logged in before have a count of their own, so that an attack
from elsewhere keeps nobody out of his own account. An account that does not exist is treated alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from core.problems import Problem
from core.rates import mark_is_set, mark_set, rate_give_back, rate_take, retry_after

KNOWN_S = 90 * 24 * 3600.0


@contextmanager
def attempt(*, email: str, client: str) -> Iterator[None]:
    """
    Around the check of a password, which raises if it is wrong; a right one counts for nothing.

    `client` stands for an address. Raises Problem `throttled`.
    """
    counts = [("log_in_address", (client,)), _count_of_account(email, client)]
    taken = []
    for name, who in counts:
        if wait := rate_take(name, *who):
            _give_back(taken)
            raise Problem("throttled", headers={"Retry-After": retry_after(wait)})
        taken.append((name, who))
    yield
    _give_back(taken)
    mark_set("known_address", email, client, seconds=KNOWN_S)


def _count_of_account(email: str, client: str) -> tuple[str, tuple[str, ...]]:
    if mark_is_set("known_address", email, client):
        return "log_in_known", (email, client)
    return "log_in_account", (email,)


def _give_back(taken: list[tuple[str, tuple[str, ...]]]) -> None:
    for name, who in taken:
        rate_give_back(name, *who)
