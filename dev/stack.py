"""All of SavePets on this machine: databases, broker, both servers, gateway."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dev.backing import Backing, Existing
from dev.certificate import Certificate, make_self_signed
from dev.errors import DevError
from dev.nginx import Nginx, Tls
from dev.ports import PortBook
from dev.process import Process
from dev.servers import Builder
from dev.variables import Endpoints, Secrets, ai_variables, main_variables
from dev.web import DIST

ROLES = ("interactive", "bulk", "quarantine")


class Service(Protocol):
    """What a stack consists of."""

    process: Process

    def start(self) -> None: ...

    def wait_ready(self) -> None: ...


@dataclass
class Stack:
    """One whole stack in `directory`. Use it as a context manager, or call `start` and always `stop`.

    Its parts are named postgres, rabbitmq, main-web, main-worker, relay, ai-interactive, ai-bulk, ai-quarantine and
    gateway; `existing` services are not parts. `settings` are variables of the servers and of the gateway
    (MAIN_*, AI_*, GATEWAY_*) that differ from what dev.variables says. `durable`: the data is to survive a power cut.
    `web_root`: the built web client. All methods raise DevError.
    """

    directory: Path
    secrets: Secrets = field(default_factory=Secrets.generate)
    ports: PortBook = field(default_factory=PortBook)
    existing: Existing = field(default_factory=Existing)
    settings: Mapping[str, str] = field(default_factory=dict)
    durable: bool = False
    web_root: Path = DIST
    say: Callable[[str], None] = lambda line: None
    services: dict[str, Service] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.logs = self.directory / "log"
        self.backing = Backing(self.directory, self.logs, self.ports, self.secrets, self.existing, self.durable)
        self.url = f"http://127.0.0.1:{self.ports.port('gateway', 8080 if self.durable else None)}"
        self.certificate = Certificate.below(self.directory / "certificate")
        self.builder = Builder(self.logs, self._main_variables(), self._ai_variables)
        self.services.update(self.backing.services())
        self._add_servers()

    def _add_servers(self) -> None:
        build, ports = self.builder, self.ports
        self.services["main-web"] = build.main_web(ports.port("main-web"))
        self.services["main-worker"] = build.main_worker(ports.port("main-worker-metrics"))
        self.services["relay"] = build.relay(ports.port("relay-metrics"))
        for role in ROLES:
            self.services[f"ai-{role}"] = build.ai_server(f"ai-{role}", role, ports.port(f"ai-{role}"))
        self.services["gateway"] = Nginx(
            self.directory / "gateway",
            self.logs / "gateway.log",
            ports.port("gateway"),
            ports.port("gateway-status"),
            f"127.0.0.1:{ports.port('main-web')}",
            f"127.0.0.1:{ports.port('ai-interactive')}",
            self.secrets.ai_service_token,
            self.url,
            self.web_root,
            Tls(ports.port("gateway-tls"), self.certificate),
            self._settings("GATEWAY_"),
        )

    def _endpoints(self) -> Endpoints:
        return Endpoints(
            main_database=self.backing.database_url("main"),
            ai_database=self.backing.database_url("ai"),
            main_broker=self.backing.broker_url("main"),
            ai_broker=self.backing.broker_url("ai"),
            main_port=self.ports.port("main-web"),
            public_url=self.url,
        )

    def _main_variables(self) -> dict[str, str]:
        return main_variables(self._endpoints(), self.secrets, self.directory / "media") | self._settings("MAIN_")

    def _ai_variables(self, role: str, port: int) -> dict[str, str]:
        return ai_variables(self._endpoints(), self.secrets, role, port) | self._settings("AI_")

    def _settings(self, prefix: str) -> dict[str, str]:
        return {name: value for name, value in self.settings.items() if name.startswith(prefix)}

    def __enter__(self) -> "Stack":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and wait until all of it works."""
        started = time.monotonic()
        (self.directory / "media").mkdir(mode=0o700, parents=True, exist_ok=True)
        make_self_signed(self.certificate)
        self.say("starting PostgreSQL and RabbitMQ")
        self.backing.start()
        self.say("updating both databases")
        self._migrate()
        servers = {name: part for name, part in self.services.items() if name not in self.backing.services()}
        for service in servers.values():
            service.start()
        for name, service in servers.items():
            self.say(f"waiting for {name}")
            service.wait_ready()
        self.say(f"everything is up after {time.monotonic() - started:.0f} s")

    def _migrate(self) -> None:
        _run(self.builder.main_migrations(), self.builder.ai_migrations(self.ports.port("ai-interactive")))
        _run(self.builder.main_emojis())

    def stop(self) -> None:
        """Stop everything: the door first, then the servers together, then what they depend on."""
        backing = self.backing.services()
        servers = [part.process for name, part in self.services.items() if name not in (*backing, "gateway")]
        self.services["gateway"].process.stop()
        for process in servers:
            process.request_stop()
        for process in servers:
            process.wait_stopped()
        self.backing.stop()

    def start_process(self, name: str) -> None:
        """Start one part that was stopped or killed, and wait until it works."""
        self._service(name).start()
        self._service(name).wait_ready()

    def stop_process(self, name: str) -> None:
        """Ask one part to end (SIGTERM, or what its kind is asked with) and wait for it."""
        self._service(name).process.stop()

    def kill_process(self, name: str) -> None:
        """SIGKILL to one part and all its child processes."""
        self._service(name).process.kill()

    def add_bulk(self) -> str:
        """Start one more AI process of the bulk role; returns its name."""
        count = sum(name.startswith("ai-bulk") for name in self.services)
        name = f"ai-bulk-{count + 1}"
        self.services[name] = self.builder.ai_server(name, "bulk", self.ports.port(name))
        self.start_process(name)
        return name

    def ended(self) -> list[Process]:
        """The parts that do not run."""
        return [service.process for service in self.services.values() if not service.process.alive]

    def _service(self, name: str) -> Service:
        if name not in self.services:
            raise DevError(f"there is no part named {name}; there are {', '.join(self.services)}")
        return self.services[name]


def _run(*processes: Process) -> None:
    """Start them together and wait for all; one that fails ends it."""
    try:
        for process in processes:
            process.start()
        for process in processes:
            if process.wait(120) != 0:
                raise DevError(f"{process.name} failed ({process.exit_status}):\n{process.tail()}")
    finally:
        for process in processes:
            process.kill()
