"""PostgreSQL and RabbitMQ of one stack: private ones, or existing ones that the environment points to."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from dev.errors import DevError
from dev.ports import PortBook
from dev.postgres import Postgres
from dev.rabbitmq import Rabbitmq
from dev.variables import Secrets


@dataclass(frozen=True)
class Existing:
    """Addresses of services that are run by somebody else; None means: start a private one."""

    broker: str | None = None
    main_database: str | None = None
    ai_database: str | None = None

    @classmethod
    def from_environment(cls) -> "Existing":
        found = cls(*(os.environ.get(name) for name in ("BROKER_URL", "MAIN_DATABASE_URL", "AI_DATABASE_URL")))
        if bool(found.main_database) != bool(found.ai_database):
            raise DevError("set both MAIN_DATABASE_URL and AI_DATABASE_URL (two databases, two roles), or neither")
        return found


@dataclass
class Backing:
    """Starts both side by side; afterwards the four addresses are known."""

    directory: Path
    logs: Path
    ports: PortBook
    secrets: Secrets
    existing: Existing = field(default_factory=Existing)
    durable: bool = True
    createdb: frozenset[str] = frozenset()
    postgres: Postgres | None = field(init=False, default=None)
    rabbitmq: Rabbitmq | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if not self.existing.main_database:
            passwords = {"main": self.secrets.postgres_main, "ai": self.secrets.postgres_ai}
            self.postgres = Postgres(
                self.directory / "postgres",
                self.logs / "postgres.log",
                self.ports.port("postgres"),
                self.secrets.postgres_superuser,
                passwords,
                self.createdb,
                self.durable,
            )
        if not self.existing.broker:
            self.rabbitmq = Rabbitmq(
                self.directory / "rabbitmq",
                self.logs / "rabbitmq.log",
                {"main": self.secrets.rabbitmq_main, "ai": self.secrets.rabbitmq_ai},
                *(self.ports.port(name) for name in ("rabbitmq", "rabbitmq-distribution", "epmd", "rabbitmq-metrics")),
            )

    def start(self) -> None:
        """Start what is private and wait until it serves."""
        if self.rabbitmq:
            self.rabbitmq.start()  # first: it takes longest and needs nothing of us
        if self.postgres:
            self.postgres.start()
            self.postgres.wait_ready()
        if self.rabbitmq:
            self.rabbitmq.wait_ready()

    def stop(self) -> None:
        """Stop both at the same time; a broker whose data is thrown away anyway is not asked first."""
        if self.rabbitmq and not self.durable:
            self.rabbitmq.process.kill()
        processes = [service.process for service in self.services().values()]
        for process in processes:
            process.request_stop()
        for process in processes:
            process.wait_stopped()
        if self.rabbitmq:
            self.rabbitmq.epmd.kill()

    def services(self) -> dict[str, Postgres | Rabbitmq]:
        """The private ones."""
        parts = {"postgres": self.postgres, "rabbitmq": self.rabbitmq}
        return {name: part for name, part in parts.items() if part}

    def database_url(self, server: str) -> str:
        if self.postgres:
            return self.postgres.url(server)
        return str({"main": self.existing.main_database, "ai": self.existing.ai_database}[server])

    def broker_url(self, server: str) -> str:
        return self.rabbitmq.url(server) if self.rabbitmq else str(self.existing.broker)
