"""Enrolment: two people who register one dog at the same moment end with one registered dog.

The gallery is searched unlocked, since that takes long. Then, under one advisory lock, only what was added in the
meantime is compared. Prints are inserted under that lock alone, so their sequence is their commit order: whatever a
reader did not see before it read the highest number has a higher one.
"""

from collections.abc import Sequence
from uuid import UUID

import psycopg

from gallery import store
from gallery.database import Pool
from gallery.records import Candidate, Compare, DogForgotten, Print, Verdict
from gallery.search import ENROLMENT_DOGS, best_of_each_dog, is_certain, rank, search
from gallery.store import StoredPrint

REGISTERED = Verdict("registered")


def enrol(pool: Pool, compare: Compare, job_id: UUID, dog_id: UUID, prints: Sequence[Print], fpir: float) -> Verdict:
    """Insert the prints unless the gallery knows the dog; a rerun of a job returns its first verdict.

    Raises DogForgotten when the dog has a tombstone.
    """
    with pool.connection() as connection:
        settled = _settled(connection, job_id, dog_id)
        seen = store.highest_seq(connection)
    if settled is not None:
        return settled
    each = fpir / len(prints)  # every print is a search of its own, and one false match among them is one too many
    found, gallery_size = _search_all(pool, compare, dog_id, prints, each)
    with pool.connection() as connection, connection.transaction():
        store.lock(connection)
        settled = _settled(connection, job_id, dog_id)
        if settled is not None:
            return settled
        newer = store.prints_since(connection, seen, prints[0].template.version)
        verdict = _judge(connection, found + _rank_all(compare, prints, newer, gallery_size, each))
        if verdict == REGISTERED:
            store.insert_prints(connection, dog_id, prints)
        store.insert_verdict(connection, job_id, dog_id, verdict)
        return verdict


def _settled(connection: psycopg.Connection, job_id: UUID, dog_id: UUID) -> Verdict | None:
    if store.is_forgotten(connection, dog_id):
        raise DogForgotten(dog_id)
    verdict = store.verdict_of_job(connection, job_id)
    if verdict is None and store.is_registered(connection, dog_id):
        return REGISTERED
    return verdict


def _search_all(
    pool: Pool, compare: Compare, dog_id: UUID, prints: Sequence[Print], fpir: float
) -> tuple[list[Candidate], int]:
    """Candidates of all prints and the gallery's size, up to the first print that is certain of a dog."""
    found: list[Candidate] = []
    gallery_size = 0
    for query in prints:
        result = search(pool, compare, query.template, fpir, ENROLMENT_DOGS, exclude=dog_id)
        gallery_size = result.gallery_size
        found += result.candidates
        if is_certain(found):
            break
    return found, gallery_size


def _rank_all(
    compare: Compare, prints: Sequence[Print], newer: Sequence[StoredPrint], gallery_size: int, fpir: float
) -> list[Candidate]:
    """The same among the prints that were added since; everybody else waits for this, so it must be short."""
    size = gallery_size + len({stored.dog_id for stored in newer})
    found: list[Candidate] = []
    for query in prints:
        found += rank(compare, query.template, newer, size, fpir)
        if is_certain(found):
            break
    return found


def _judge(connection: psycopg.Connection, found: Sequence[Candidate]) -> Verdict:
    """The best dog that matches and has not been forgotten since it was found, else registered."""
    for candidate in best_of_each_dog(found):
        if candidate.decision.outcome == "match" and store.has_prints(connection, candidate.dog_id):
            return Verdict("already_registered", candidate.dog_id, candidate.comparison.score)
    return REGISTERED
