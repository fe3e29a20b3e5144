"""Identification: a cheap shortlist by vector, then geometric verification of every shot of the dogs on it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

import noseprint
from gallery import store
from gallery.database import Pool
from gallery.records import Candidate, Compare, SearchResult
from gallery.store import StoredPrint

# Measured on 80 generated dogs: the vector puts the right dog among the first 10 for every photo taken as for a
# registration, but for a finder's photo among the first 20, 40 and 60 in 84, 93 and 97 % (N = 70).
LOOKUP_DOGS = 100
ENROLMENT_DOGS = 20
DOGS_AT_ONCE = 5

Stage = Callable[[str], AbstractContextManager[object]]  # times what is done in it


def search(
    pool: Pool,
    compare: Compare,
    query: noseprint.Template,
    fpir: float,
    shortlist: int = LOOKUP_DOGS,
    exclude: UUID | None = None,
    stage: Stage = nullcontext,
) -> SearchResult:
    """The dogs of the shortlist except `exclude`, best first, each by its best print.

    They are verified nearest first and a few at a time, until one is certain: no other could say more. The stages are
    `shortlist`, `prints` (waiting for those of the next dogs, which are read ahead) and `verify`.
    """
    with stage("shortlist"), pool.connection() as connection:
        dog_ids, gallery_size = store.shortlist(connection, query, shortlist, exclude)
    found: list[Candidate] = []
    for prints in _read_ahead(pool, dog_ids, query.version, stage):
        with stage("verify"):
            found += rank(compare, query, prints, gallery_size, fpir)
        if is_certain(found):
            break
    threshold = noseprint.decide(0.0, gallery_size, fpir).threshold
    return SearchResult(tuple(best_of_each_dog(found)), gallery_size, threshold)


def _read_ahead(pool: Pool, dog_ids: Sequence[UUID], version: str, stage: Stage) -> Iterator[list[StoredPrint]]:
    """The prints of the dogs, a few dogs at a time; the next ones are read while the last ones are worked on."""

    def read(start: int) -> list[StoredPrint]:
        with pool.connection() as connection:
            return store.prints_of(connection, dog_ids[start : start + DOGS_AT_ONCE], version)

    with ThreadPoolExecutor(1, "read-ahead") as reader:
        reads = (reader.submit(read, start) for start in range(0, len(dog_ids), DOGS_AT_ONCE))
        upcoming = next(reads, None)
        while upcoming is not None:
            with stage("prints"):
                prints = upcoming.result()
            upcoming = next(reads, None)
            yield prints


def rank(
    compare: Compare, query: noseprint.Template, prints: Sequence[StoredPrint], gallery_size: int, fpir: float
) -> list[Candidate]:
    """Compare the query with all prints and decide on each dog in a gallery of that many dogs."""
    if not prints:
        return []
    comparisons = compare(query, [stored.template for stored in prints])
    return best_of_each_dog(
        Candidate(
            dog_id=stored.dog_id,
            photo_id=stored.photo_id,
            nose=stored.template.nose,
            comparison=comparison,
            decision=noseprint.decide(comparison.score, gallery_size, fpir),
        )
        for stored, comparison in zip(prints, comparisons, strict=True)
    )


def best_of_each_dog(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidate with the highest score of each dog, highest first."""
    best: dict[UUID, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.dog_id)
        if known is None or candidate.comparison.score > known.comparison.score:
            best[candidate.dog_id] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.comparison.score)


def is_certain(found: Iterable[Candidate]) -> bool:
    return any(candidate.decision.band == "certain" for candidate in found)
