"""The gallery as the rest of the program sees it."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from uuid import UUID

import noseprint
from gallery import enrolment, migrations, search, store
from gallery.database import Pool
from gallery.records import Compare, Print, SearchResult, Statistics, Verdict
from noseprint import Stage


class Gallery:
    """Prints of registered dogs. Safe in any number of threads and processes.

    `compare` does the matching; the pool stays its owner's to close. Every method raises psycopg.OperationalError
    when the database is away. Prints of another template version than noseprint's are left out of every comparison;
    `statistics` counts them.
    """

    def __init__(self, pool: Pool, compare: Compare) -> None:
        self._pool = pool
        self._compare = compare

    def search(
        self,
        template: noseprint.Template,
        k: int,
        fpir: float,
        exclude: UUID | None = None,
        stage: Stage = nullcontext,
    ) -> SearchResult:
        """Up to k dogs other than `exclude`, best first, decided on at that false-positive identification rate.

        `stage` times the stages that gallery.search names.
        """
        result = search.search(self._pool, self._compare, template, fpir, exclude=exclude, stage=stage)
        return replace(result, candidates=result.candidates[:k])

    def enrol(
        self, job_id: UUID, dog_id: UUID, prints: Sequence[Print], fpir: float, stage: Stage = nullcontext
    ) -> Verdict:
        """Register the dog unless the gallery has it already, or may have it (`needs_review`: nothing is kept of it
        but the verdict); raises DogForgotten after `forget`.

        The stages are those of `search`, and `enrol`: waiting for the lock, and what is done under it.
        """
        return enrolment.enrol(self._pool, self._compare, job_id, dog_id, prints, fpir, stage=stage)

    def enrol_reviewed(
        self,
        job_id: UUID,
        dog_id: UUID,
        prints: Sequence[Print],
        fpir: float,
        lookalike_id: UUID,
        stage: Stage = nullcontext,
    ) -> Verdict:
        """As `enrol`, once a person has told the dog from its look-alike: only a match with a third dog refuses it."""
        return enrolment.enrol(self._pool, self._compare, job_id, dog_id, prints, fpir, lookalike_id, stage)

    def forget(self, dog_id: UUID) -> None:
        """Delete all that is known of the dog and see to it that no late enrolment brings it back."""
        with self._pool.connection() as connection, connection.transaction():
            store.lock(connection)
            store.bury(connection, dog_id)

    def statistics(self) -> Statistics:
        """Raises psycopg.errors.QueryCanceled, too, when counting takes too long."""
        with self._pool.connection() as connection, connection.transaction():
            return store.statistics(connection)

    def check(self) -> None:
        """Raise SchemaOutdated or psycopg.OperationalError unless the database is ready for this code."""
        with self._pool.connection() as connection:
            migrations.check_schema(connection)
