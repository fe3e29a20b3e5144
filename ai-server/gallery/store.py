"""Rows in, rows out: every SQL statement of the gallery, and no decisions."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from pgvector import HalfVector
from psycopg.types.json import Jsonb

import noseprint
from gallery.records import Print, Statistics, Verdict

logger = logging.getLogger(__name__)

ENROLMENT_LOCK = 0x53415645_50455453  # "SAVEPETS": whoever inserts or deletes prints holds it until the commit

# The exact scan: no index, so no recall is lost, and the number of dogs comes with it. 50,000 prints (10,000 dogs) take
# less than 0.1 s on one busy core. An HNSW index would take some 5 ms, yet misses 2 to 12 % of the nearest neighbours:
# it is worth that once the scan outweighs the verification of the shortlist, at some 50,000 dogs.
NEAREST = """
    SELECT dog_id, count(*) OVER () AS dogs
    FROM print
    WHERE version = %(version)s AND dog_id IS DISTINCT FROM %(exclude)s
    GROUP BY dog_id
    ORDER BY min(vector <#> %(vector)s), dog_id
    LIMIT %(size)s
"""

SKETCHES = """
    SELECT dog_id, sketch, -(vector <#> %(vector)s)
    FROM print
    WHERE dog_id = ANY(%(dogs)s) AND version = %(version)s
"""

STATISTICS_MS = 3000  # who asks for metrics waits 10 s, and there are few threads to keep waiting
STATISTICS = """
    WITH registered AS (SELECT dog_id FROM enrolment WHERE verdict->>'outcome' = 'registered'),
         searched AS (SELECT DISTINCT dog_id FROM print WHERE version = %(version)s),
         versions AS (SELECT version, count(*) AS prints FROM print GROUP BY version)
    SELECT (SELECT count(*) FROM searched),
           (SELECT coalesce(jsonb_object_agg(version, prints), '{}') FROM versions),
           (SELECT count(*) FROM (SELECT dog_id FROM registered EXCEPT SELECT dog_id FROM searched) AS unsearchable),
           (SELECT count(*) FROM (SELECT dog_id FROM print
               EXCEPT (SELECT dog_id FROM registered EXCEPT SELECT dog_id FROM tombstone)) AS stray)
"""


@dataclass(frozen=True)
class StoredPrint:
    dog_id: UUID
    photo_id: UUID
    template: noseprint.Template


@dataclass(frozen=True)
class SketchedPrint:
    """nearness: the cosine of its vector and the query's."""

    dog_id: UUID
    sketch: bytes
    nearness: float


def lock(connection: psycopg.Connection) -> None:
    """Wait for the enrolment lock; must be a statement of its own, so that the next one sees what its holder did."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [ENROLMENT_LOCK])


def highest_seq(connection: psycopg.Connection) -> int:
    return int(_one(connection.execute("SELECT coalesce(max(seq), 0) FROM print"))[0])


def nearest(
    connection: psycopg.Connection, query: noseprint.Template, size: int, exclude: UUID | None
) -> tuple[list[UUID], int]:
    """The dogs nearest by the best of their vectors, nearest first, and how many dogs there are in all."""
    parameters = {"version": query.version, "vector": HalfVector(query.vector), "size": size, "exclude": exclude}
    rows = connection.execute(NEAREST, parameters).fetchall()
    return [row[0] for row in rows], int(rows[0][1]) if rows else 0


def sketches_of(
    connection: psycopg.Connection, dog_ids: Sequence[UUID], query: noseprint.Template
) -> list[SketchedPrint]:
    parameters = {"version": query.version, "vector": HalfVector(query.vector), "dogs": list(dog_ids)}
    return [SketchedPrint(*row) for row in connection.execute(SKETCHES, parameters, binary=True)]


def prints_of(connection: psycopg.Connection, dog_ids: Sequence[UUID], version: str) -> list[StoredPrint]:
    return _stored(connection.execute(
        "SELECT dog_id, photo_id, template FROM print WHERE dog_id = ANY(%s) AND version = %s ORDER BY seq",
        [list(dog_ids), version], binary=True,
    ))  # fmt: skip


def prints_since(connection: psycopg.Connection, seq: int, version: str) -> list[StoredPrint]:
    return _stored(connection.execute(
        "SELECT dog_id, photo_id, template FROM print WHERE seq > %s AND version = %s ORDER BY seq",
        [seq, version], binary=True,
    ))  # fmt: skip


def has_prints(connection: psycopg.Connection, dog_id: UUID) -> bool:
    return _exists(connection, "SELECT EXISTS (SELECT FROM print WHERE dog_id = %s)", dog_id)


def is_forgotten(connection: psycopg.Connection, dog_id: UUID) -> bool:
    return _exists(connection, "SELECT EXISTS (SELECT FROM tombstone WHERE dog_id = %s)", dog_id)


def verdict_of_job(connection: psycopg.Connection, job_id: UUID) -> Verdict | None:
    row = connection.execute("SELECT verdict FROM enrolment WHERE job_id = %s", [job_id]).fetchone()
    return None if row is None else Verdict.from_json(row[0])


def is_registered(connection: psycopg.Connection, dog_id: UUID) -> bool:
    """Whether some job has registered this very dog."""
    statement = "SELECT EXISTS (SELECT FROM enrolment WHERE dog_id = %s AND verdict->>'outcome' = 'registered')"
    return _exists(connection, statement, dog_id)


def insert_prints(connection: psycopg.Connection, dog_id: UUID, prints: Sequence[Print]) -> None:
    rows = [
        (
            dog_id,
            p.photo_id,
            p.photo_sha256,
            p.template.version,
            p.template.to_bytes(),
            HalfVector(p.template.vector),
            noseprint.sketch(p.template),
        )
        for p in prints
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO print (dog_id, photo_id, photo_sha256, version, template, vector, sketch)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def insert_verdict(connection: psycopg.Connection, job_id: UUID, dog_id: UUID, verdict: Verdict) -> None:
    connection.execute(
        "INSERT INTO enrolment (job_id, dog_id, verdict) VALUES (%s, %s, %s)",
        [job_id, dog_id, Jsonb(verdict.to_json())],
    )


def bury(connection: psycopg.Connection, dog_id: UUID) -> None:
    """Leave a tombstone and delete all else that is known of the dog, also the verdicts that took others for it."""
    connection.execute("INSERT INTO tombstone (dog_id) VALUES (%s) ON CONFLICT DO NOTHING", [dog_id])
    connection.execute("DELETE FROM print WHERE dog_id = %s", [dog_id])
    connection.execute("DELETE FROM enrolment WHERE dog_id = %s OR verdict->>'dog_id' = %s", [dog_id, str(dog_id)])


def statistics(connection: psycopg.Connection) -> Statistics:
    """To be called in a transaction. Raises psycopg.errors.QueryCanceled when it takes longer than STATISTICS_MS."""
    connection.execute("SELECT set_config('statement_timeout', %s, true)", [f"{STATISTICS_MS}ms"])
    return Statistics(*_one(connection.execute(STATISTICS, {"version": noseprint.VERSION})))


def _stored(rows: psycopg.Cursor) -> list[StoredPrint]:
    prints = []
    for dog_id, photo_id, template in rows:
        try:
            prints.append(StoredPrint(dog_id, photo_id, noseprint.Template.from_bytes(template)))
        except noseprint.IncompatibleTemplate as error:
            # One damaged row must not stop every search that meets it.
            logger.error("print of photo %s is skipped: %s", photo_id, error)
    return prints


def _exists(connection: psycopg.Connection, statement: str, dog_id: UUID) -> bool:
    return bool(_one(connection.execute(statement, [dog_id]))[0])


def _one(cursor: psycopg.Cursor) -> tuple[Any, ...]:
    row = cursor.fetchone()
    assert row is not None, "an aggregate always returns a row"
    return row
