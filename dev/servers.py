"""The processes of the two Python servers: how each is started, and how one sees that it works."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pika.exceptions

from dev.nginx import answers
from dev.process import Process, wait_until
from dev.rabbitmq import connect
from dev.variables import clean_environment

ROOT = Path(__file__).resolve().parent.parent
MAIN, AI = ROOT / "main-server", ROOT / "ai-server"
RESULTS_QUEUE = "main.results.v1"
READY_SECONDS = 90  # four Python processes load torch at once on a small machine


@dataclass
class Server:
    """A process and what tells that it is ready."""

    process: Process
    ready: Callable[[], bool]

    def start(self) -> None:
        self.process.start()

    def wait_ready(self) -> None:
        wait_until(self.ready, self.process, READY_SECONDS)


@dataclass
class Builder:
    """Makes the servers of one stack; `main` and `ai(role, port)` are their environment variables."""

    logs: Path
    main: Mapping[str, str]
    ai: Callable[[str, int], Mapping[str, str]]

    def main_migrations(self) -> Process:
        return self._process("main-migrate", [*python("manage.py"), "migrate", "--noinput"], MAIN, self.main)

    def main_emojis(self) -> Process:
        return self._process("main-emojis", [*python("manage.py"), "emojis_install"], MAIN, self.main)

    def ai_migrations(self, port: int) -> Process:
        return self._process("ai-migrate", [*python("-m", "aiserver"), "migrate"], AI, self.ai("interactive", port))

    def main_web(self, port: int) -> Server:
        command = python("-m", "gunicorn", "--config", "python:config.gunicorn")
        process = self._process("main-web", command, MAIN, {**self.main, "MAIN_WEB_LISTEN": f"127.0.0.1:{port}"})
        return Server(process, lambda: answers(f"http://127.0.0.1:{port}/readyz"))

    def main_worker(self, metrics_port: int) -> Server:
        command = python("-m", "celery", "--quiet", "--app", "config.celery", "worker")
        process = self._process("main-worker", command, MAIN, self._measured(metrics_port))
        return Server(process, lambda: consumers(self.main["MAIN_BROKER_URL"], RESULTS_QUEUE) > 0)

    def relay(self, metrics_port: int) -> Server:
        process = self._process("relay", [*python("manage.py"), "relay"], MAIN, self._measured(metrics_port))
        return Server(process, lambda: "relay started" in process.output())

    def ai_server(self, name: str, role: str, port: int) -> Server:
        process = self._process(name, python("-m", "aiserver"), AI, self.ai(role, port))
        process.nice = 10 if role == "bulk" else 0
        return Server(process, lambda: answers(f"http://127.0.0.1:{port}/readyz"))

    def _measured(self, port: int) -> Mapping[str, str]:
        """The main server's variables, with a port for the metrics of a process that serves no HTTP."""
        return {**self.main, "MAIN_METRICS_LISTEN": f"127.0.0.1:{port}"}

    def _process(self, name: str, command: list[str], cwd: Path, variables: Mapping[str, str]) -> Process:
        env = clean_environment() | {"PYTHONUNBUFFERED": "1"} | dict(variables)
        return Process(name, command, self.logs / f"{name}.log", env, cwd, stop_seconds=25)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def consumers(broker_url: str, queue: str) -> int:
    """How many consumers the queue has; 0 if the broker or the queue is not there."""
    try:
        connection = connect(broker_url)
        try:
            return int(connection.channel().queue_declare(queue, passive=True).method.consumer_count)
        finally:
            connection.close()
    except (pika.exceptions.AMQPError, OSError):
        return 0
