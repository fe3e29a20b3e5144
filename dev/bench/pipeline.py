"""From an accepted POST to a visible answer, outside the AI handler, beside a bare Celery round trip."""

from dev.bench.bare import Bare
from dev.bench.client import Finder
from dev.bench.figures import Table, ratio_of_medians, spread

LIMIT = 8.0
WARM_UP = 5
PARTS = {
    "relay": "relay: 202 -> confirmed by the broker",
    "broker": "broker: -> *started* is applied",
    "fetch": "fetch of the photo",
    "result": "result path: *finished* is sent and applied",
    "sight": "answer: commit -> the client's long poll has it",
}


def measure(finder: Finder, bare: Bare, photo: bytes, rounds: int) -> Table:
    """Interleaved, so that both see the same machine."""
    overheads: list[float] = []
    parts: dict[str, list[float]] = {name: [] for name in PARTS}
    trips: list[float] = []
    for number in range(WARM_UP + rounds):
        trip, found = bare.round_trip(), finder.look_up(photo).parts
        if number < WARM_UP:
            continue
        trips.append(trip)
        overheads.append(sum(found[name] for name in PARTS))
        for name in PARTS:
            parts[name].append(found[name])
    return _table(trips, overheads, parts)


def _table(trips: list[float], overheads: list[float], parts: dict[str, list[float]]) -> Table:
    table = Table("From POST accepted to state visible, outside the AI handler", ["part", "N", "median, ms", "p95, ms"])
    table.add("bare Celery round trip", *spread(trips))
    table.add("all that is not the AI's work", *spread(overheads))
    for name, title in PARTS.items():
        table.add(title, *spread(parts[name]))
    ratio, low, high = ratio_of_medians(overheads, trips)
    verdict = "within" if ratio <= LIMIT else "NOT within"
    table.notes.append(
        f"Ratio of the medians {ratio:.1f} (95 % interval {low:.1f} to {high:.1f}): {verdict} the {LIMIT:.0f} allowed."
    )
    return table
