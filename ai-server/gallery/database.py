"""Connections to the gallery's database, with bounds on everything that could wait for ever."""

import psycopg
from pgvector.psycopg import register_vector
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[psycopg.Connection]

CONNECT_SECONDS = 5
POOL_WAIT_SECONDS = 5.0
RECONNECT_SECONDS = 5.0  # then the pool tries again when it is asked, not after minutes of backing off
# A waiting enrolment gives up before its statement does, and a holder that hangs loses its lock.
SESSION = " ".join([
    "-c statement_timeout=120s",
    "-c lock_timeout=90s",
    "-c idle_in_transaction_session_timeout=60s",
])  # fmt: skip


def connect(database_url: str) -> psycopg.Connection:
    """One autocommit connection. Raises psycopg.OperationalError when the server is away."""
    return psycopg.connect(database_url, autocommit=True, connect_timeout=CONNECT_SECONDS, options=SESSION)


def open_pool(database_url: str, size: int) -> Pool:
    """A pool of up to `size` autocommit connections that are tested before use; it opens even if the server is away."""
    return ConnectionPool(
        database_url,
        kwargs={"autocommit": True, "connect_timeout": CONNECT_SECONDS, "options": SESSION},
        min_size=1,
        max_size=size,
        timeout=POOL_WAIT_SECONDS,
        reconnect_timeout=RECONNECT_SECONDS,
        configure=_configure,
        check=ConnectionPool.check_connection,
        open=True,
        name="gallery",
    )


def _configure(connection: psycopg.Connection) -> None:
    # Enrolment is right under READ COMMITTED only: what others committed before the lock was ours must be seen.
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    register_vector(connection)
