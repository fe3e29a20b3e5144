"""The database schema: numbered SQL files, applied in order, each once and in a transaction of its own."""

import re
from dataclasses import dataclass
from importlib import resources

import psycopg

import noseprint
from gallery.database import connect

MIGRATION_LOCK = 0x53415645_4D494752  # "SAVEMIGR": two migrators at once take turns
FILE_NAME = re.compile(r"(\d{4})_\w+\.sql")

CREATE_LEDGER = """
    CREATE TABLE IF NOT EXISTS schema_migration (
        version integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


class SchemaOutdated(Exception):
    """The database's schema lacks something that this code needs."""


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    sql: str


def available() -> list[Migration]:
    """Migrations that come with this code, in order."""
    files = (resources.files("gallery") / "migrations").iterdir()
    found = [(FILE_NAME.fullmatch(file.name), file) for file in files]
    migrations = [Migration(int(match[1]), file.name, file.read_text()) for match, file in found if match]
    return sorted(migrations, key=lambda migration: migration.version)


def migrate(database_url: str) -> list[str]:
    """Bring the schema up to date and return the names of the files applied; none if it was already.

    Raises psycopg.Error when the database cannot be reached or refuses, SchemaOutdated as check_schema does.
    """
    with connect(database_url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        connection.execute(CREATE_LEDGER)
        missing = [migration for migration in available() if migration.version not in _applied(connection)]
        for migration in missing:
            _apply(connection, migration)
        check_schema(connection)
    return [migration.name for migration in missing]


def check_schema(connection: psycopg.Connection) -> None:
    """Raise SchemaOutdated unless this code's migrations are applied and vectors have noseprint's size.

    Newer ones may be too: while a new version is rolled out, and after it was rolled back, old processes run on its
    schema. So a migration only adds; what no code in use needs any more goes with a later release.
    """
    missing = {migration.version for migration in available()} - _applied(connection)
    if missing:
        raise SchemaOutdated(f"the schema lacks migration {min(missing)}, which this code needs")
    row = connection.execute(
        "SELECT atttypmod FROM pg_attribute WHERE attrelid = 'print'::regclass AND attname = 'vector'"
    ).fetchone()
    if row is None or row[0] != noseprint.VECTOR_SIZE:
        raise SchemaOutdated(f"vectors are stored as {row}, noseprint makes {noseprint.VECTOR_SIZE}")


def _applied(connection: psycopg.Connection) -> set[int]:
    if connection.execute("SELECT to_regclass('schema_migration')").fetchone() == (None,):
        return set()
    return {row[0] for row in connection.execute("SELECT version FROM schema_migration")}


def _apply(connection: psycopg.Connection, migration: Migration) -> None:
    with connection.transaction():
        connection.execute(migration.sql.encode())
        connection.execute(
            "INSERT INTO schema_migration (version, name) VALUES (%s, %s)", [migration.version, migration.name]
        )
