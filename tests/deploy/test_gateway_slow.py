"""Clients and servers that take their time. The slow clients start together, with this module's first test; the other
tests run meanwhile."""

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPResponse

import pytest

from dev.certificate import Certificate, make_self_signed
from dev.process import descendants
from tests.deploy.doubles import Gateway
from tests.deploy.gateways import gateway_at
from tests.deploy.test_gateway_limits import assert_problem

HEADER_S, BODY_S = 15, 30  # what nginx is told
LATE_S = 8  # this machine may be busy
CHUNK, CHUNKS, PAUSE_S = bytes(1500), 21, 1.6  # longer in all than a silence may last
SILENT = 100


@pytest.fixture(scope="module")
def slow_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    directory = tmp_path_factory.mktemp("slow")
    certificate = Certificate.below(directory / "certificate")
    make_self_signed(certificate)
    with gateway_at(directory, certificate=certificate) as gateway:
        yield gateway


@pytest.fixture(scope="module", autouse=True)
def clients(slow_gateway: Gateway) -> Iterator[dict[str, Future]]:
    """What became of each slow client."""
    port, tls_port = slow_gateway.port, slow_gateway.nginx.tls.port
    with ThreadPoolExecutor() as pool, contextlib.ExitStack() as sockets:
        for _ in range(SILENT):
            silent = sockets.enter_context(socket.create_connection(("127.0.0.1", port)))
            silent.sendall(b"GET / HTTP/1.1\r\n")
        yield {
            "headers": pool.submit(seconds_until_closed, port, b"GET / HTTP/1.1\r\nHost: a\r\n", b"X-Drip: x\r\n"),
            "handshake": pool.submit(seconds_until_closed, tls_port, b"\x16", b""),
            "silent body": pool.submit(seconds_until_closed, port, upload_head(10**6) + bytes(10_000), b""),
            "slow body": pool.submit(upload_slowly, port),
        }


def upload_head(size: int) -> bytes:
    return f"POST /api/v1/lookups/ HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n".encode()


def seconds_until_closed(port: int, start: bytes, drip: bytes) -> float:
    """How long the gateway bears with a client that sends this, and every second the drip."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(start)
        while time.monotonic() - started < 2 * BODY_S:
            with contextlib.suppress(TimeoutError):
                try:
                    if not connection.recv(1000):
                        break
                except ConnectionResetError:
                    break
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(drip)
    return time.monotonic() - started


def upload_slowly(port: int) -> int:
    """The status of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(upload_head(CHUNKS * len(CHUNK)))
        for _ in range(CHUNKS):
            time.sleep(PAUSE_S)
            connection.sendall(CHUNK)
        response = HTTPResponse(connection)
        response.begin()
        return response.status


def workers(gateway: Gateway) -> set[int]:
    return set(descendants(gateway.nginx.process.pid))


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_silent_clients_keep_nobody_waiting(slow_gateway: Gateway) -> None:
    started = time.monotonic()
    for _ in range(20):
        assert slow_gateway.send("GET", "/api/v1/users/me").status == 200
    assert time.monotonic() - started < 8


def test_a_reload_lets_what_is_in_hand_finish(slow_gateway: Gateway) -> None:
    """A long poll here; the slow upload, which began before, ends after it."""
    before = workers(slow_gateway)
    slow_gateway.main.seen.clear()
    slow_gateway.main.answer.clear()
    try:
        with ThreadPoolExecutor() as pool:
            poll = pool.submit(slow_gateway.send, "GET", "/api/v1/tasks/1?wait=10")
            wait_for(lambda: bool(slow_gateway.main.seen))
            slow_gateway.nginx.reload()
            wait_for(lambda: len(workers(slow_gateway) - before) >= 2)
            assert slow_gateway.send("GET", "/nowhere").status == 404
            assert not poll.done()
            slow_gateway.main.answer.set()
            assert poll.result().status == 200
    finally:
        slow_gateway.main.answer.set()


def test_a_long_poll_is_waited_for_and_a_frame_is_given_up(slow_gateway: Gateway) -> None:
    """Side by side, as each takes ten seconds."""
    slow_gateway.main.answer.clear()
    slow_gateway.ai.answer.clear()
    end_of_poll = threading.Timer(10.5, slow_gateway.main.answer.set)
    end_of_poll.start()
    started = time.monotonic()
    try:
        with ThreadPoolExecutor() as pool:
            poll = pool.submit(slow_gateway.send, "GET", "/api/v1/tasks/1?wait=10")
            assert_problem(slow_gateway.send("POST", "/api/v1/quality/", body=b"frame"), 504, "server_timeout")
            assert poll.result().status == 200
    finally:
        end_of_poll.join()
        slow_gateway.ai.answer.set()
    assert time.monotonic() - started > 10


def test_headers_have_a_time_in_all(clients: dict[str, Future]) -> None:
    assert HEADER_S - 1 <= clients["headers"].result() <= HEADER_S + LATE_S


def test_a_handshake_has_one_too(clients: dict[str, Future]) -> None:
    assert HEADER_S - 1 <= clients["handshake"].result() <= HEADER_S + LATE_S


def test_a_body_that_stops_is_given_up_and_no_server_hears_of_it(
    slow_gateway: Gateway, clients: dict[str, Future]
) -> None:
    assert BODY_S - 1 <= clients["silent body"].result() <= BODY_S + LATE_S
    assert not [
        request
        for request in slow_gateway.main.seen
        if request.body.startswith(bytes(10)) and len(request.body) == 10**6
    ]


def test_a_slow_uplink_gets_its_photo_through(slow_gateway: Gateway, clients: dict[str, Future]) -> None:
    """It took longer than any silence may last, and a reload came in between."""
    assert clients["slow body"].result() == 200
    assert slow_gateway.main.seen[-1].body == CHUNK * CHUNKS


def test_told_to_leave_it_finishes_what_is_in_hand(slow_gateway: Gateway) -> None:
    """The last test here: afterwards nothing listens."""
    slow_gateway.main.seen.clear()
    slow_gateway.main.answer.clear()
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(slow_gateway.send, "GET", "/api/v1/tasks/1?wait=10")
        wait_for(lambda: bool(slow_gateway.main.seen))
        os.kill(slow_gateway.nginx.process.pid, signal.SIGQUIT)
        slow_gateway.main.answer.set()
        assert poll.result().status == 200
    assert slow_gateway.nginx.process.wait(20) == 0
