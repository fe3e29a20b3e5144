"""Connections between the gateway and real servers: kept, and never the reason for a failure or for a second POST."""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dev.ports import Ports, accepts
from dev.process import Process, wait_until
from dev.servers import MAIN, ROOT
from tests.deploy.doubles import Gateway
from tests.deploy.gateways import gateway_at
from tests.deploy.test_limits import NEEDED

Serve = Callable[[str], tuple[Process, Gateway, Path]]
PATHS = {"gunicorn": "/api/v1/x", "waitress": "/api/v1/quality/"}


def gunicorn(port: int, env: dict[str, str], log: Path) -> Process:
    """As main-web is started."""
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "tests.deploy.counting:app"]
    env |= NEEDED | {"MAIN_WEB_LISTEN": f"127.0.0.1:{port}", "PYTHONPATH": str(ROOT)}
    return Process("gunicorn", command, log, env, MAIN)


def waitress(port: int, env: dict[str, str], log: Path) -> Process:
    return Process("waitress", [sys.executable, "-m", "tests.deploy.counting", str(port)], log, env, ROOT)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """serve("gunicorn") -> the server, the gateway before it, and the file with all requests that it got."""
    processes, gateways = [], []

    def serve(kind: str) -> tuple[Process, Gateway, Path]:
        port, file = Ports().reserve(), tmp_path / "requests"
        start = gunicorn if kind == "gunicorn" else waitress
        server = start(port, {**os.environ, "COUNTING_FILE": str(file)}, tmp_path / "server.log")
        processes.append(server)
        start_and_wait(server, port)
        gateways.append(gateway_at(tmp_path, main=port, ai=port))
        return server, gateways[0].__enter__(), file

    yield serve
    for gateway in gateways:
        gateway.__exit__(None, None, None)
    for server in processes:
        server.stop()


def start_and_wait(server: Process, port: int) -> None:
    server.start()
    wait_until(lambda: accepts(port), server, 30)


@pytest.mark.parametrize("kind", PATHS)
def test_connections_are_kept_and_after_a_restart_nothing_fails(serve: Serve, kind: str) -> None:
    """nginx has two workers, each with connections of its own. No POST comes twice."""
    server, gateway, file = serve(kind)
    before = [gateway.send("POST", PATHS[kind], body=b"x").json() for _ in range(15)]
    assert len({answer["peer"] for answer in before}) <= 2
    server.stop()
    assert gateway.send("POST", PATHS[kind], body=b"x").status == 502  # nobody listens
    start_and_wait(server, gateway.main.port)
    after = [gateway.send("POST", PATHS[kind], body=b"x") for _ in range(6)]
    assert [answer.status for answer in after] == [200] * 6
    assert not {answer["process"] for answer in before} & {answer.json()["process"] for answer in after}
    assert len(file.read_text().splitlines()) == 21


class Rude:
    """A server that answers the first request of a connection, and hangs up when the second has come."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", Ports().reserve()))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            self.requests.append(connection.recv(10_000))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            if again := connection.recv(10_000):
                self.requests.append(again)


@pytest.fixture
def rude(tmp_path: Path) -> Iterator[tuple[Rude, Gateway]]:
    server = Rude()
    with gateway_at(tmp_path, main=server.port, ai=server.port) as gateway:
        yield server, gateway
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()


def fill(server: Rude, gateway: Gateway) -> None:
    """Until a request meets a kept connection, which each of nginx's workers has to make first; forget them all."""
    for _ in range(3):
        assert gateway.send("GET", "/api/v1/x").status == 200
    server.requests.clear()


def test_a_get_whose_connection_breaks_is_sent_once_more(rude: tuple[Rude, Gateway]) -> None:
    server, gateway = rude
    fill(server, gateway)
    statuses = [gateway.send("GET", "/api/v1/x").status for _ in range(20)]
    assert statuses == [200] * 20
    assert len(server.requests) > 20  # some of them twice


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_post_whose_connection_breaks_is_not(rude: tuple[Rude, Gateway], method: str) -> None:
    server, gateway = rude
    fill(server, gateway)
    statuses = [gateway.send(method, "/api/v1/x", body=b"x").status for _ in range(20)]
    assert set(statuses) == {200, 502}
    assert len(server.requests) == 20
