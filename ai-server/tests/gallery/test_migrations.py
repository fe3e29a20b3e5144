"""The schema comes from numbered files, applied once and in order."""

import psycopg
import pytest

from gallery import SchemaOutdated, check_schema, migrate, migrations


@pytest.fixture
def no_schema(database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP TABLE print, enrolment, tombstone, schema_migration")
        yield connection
    migrate(database_url)


def test_an_empty_database_is_outdated_until_it_is_migrated(no_schema, database_url):
    with pytest.raises(SchemaOutdated):
        check_schema(no_schema)
    assert migrate(database_url) == [migration.name for migration in migrations.available()]
    check_schema(no_schema)


def test_nothing_is_applied_twice(database_url):
    assert migrate(database_url) == []


def test_old_code_runs_on_the_schema_of_newer_code_but_not_the_other_way_round(database_url):
    with psycopg.connect(database_url) as connection:  # rolled back at the end
        connection.execute("INSERT INTO schema_migration (version, name) VALUES (9999, '9999_future.sql')")
        check_schema(connection)
        connection.execute("DELETE FROM schema_migration WHERE version = 2")
        with pytest.raises(SchemaOutdated, match="lacks migration 2"):
            check_schema(connection)
        connection.rollback()


def test_a_failed_migration_leaves_nothing_behind(no_schema, database_url, monkeypatch):
    broken = migrations.Migration(2, "0002_broken.sql", "CREATE TABLE half (id int); SELECT 1 / 0")
    monkeypatch.setattr(migrations, "available", lambda: [broken])
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database_url)
    assert no_schema.execute("SELECT to_regclass('half')").fetchone() == (None,)
    monkeypatch.undo()
    migrate(database_url)


def test_vectors_of_another_size_are_refused(database_url, monkeypatch):
    monkeypatch.setattr("noseprint.VECTOR_SIZE", 128)
    with psycopg.connect(database_url) as connection, pytest.raises(SchemaOutdated, match="128"):
        check_schema(connection)
