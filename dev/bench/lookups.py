"""Lookups in a gallery that is full."""

from collections.abc import Sequence

import numpy as np

from dev.bench.client import Finder, Lookup
from dev.bench.figures import Table, spread
from dev.bench.filling import dog_id_of, number_of
from dev.bench.queries import PRESETS, Query
from dev.stack import Stack
from gallery import Pool, open_pool, store
from gallery.search import LOOKUP_DOGS, NEAR_DOGS, most_promising

LIMIT_MS = 600
EVERYBODY = 1_000_000
STAGES = ("fetch", "decode", "locate", "quality", "features", "embed", "shortlist", "sketch", "prints", "verify")
DEPTHS = (20, LOOKUP_DOGS, 100, NEAR_DOGS)


def measure(finder: Finder, queries: Sequence[Query], dogs: int) -> Table:
    """One after the other, the kinds in turn."""
    done: list[tuple[Query, Lookup]] = []
    for query in sorted(queries, key=lambda query: query.seed % 1000):
        done.append((query, finder.look_up(query.jpeg)))
    columns = ["photo", "dog", "N", "median, ms", "p95, ms", *STAGES, "rest", "right"]
    table = Table(f"A lookup among {dogs} dogs ({5 * dogs} prints); stages: median ms", columns)
    for preset, title in PRESETS.items():
        for mated in (True, False):
            found = [pair for pair in done if (pair[0].preset, pair[0].mated) == (preset, mated)]
            if found:
                table.add(title, "registered" if mated else "stranger", *_cells(found))
    whole = np.median([1000 * lookup.seconds for _, lookup in done])
    verdict = "within" if whole <= LIMIT_MS else "NOT within"
    table.notes.append(
        f"Median of all: {whole:.0f} ms, {verdict} the {LIMIT_MS} ms allowed. Right: matched, or no match."
    )
    return table


def _cells(found: Sequence[tuple[Query, Lookup]]) -> list[str]:
    whole = [1000 * lookup.seconds for _, lookup in found]
    stages = [[lookup.stages.get(stage, 0.0) for _, lookup in found] for stage in STAGES]
    rest = [1000 * lookup.seconds - sum(lookup.stages.values()) for _, lookup in found]
    right = sum(_is_right(query, lookup) for query, lookup in found)
    medians = [spread(times, 0)[1] for times in (*stages, rest)]
    return [*spread(whole, 0), *medians, f"{right}/{len(found)}"]


def _is_right(query: Query, lookup: Lookup) -> bool:
    """A registered dog: it is the match. A stranger: no dog is."""
    dog = (lookup.answer["result"] or {}).get("dog")
    if not query.mated:
        return bool(lookup.answer["outcome"] != "match")
    return dog is not None and str(dog["number"]).replace("-", "") == "SP" + number_of(query.seed)


def recall(stack: Stack, queries: Sequence[Query], dogs: int) -> Table:
    """How often the right dog is among the first K by vector, and among the first K of the NEAR_DOGS by sketch."""
    depths = sorted(depth for depth in set(DEPTHS) if depth <= dogs)
    table = Table(
        f"The shortlists' recall among {dogs} dogs; shipped: {NEAR_DOGS} by vector, {LOOKUP_DOGS} of them by sketch",
        ["photo", "N", "by", *(f"K = {depth}" for depth in depths)],
    )
    ranks = _ranks(stack, [query for query in queries if query.mated])
    for preset, title in PRESETS.items():
        found = [places for query, *places in ranks if query.preset == preset]
        for by, places in zip(("vector", "sketch"), zip(*found, strict=True), strict=False):
            shares = [sum(place < depth for place in places) / len(places) for depth in depths]
            table.add(title, str(len(found)), by, *(f"{100 * share:.0f} %" for share in shares))
    return table


def _ranks(stack: Stack, mated: Sequence[Query]) -> list[tuple[Query, int, int]]:
    """The right dog's place by vector and by sketch, from 0; EVERYBODY where it is not on the list."""
    pool = open_pool(stack.backing.database_url("ai"), 2)
    try:
        return [(query, *_places(pool, query)) for query in mated]
    finally:
        pool.close()


def _places(pool: Pool, query: Query) -> tuple[int, int]:
    with pool.connection() as connection:
        by_vector = store.nearest(connection, query.template, EVERYBODY, None)[0]
    by_sketch = most_promising(pool, query.template, by_vector[:NEAR_DOGS])
    wanted = dog_id_of(query.seed)
    return by_vector.index(wanted), by_sketch.index(wanted) if wanted in by_sketch else EVERYBODY
