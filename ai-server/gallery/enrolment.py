"""Enrolment: two people who register one dog at the same moment end with one registered dog.

The gallery is searched unlocked, since that takes long. Then, under one advisory lock, only what was added in the
meantime is compared. Prints are inserted under that lock alone, so their sequence is their commit order: whatever a
reader did not see before it read the highest number has a higher one.

A dog that resembles another too little for a match and too much for chance is left to a person. Of it the verdict
alone is stored: prints that are not there cannot be found by anybody, and need no second life under concurrency,
reruns and deletion. Its photos stay with the main server; they are looked at again if it is to be enrolled.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

import psycopg

from gallery import store
from gallery.database import Pool
from gallery.records import Candidate, Compare, DogForgotten, Print, Resemblance, Verdict
from gallery.search import ENROLMENT_DOGS, is_certain, rank, search
from gallery.store import StoredPrint
from noseprint import Stage

REGISTERED = Verdict("registered")


@dataclass(frozen=True)
class Finding:
    """A dog of the gallery, and the print of the new dog that it was found by."""

    own: Print
    candidate: Candidate

    @property
    def score(self) -> float:
        return self.candidate.score


def enrol(
    pool: Pool,
    compare: Compare,
    job_id: UUID,
    dog_id: UUID,
    prints: Sequence[Print],
    fpir: float,
    told_from: UUID | None = None,
    stage: Stage = nullcontext,
) -> Verdict:
    """Insert the prints unless the gallery knows the dog; a rerun of a job returns its first verdict.

    `told_from`: a person has decided that the dog is not this one, and look-alikes need no review any more.
    Raises DogForgotten when the dog has a tombstone. The stages are those of a search, and `enrol`.
    """
    with pool.connection() as connection:
        settled = _settled(connection, job_id, dog_id)
        seen = store.highest_seq(connection)
    if settled is not None:
        return settled
    each = fpir / len(prints)  # every print is a search of its own, and one false match among them is one too many
    # A dog that has been told apart must not end the search by being certain.
    found, gallery_size = _search_all(pool, compare, told_from or dog_id, prints, each, stage)
    with stage("enrol"), pool.connection() as connection, connection.transaction():
        store.lock(connection)
        settled = _settled(connection, job_id, dog_id)
        if settled is not None:
            return settled
        newer = store.prints_since(connection, seen, prints[0].template.version)
        gallery_size += len({stored.dog_id for stored in newer})
        found += _rank_all(compare, prints, newer, gallery_size, each)
        verdict = _judge(connection, found, gallery_size, told_from)
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
    pool: Pool, compare: Compare, exclude: UUID, prints: Sequence[Print], fpir: float, stage: Stage
) -> tuple[list[Finding], int]:
    """What all prints find and the gallery's size, up to the first print that is certain of a dog."""
    found: list[Finding] = []
    gallery_size = 0
    for own in prints:
        result = search(pool, compare, own.template, fpir, ENROLMENT_DOGS, exclude=exclude, stage=stage)
        gallery_size = result.gallery_size
        found += [Finding(own, candidate) for candidate in result.candidates]
        if is_certain(result.candidates):
            break
    return found, gallery_size


def _rank_all(
    compare: Compare, prints: Sequence[Print], newer: Sequence[StoredPrint], gallery_size: int, fpir: float
) -> list[Finding]:
    """The same among the prints that were added since; everybody else waits for this, so it must be short."""
    found: list[Finding] = []
    for own in prints:
        candidates = rank(compare, own.template, newer, gallery_size, fpir)
        found += [Finding(own, candidate) for candidate in candidates]
        if is_certain(candidates):
            break
    return found


def _judge(
    connection: psycopg.Connection, found: Sequence[Finding], gallery_size: int, told_from: UUID | None
) -> Verdict:
    """By the best dog that matches and has not been forgotten since it was found; else, unless a person has looked
    already, by the best one that possibly does; else registered."""
    for finding in _best_first(found, "match"):
        dog_id = finding.candidate.dog_id
        if dog_id != told_from and store.has_prints(connection, dog_id):
            return Verdict("already_registered", dog_id, finding.score)
    if told_from is None:
        for finding in _best_first(found, "possible"):
            if store.has_prints(connection, finding.candidate.dog_id):
                return _doubt(finding, gallery_size)
    return REGISTERED


def _best_first(found: Sequence[Finding], outcome: str) -> list[Finding]:
    decided = (finding for finding in found if finding.candidate.decision.outcome == outcome)
    return sorted(decided, key=lambda finding: -finding.score)


def _doubt(finding: Finding, gallery_size: int) -> Verdict:
    own, candidate = finding.own, finding.candidate
    resemblance = Resemblance(
        photo_id=own.photo_id,
        nose=own.template.nose,
        lookalike_photo_id=candidate.photo_id,
        lookalike_nose=candidate.nose,
        points=tuple(tuple(float(value) for value in point) for point in candidate.comparison.points),
        threshold=candidate.decision.threshold,
        gallery_size=gallery_size,
    )
    return Verdict("needs_review", candidate.dog_id, finding.score, resemblance)
