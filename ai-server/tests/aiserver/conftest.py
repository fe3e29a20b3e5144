"""The handlers with all that they need; a real AI process, and an independent client (pika) for what goes in and comes
out of it."""

import contextlib
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pika
import pytest
import urllib3
from job_runs import Jobs
from kombu import Connection

from aiserver import topology
from aiserver.batcher import Batcher
from aiserver.config import Settings
from aiserver.handlers import Services
from aiserver.metrics import Metrics
from aiserver.models import load_faces, load_prints
from aiserver.process import create_services

GOLDEN = Path(__file__).parents[3] / "tests" / "contract" / "golden"
PATIENCE_SECONDS = 60
PORTS = range(20_000, 32_000)  # below those that clients are given


def free_port() -> int:
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(condition: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> object:
    """The first true value of the condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


class Broker:
    """Publishes jobs as the main server does and takes reports as it would."""

    def __init__(self, url: str) -> None:
        with Connection(url) as connection:
            topology.declare(connection)
        self.connection = pika.BlockingConnection(pika.URLParameters(url))
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        for queue in topology.QUEUES:
            self.channel.queue_purge(queue.name)
        self.traces: dict[str, str] = {}

    def trace(self, job_id: str) -> str:
        """The id of the trace that a submitted job belongs to."""
        return self.traces[job_id].split("-")[1]

    def submit(self, kind: str, payload: dict | None = None, **changes: object) -> str:
        """Publish the golden job of that kind under a new id, with this payload."""
        envelope = json.loads((GOLDEN / f"job.{kind}.json").read_text())
        message = envelope["body"][1]["message"]
        trace = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
        message |= {"job_id": str(uuid4()), "traceparent": trace, "payload": payload or message["payload"], **changes}
        self.traces[message["job_id"]] = message["traceparent"]
        envelope["headers"]["id"] = envelope["headers"]["root_id"] = message["job_id"]
        self.publish(envelope["routing_key"], json.dumps(envelope["body"]).encode(), envelope["headers"])
        return message["job_id"]

    def publish(self, routing_key: str, body: bytes, headers: dict) -> None:
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            headers=headers,
            correlation_id=headers.get("id"),
        )
        self.channel.basic_publish("savepets", routing_key, body, properties, mandatory=True)

    def take(self, queue: str, seconds: float = PATIENCE_SECONDS) -> tuple[dict, bytes]:
        """Headers and body of the queue's next message, acknowledged."""
        method, properties, body = wait_until(lambda: self._get(queue), f"a message in {queue}", seconds)
        self.channel.basic_ack(method.delivery_tag)
        return properties.headers, body

    def _get(self, queue: str):
        found = self.channel.basic_get(queue)
        return found if found[0] is not None else None

    def report(self, job_id: str, task: str) -> dict:
        """The next report, which must be this one."""
        headers, body = self.take("main.results.v1")
        message = json.loads(body)[1]["message"]
        assert (headers["task"], message["job_id"]) == (f"savepets.{task}", job_id)
        return message

    def finished(self, job_id: str) -> dict:
        self.report(job_id, "job_started")
        return self.report(job_id, "job_finished")

    def waiting(self, queue: str) -> int:
        """Messages in the queue that no consumer holds."""
        return self.channel.queue_declare(queue, passive=True).method.message_count


class Process:
    """`python -m aiserver` in one role."""

    def __init__(self, role: str, port: int, log: Path, **variables: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self._http = urllib3.PoolManager(retries=False, timeout=5)
        environment = os.environ | {"AI_ROLE": role, "AI_HTTP_PORT": str(port), "AI_THREADS": "2", **variables}
        with log.open("ab") as stream:
            command = [sys.executable, "-m", "aiserver"]
            self.popen = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)

    def status(self, path: str) -> int | None:
        """None while nothing answers."""
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            return self._http.request("GET", self.url + path).status
        return None

    def get(self, path: str) -> str:
        return self._http.request("GET", self.url + path).data.decode()

    def until_ready(self) -> "Process":
        wait_until(lambda: self.status("/readyz") == 200, f"ready; its log: {self.log.read_text()[-2000:]}")
        return self

    def terminate(self) -> None:
        self.popen.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.popen.kill()
        self.popen.wait(10)


class Proxy:
    """Stands before a server, so that it can be away and come back."""

    def __init__(self, host: str, port: int) -> None:
        self.port = free_port()
        self._target = (host, port)
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None

    def connect(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Refuse new connections and reset those that are open."""
        for each in (self._listener, *self._open):
            if each is not None:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self._target)
                self._open += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="session")
def batcher() -> Iterator[Batcher]:
    batcher = Batcher(on_stall=lambda: None, stall_seconds=60)
    batcher.start()
    yield batcher
    batcher.stop()


@pytest.fixture
def services(main_server, gallery, batcher, database_url, broker_url) -> Iterator[Services]:
    environment = {
        "AI_ROLE": "interactive",
        "AI_DATABASE_URL": database_url,
        "AI_BROKER_URL": broker_url,
        "AI_MAIN_URL": main_server.url,
        "AI_MAIN_TOKEN": main_server.token,
        "AI_SERVICE_TOKEN": "a-service-token-of-the-test",
        "AI_HTTP_HOST": "127.0.0.1",
        "AI_HTTP_PORT": "1",
        "AI_THREADS": "2",
    }
    metrics = Metrics()
    prints, faces = load_prints(batcher, "cpu", metrics), load_faces(batcher, "cpu", metrics)
    made = create_services(Settings.from_environment(environment), prints, faces, metrics)
    yield made
    made.close()


@pytest.fixture
def jobs(main_server, services) -> Jobs:
    return Jobs(main_server, services)


@pytest.fixture(scope="session")
def eventually() -> Callable[..., object]:
    return wait_until


@pytest.fixture
def proxied() -> Iterator[Callable[[str], tuple[Proxy, str]]]:
    """A proxy for a URL's server, connected, and the URL that leads through it."""
    made: list[Proxy] = []

    def proxied(url: str) -> tuple[Proxy, str]:
        parts = urlsplit(url)
        proxy = Proxy(parts.hostname, parts.port)
        proxy.connect()
        made.append(proxy)
        return proxy, url.replace(f"{parts.hostname}:{parts.port}", f"127.0.0.1:{proxy.port}")

    yield proxied
    for proxy in made:
        proxy.cut()


@pytest.fixture
def broker(broker_url) -> Iterator[Broker]:
    broker = Broker(broker_url)
    yield broker
    broker.connection.close()


@pytest.fixture
def start(empty_gallery, broker, tmp_path) -> Iterator[Callable[..., Process]]:
    """Start processes; what still runs in the end is killed."""
    started: list[Process] = []

    def start(role: str, **variables: str) -> Process:
        log = tmp_path / f"{len(started)}-{role}.log"
        process = Process(role, free_port(), log, **variables)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
