"""The kinds of job: where each is routed and how long, how often it is tried. Overridden by MAIN_JOB_KINDS.

Knows nothing of Django, so that the settings can be built from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the jobs of one kind have in common; times in seconds (`_s`)."""

    route: str  # routing key on the exchange
    lease_s: int  # a started attempt that has not ended by then is given up
    deadline_s: int  # from submission; afterwards the job fails
    max_attempts: int  # only attempts that were started, or that failed, count
    republish_s: int  # a published message that nobody started is published again; a copy is harmless
    backoff_s: int = 2  # before the second attempt; doubles with each further one
    backoff_limit_s: int = 10 * MINUTE
    pictures: int = 0  # that a job may send


DEFAULTS = {
    "dog.lookup": Kind(
        route="ai.interactive", lease_s=MINUTE, deadline_s=10 * MINUTE, max_attempts=4, republish_s=3 * MINUTE
    ),
    "dog.register": Kind(
        route="ai.bulk", lease_s=5 * MINUTE, deadline_s=DAY, max_attempts=5, republish_s=HOUR
    ),
    "dog.enrol": Kind(
        route="ai.bulk", lease_s=5 * MINUTE, deadline_s=DAY, max_attempts=5, republish_s=HOUR
    ),
    # What was deleted must leave the gallery too, however long the AI server is away.
    "dog.forget": Kind(
        route="ai.bulk", lease_s=5 * MINUTE, deadline_s=30 * DAY, max_attempts=50, republish_s=HOUR
    ),
    "emoji.cutout": Kind(
        route="ai.bulk", lease_s=5 * MINUTE, deadline_s=DAY, max_attempts=5, republish_s=HOUR, pictures=7
    ),
    "face.cover": Kind(
        route="ai.interactive", lease_s=MINUTE, deadline_s=10 * MINUTE, max_attempts=4, republish_s=3 * MINUTE,
        pictures=1,
    ),
}  # fmt: skip


def kinds_with(overrides: Mapping[str, Mapping[str, int]]) -> dict[str, Kind]:
    """The kind table with some numbers replaced; a name that it does not know ends the process with one line."""
    numbers = {entry.name for entry in fields(Kind)} - {"route"}
    for kind, values in overrides.items():
        if kind not in DEFAULTS or not set(values) <= numbers:
            raise SystemExit(
                f"wrong configuration: MAIN_JOB_KINDS has {kind!r} {sorted(values)}; "
                f"kinds are {sorted(DEFAULTS)}, their numbers {sorted(numbers)}"
            )
    return {name: replace(kind, **overrides.get(name, {})) for name, kind in DEFAULTS.items()}
