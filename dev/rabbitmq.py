"""A private RabbitMQ node from the installed package: own data directory, ports and port mapper, loopback only."""

import json
import os
import shutil
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pika
import pika.exceptions

from dev.accounts import account_for, as_account, can_reach, give
from dev.apt import apt_install
from dev.definitions import password_hash
from dev.errors import DevError
from dev.packages import RABBITMQ
from dev.ports import accepts
from dev.process import Process, wait_until

START_SECONDS = 90


@dataclass
class Rabbitmq:
    """One node with a user of that name for each key of `passwords`.

    `port`: AMQP; `metrics_port`: what Prometheus reads, by the plugin; the others are Erlang's own.
    """

    directory: Path
    log: Path
    passwords: dict[str, str]
    port: int
    distribution_port: int
    epmd_port: int
    metrics_port: int
    process: Process = field(init=False)
    epmd: Process = field(init=False)

    def __post_init__(self) -> None:
        _provide()
        account = account_for("rabbitmq")
        self.account = account if can_reach(account, self.directory / "mnesia") else None
        env = self._environment()
        # Left to itself the node starts a port mapper that outlives it; ours is a child like the others.
        epmd = [_epmd(), "-port", str(self.epmd_port), "-address", "127.0.0.1"]
        epmd = as_account(self.account, epmd, SIGKILL)
        self.epmd = Process("epmd", epmd, self.log, env, self.directory, death_signal=SIGKILL)
        node = as_account(self.account, [str(RABBITMQ)], SIGTERM)
        self.process = Process("rabbitmq", node, self.log, env, self.directory, stop_seconds=30)

    def _environment(self) -> dict[str, str]:
        home, loopback = str(self.directory), "-kernel inet_dist_use_interface {127,0,0,1}"
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("RABBITMQ_", "ERL_"))}
        return kept | {
            "HOME": home,
            "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the node instead of a parent of it
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            # Always the same, as the data belongs to the name; nodes of other stacks have port mappers of their own.
            "RABBITMQ_NODENAME": "savepets@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.distribution_port),
            "RABBITMQ_MNESIA_BASE": f"{home}/mnesia",
            "RABBITMQ_LOG_BASE": f"{home}/log",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_CONFIG_FILE": f"{home}/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/enabled_plugins",
            "RABBITMQ_PID_FILE": f"{home}/pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": loopback,
            "RABBITMQ_CTL_ERL_ARGS": loopback,
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def start(self) -> None:
        """Start the port mapper and the node, without waiting for them."""
        give(self.directory, self.account)
        self._write("rabbitmq.conf", self._configuration())
        self._write("enabled_plugins", "[rabbitmq_prometheus].\n")
        self._write("definitions.json", json.dumps(self._definitions()))
        if not self.epmd.alive:
            self.epmd.start()
            wait_until(lambda: accepts(self.epmd_port), self.epmd, 10)
        self.process.start()

    def _configuration(self) -> str:
        return (
            f"listeners.tcp.default = 127.0.0.1:{self.port}\n"
            "prometheus.tcp.ip = 127.0.0.1\n"
            f"prometheus.tcp.port = {self.metrics_port}\n"
            f"load_definitions = {self.directory / 'definitions.json'}\n"
            "log.console.level = warning\n"
            "loopback_users = none\n"
            # The node is one of several stacks on a small machine: do not stop publishers over a full disk early.
            "disk_free_limit.absolute = 100MB\n"
        )

    def _definitions(self) -> dict[str, list[dict[str, object]]]:
        return {
            "vhosts": [{"name": "/"}],
            "users": [
                {"name": name, "password_hash": password_hash(password), "tags": []}
                for name, password in self.passwords.items()
            ],
            "permissions": [
                {"user": name, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"} for name in self.passwords
            ],
        }

    def _write(self, name: str, text: str) -> None:
        file = self.directory / name
        file.write_text(text)
        file.chmod(0o600)
        if self.account is not None:
            shutil.chown(file, self.account)

    def wait_ready(self) -> None:
        """Wait until every user can open a connection."""
        wait_until(lambda: accepts(self.port), self.process, START_SECONDS)
        for name in self.passwords:
            wait_until(partial(_opens, self.url(name)), self.process, START_SECONDS)

    def url(self, name: str) -> str:
        """How the server of that name reaches the broker."""
        return f"amqp://{name}:{self.passwords[name]}@127.0.0.1:{self.port}/%2F"


def _provide() -> None:
    try:
        if not RABBITMQ.exists():
            apt_install("rabbitmq-server")
    except DevError as error:
        raise DevError(f"there is no RabbitMQ: {error}; or set BROKER_URL to one that runs elsewhere") from error


def _opens(url: str) -> bool:
    try:
        connect(url).close()
    except (pika.exceptions.AMQPError, OSError):
        return False
    return True


def connect(url: str) -> pika.BlockingConnection:
    """A connection that gives up after a few seconds. Raises what pika raises, or OSError."""
    parameters = pika.URLParameters(url)
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = 5
    return pika.BlockingConnection(parameters)


def _epmd() -> str:
    found = shutil.which("epmd") or next(map(str, Path("/usr/lib/erlang").glob("erts-*/bin/epmd")), None)
    if found is None:
        raise DevError("Erlang's port mapper epmd is missing: run `make install`")
    return found
