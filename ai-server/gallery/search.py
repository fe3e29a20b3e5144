"""Identification: a shortlist by vector, a shorter one by sketch, then every shot of the dogs on that is verified."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from uuid import UUID

import numpy as np

import noseprint
from gallery import store
from gallery.database import Pool
from gallery.records import Candidate, Compare, SearchResult
from gallery.store import StoredPrint
from noseprint import Stage

# docs/performance.md has the recall of both lists, and what they cost.
NEAR_DOGS = 600
LOOKUP_DOGS = 40
ENROLMENT_DOGS = 20
DOGS_AT_ONCE = 5

Compared = tuple[StoredPrint, noseprint.Comparison]


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

    They are verified most promising first and a few at a time, until one is certain: no other could say more. The
    stages are `shortlist`, `sketch`, `prints` (waiting for those of the next dogs, which are read ahead) and `verify`.
    """
    with stage("shortlist"), pool.connection() as connection:
        near, gallery_size = store.nearest(connection, query, NEAR_DOGS, exclude)
    with stage("sketch"):
        dog_ids = most_promising(pool, query, near)[:shortlist] if len(near) > shortlist else near
    best: dict[UUID, Compared] = {}
    candidates: list[Candidate] = []
    for prints in _read_ahead(pool, dog_ids, query.version, stage):
        with stage("verify"):
            keep_best(best, compare_all(compare, query, prints))
            candidates = judge(best.values(), gallery_size, fpir)
        if is_certain(candidates):
            break
    threshold = noseprint.decide(0.0, gallery_size, fpir).threshold
    return SearchResult(tuple(candidates), gallery_size, threshold)


def most_promising(pool: Pool, query: noseprint.Template, near: Sequence[UUID]) -> list[UUID]:
    """The same dogs, those first whose best print's sketch and vector resemble the query's most."""
    with pool.connection() as connection:
        prints = store.sketches_of(connection, near, query)
    promise = noseprint.prefer(query, [p.sketch for p in prints], np.array([p.nearness for p in prints]))
    best: dict[UUID, float] = {}
    for sketched, value in zip(prints, promise, strict=True):
        best[sketched.dog_id] = max(float(value), best.get(sketched.dog_id, -np.inf))
    return sorted(best, key=lambda dog_id: -best[dog_id])


def _read_ahead(pool: Pool, dog_ids: Sequence[UUID], version: str, stage: Stage) -> Iterator[list[StoredPrint]]:
    """The prints of the dogs, a few dogs at a time; the next ones are read while the last ones are worked on."""

    def read(start: int) -> list[StoredPrint]:
        with pool.connection() as connection:
            return store.prints_of(connection, dog_ids[start : start + DOGS_AT_ONCE], version)

    with ThreadPoolExecutor(1, "read-ahead") as reader:
        # In the caller's context, since reading may have to say of which job it speaks.
        reads = (reader.submit(copy_context().run, read, start) for start in range(0, len(dog_ids), DOGS_AT_ONCE))
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
    best: dict[UUID, Compared] = {}
    keep_best(best, compare_all(compare, query, prints))
    return judge(best.values(), gallery_size, fpir)


def compare_all(compare: Compare, query: noseprint.Template, prints: Sequence[StoredPrint]) -> list[Compared]:
    comparisons = compare(query, [stored.template for stored in prints]) if prints else []
    return list(zip(prints, comparisons, strict=True))


def keep_best(best: dict[UUID, Compared], found: Iterable[Compared]) -> None:
    """Keep of each dog the print that resembles the query most."""
    for stored, comparison in found:
        known = best.get(stored.dog_id)
        if known is None or comparison.score > known[1].score:
            best[stored.dog_id] = stored, comparison


def judge(best: Iterable[Compared], gallery_size: int, fpir: float) -> list[Candidate]:
    """Decide on each dog of one search, by how its score stands out from the others'; highest first."""
    compared = sorted(best, key=lambda one: -one[1].score)
    scores = noseprint.t_norm([comparison.score for _, comparison in compared])
    return [
        Candidate(
            dog_id=stored.dog_id,
            photo_id=stored.photo_id,
            nose=stored.template.nose,
            comparison=comparison,
            score=float(score),
            decision=noseprint.decide(float(score), gallery_size, fpir),
        )
        for (stored, comparison), score in zip(compared, scores, strict=True)
    ]


def is_certain(found: Iterable[Candidate]) -> bool:
    return any(candidate.decision.band == "certain" for candidate in found)
