"""Identification: a cheap shortlist by vector, then geometric verification of every shot of the dogs on it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import noseprint
from gallery import store
from gallery.database import Pool
from gallery.records import Candidate, Compare, SearchResult
from gallery.store import StoredPrint

SHORTLIST_DOGS = 20


def search(
    pool: Pool, compare: Compare, query: noseprint.Template, fpir: float, exclude: UUID | None = None
) -> SearchResult:
    """Every dog of the shortlist except `exclude`, best first, each by its best print."""
    with pool.connection() as connection:
        dog_ids, gallery_size = store.shortlist(connection, query, SHORTLIST_DOGS, exclude)
        prints = store.prints_of(connection, dog_ids, query.version)
    candidates = rank(compare, query, prints, gallery_size, fpir)
    return SearchResult(tuple(candidates), gallery_size, noseprint.decide(0.0, gallery_size, fpir).threshold)


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
