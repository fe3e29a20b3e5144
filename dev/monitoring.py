"""Prometheus, Alertmanager and the exporters around one running stack: real programs, the configuration that ships."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dev.nginx import answers
from dev.packages import (
    ALERTMANAGER,
    BLACKBOX_EXPORTER,
    NGINX_EXPORTER,
    NODE_EXPORTER,
    POSTGRES_EXPORTER,
    PROMETHEUS,
    provide_monitoring,
)
from dev.ports import PortBook
from dev.postgres import WATCHER
from dev.process import Process
from dev.servers import ROOT, Server
from dev.stack import ROLES, Stack
from dev.variables import clean_environment

PROMETHEUS_FILES = ROOT / "monitoring" / "prometheus"
RULES = PROMETHEUS_FILES / "rules"
ALERTMANAGER_FILE = ROOT / "monitoring" / "alertmanager" / "alertmanager.yml"
KEPT = "30d"

Targets = dict[str, list[tuple[str, dict[str, str]]]]  # by job: host:port, further labels


@dataclass
class Monitoring:
    """Measures a stack that runs, and leaves out what it does not have of its own (an existing database or broker).

    `interval_s`: between two scrapes and evaluations; None: what the configuration says. Nobody is told of alerts. Call
    `start`, then `wait_ready`, and always `stop`. All methods raise DevError.
    """

    stack: Stack
    interval_s: float | None = None
    parts: dict[str, Server] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        ports = self.stack.ports
        self.directory = self.stack.directory / "monitoring"
        self.url = f"http://127.0.0.1:{ports.port('prometheus', self._usual(9090))}"
        self.alertmanager_url = f"http://127.0.0.1:{ports.port('alertmanager', self._usual(9093))}"

    def _usual(self, port: int) -> int | None:
        return port if self.stack.durable else None

    def start(self) -> None:
        """Write the configuration and start everything, without waiting for it."""
        provide_monitoring()
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        logs, ports = self.stack.logs, self.stack.ports
        self.parts = exporters(self.stack)
        self.parts["alertmanager"] = alertmanager(self.directory, logs, ports, {})
        targets = stack_targets(self.stack)
        self.parts["prometheus"] = prometheus(self.directory, logs, ports, targets, self.interval_s)
        for part in self.parts.values():
            part.start()

    def wait_ready(self) -> None:
        for part in self.parts.values():
            part.wait_ready()

    def stop(self) -> None:
        for part in self.parts.values():
            part.process.request_stop()
        for part in self.parts.values():
            part.process.wait_stopped()


def prometheus(
    directory: Path, logs: Path, ports: PortBook, targets: Targets, interval_s: float | None, rules: Path = RULES
) -> Server:
    """Prometheus with the configuration that ships; only who is measured, and how often, is said anew.

    `rules`: the folder of their files.
    """
    home, port = directory / "prometheus", ports.port("prometheus")
    (home / "targets").mkdir(parents=True, exist_ok=True)
    for job, found in targets.items():
        entries = [{"targets": [address], "labels": labels} for address, labels in found]
        (home / "targets" / f"{job}.yml").write_text(yaml.safe_dump(entries))
    (home / "prometheus.yml").write_text(yaml.safe_dump(_configuration(interval_s, rules)))
    options = [f"--config.file={home / 'prometheus.yml'}", f"--storage.tsdb.path={home / 'data'}"]
    options += [f"--storage.tsdb.retention.time={KEPT}", "--log.level=warn"]
    if interval_s is not None:  # in its first seconds it knows no Alertmanager; what it says then is lost
        options.append(f"--rules.alert.resend-delay={_duration(interval_s)}")
    return _server("prometheus", PROMETHEUS, options, logs, port, "/-/ready")


def _configuration(interval_s: float | None, rules: Path) -> dict[str, Any]:
    configuration: dict[str, Any] = yaml.safe_load((PROMETHEUS_FILES / "prometheus.yml").read_text())
    configuration["rule_files"] = [str(rules / "*.yml")]
    if interval_s is not None:
        names = ("scrape_interval", "scrape_timeout", "evaluation_interval")
        configuration["global"] = dict.fromkeys(names, _duration(interval_s))
    for scrape in configuration["scrape_configs"]:
        scrape.pop("dns_sd_configs", None)  # names of containers, which no name server outside should be asked for
    return configuration


def _duration(seconds: float) -> str:
    return f"{round(seconds * 1000)}ms"


def alertmanager(directory: Path, logs: Path, ports: PortBook, receivers: Mapping[str, str]) -> Server:
    """Alertmanager with the routes that ship.

    `receivers`: the address of a webhook by the name of the file that alertmanager.yml reads it from; the others tell
    nobody.
    """
    home, port = directory / "alertmanager", ports.port("alertmanager")
    home.mkdir(parents=True, exist_ok=True)
    (home / "alertmanager.yml").write_text(yaml.safe_dump(routes(receivers)))
    options = [f"--config.file={home / 'alertmanager.yml'}", f"--storage.path={home / 'data'}"]
    options += ["--cluster.listen-address=", "--log.level=warn"]
    return _server("alertmanager", ALERTMANAGER, options, logs, port, "/-/ready")


def routes(receivers: Mapping[str, str]) -> dict[str, Any]:
    """What alertmanager.yml says, as Debian's Alertmanager (0.25) understands it: that cannot read an address from a
    file, so it stands in the configuration. `receivers` as above."""
    configuration: dict[str, Any] = yaml.safe_load(ALERTMANAGER_FILE.read_text())
    for receiver in configuration["receivers"]:
        hooks = [hook | {"url": receivers.get(Path(hook.pop("url_file")).name)} for hook in receiver["webhook_configs"]]
        receiver["webhook_configs"] = [hook for hook in hooks if hook["url"]]
    return configuration


def exporters(stack: Stack) -> dict[str, Server]:
    """Those that stand between Prometheus and programs that do not speak to it themselves."""
    return dict(_exporters(stack))


def _exporters(stack: Stack) -> Iterator[tuple[str, Server]]:
    def exporter(name: str, package: str, options: list[str], **env: str) -> tuple[str, Server]:
        return name, _server(name, package, options, stack.logs, stack.ports.port(name), "/", env)

    yield exporter("node-exporter", NODE_EXPORTER, ["--no-collector.systemd"])  # not every machine has one to ask
    yield exporter("blackbox-exporter", BLACKBOX_EXPORTER, [f"--config.file={PROMETHEUS_FILES / 'blackbox.yml'}"])
    status = f"http://127.0.0.1:{stack.ports.port('gateway-status')}/stub_status"
    yield exporter("nginx-exporter", NGINX_EXPORTER, [f"-nginx.scrape-uri={status}"])
    if stack.backing.postgres:
        login = {"DATA_SOURCE_USER": WATCHER, "DATA_SOURCE_PASS": stack.backing.postgres.watcher()}
        login["DATA_SOURCE_URI"] = f"127.0.0.1:{stack.backing.postgres.port}/postgres?sslmode=disable"
        # Debian's exporter asks for columns that PostgreSQL 17 has moved elsewhere.
        yield exporter("postgres-exporter", POSTGRES_EXPORTER, ["--no-collector.bgwriter"], **login)


def stack_targets(stack: Stack) -> Targets:
    """Where each job of prometheus.yml finds its targets on this machine."""

    def at(name: str, **labels: str) -> tuple[str, dict[str, str]]:
        return f"127.0.0.1:{stack.ports.port(name)}", labels

    door = f"https://127.0.0.1:{stack.ports.port('gateway-tls')}"
    found = {
        "main-web": [at("main-web")],
        "main-worker": [at("main-worker-metrics")],
        "relay": [at("relay-metrics")],
        "ai": [at(f"ai-{role}", role=role) for role in ROLES],
        "nginx": [at("nginx-exporter")],
        "node": [at("node-exporter")],
        "gateway": [
            at("blackbox-exporter", probe="pages", __param_target=f"{door}/"),
            at("blackbox-exporter", probe="api", __param_target=f"{door}/status.json"),
        ],
        "prometheus": [at("prometheus")],
        "alertmanager": [at("alertmanager")],
    }
    if stack.backing.rabbitmq:
        found["rabbitmq"] = [at("rabbitmq-metrics")]
    if stack.backing.postgres:
        found["postgres"] = [at("postgres-exporter")]
    return found


def _server(
    name: str, program: str, options: list[str], logs: Path, port: int, ready: str, env: Mapping[str, str] | None = None
) -> Server:
    command = [program, *options, f"--web.listen-address=127.0.0.1:{port}"]
    process = Process(name, command, logs / f"{name}.log", clean_environment() | dict(env or {}), stop_seconds=10)
    return Server(process, lambda: answers(f"http://127.0.0.1:{port}{ready}"))
