"""Who a client is, how much it may ask, and under which trace: limits, load balancers, traceparent, monitoring."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from dev.variables import CROWD
from tests.deploy.doubles import Answer, Gateway
from tests.deploy.gateways import gateway_at
from tests.deploy.test_gateway_limits import assert_problem

TRACE = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-01")
# Spelt as a token of the main server is; that its signature is made up is all the same to the gateway.
TOKEN = {"Authorization": f"Bearer {'a' * 20}.{'b' * 40}.{'c' * 43}"}


def other_token(number: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {'a' * 20}.{'b' * 40}.{number:043}"}


@pytest.mark.parametrize(("target", "server"), [("/api/v1/users/me", "main"), ("/api/v1/quality/", "ai")])
@pytest.mark.parametrize("given", [None, f"00-{'a' * 32}-{'b' * 16}-01", "00-0-0-00", "x" * 200])
def test_each_request_starts_a_trace(gateway: Gateway, target: str, server: str, given: str | None) -> None:
    """Whatever the client says: it could join the trace of another. The id is that of the request, and is logged."""
    claims = {} if given is None else {"traceparent": given, "tracestate": "vendor=1", "baggage": "user=1"}
    answer = gateway.send("POST", target, claims, b"x")
    headers = getattr(gateway, server).seen[0].headers
    trace, span = TRACE.fullmatch(headers["traceparent"]).groups()
    assert trace == headers["x-request-id"] == answer.headers["x-request-id"]
    assert set(span) != {"0"}
    assert "tracestate" not in headers and "baggage" not in headers
    assert gateway.logged(f'"trace_id":"{trace}"')


def test_traces_differ(gateway: Gateway) -> None:
    for _ in range(5):
        gateway.send("GET", "/api/v1/users/me")
    assert len({request.headers["traceparent"] for request in gateway.main.seen}) == 5


def test_a_line_of_the_log_is_json(gateway: Gateway) -> None:
    answer = gateway.send("GET", "/api/v1/%22quoted%22/%EA%B0%95?value=private")
    line = json.loads(gateway.logged(answer.headers["x-request-id"]))
    assert (line["path"], line["status"], line["protocol"]) == ('/api/v1/"quoted"/강', 200, "HTTP/1.1")
    assert line["upstream_status"] == "200"


# Limits. Each test has a gateway of its own, as what one counts would be in the way of the next.


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Gateway]:
    """Behind a load balancer on loopback, so that tests have many addresses; 10 requests a second, a log-in 5."""
    limits = {
        "GATEWAY_RATE_ADDRESS": "10",
        "GATEWAY_RATE_TOKEN": "5",
        "GATEWAY_UPLOADS": "3",
        "GATEWAY_CONNECTIONS": "6",
    }
    with gateway_at(tmp_path, settings=limits | {"GATEWAY_TRUSTED_PROXIES": "127.0.0.1"}) as gateway:
        yield gateway


def statuses(gateway: Gateway, count: int, address: str, headers: dict[str, str] | None = None) -> Counter[int]:
    said = (gateway.send("GET", "/api/v1/x", {"X-Forwarded-For": address, **(headers or {})}) for _ in range(count))
    return Counter(answer.status for answer in said)


def test_an_address_that_floods_is_held_back_and_others_are_not(strict: Gateway) -> None:
    said = statuses(strict, 100, "198.51.100.1")
    assert said[200] >= 40  # four seconds' worth at once
    assert said[429] >= 20
    assert set(said) == {200, 429}
    assert len(strict.main.seen) == said[200]
    assert statuses(strict, 10, "198.51.100.2") == {200: 10}


def test_a_log_in_that_floods_from_many_addresses_is_held_back(strict: Gateway) -> None:
    said = sum((statuses(strict, 1, f"198.51.100.{number}", TOKEN) for number in range(1, 80)), Counter())
    assert said[200] >= 20
    assert said[429] >= 20
    assert statuses(strict, 5, "198.51.100.1", other_token(1)) == {200: 5}


def test_made_up_log_ins_do_not_help_an_address(strict: Gateway) -> None:
    said = sum((statuses(strict, 1, "198.51.100.1", other_token(number)) for number in range(100)), Counter())
    assert said[429] >= 20


def test_one_site_of_ipv6_is_one_client(strict: Gateway) -> None:
    said = sum((statuses(strict, 1, f"2001:db8:1:2::{number:x}") for number in range(1, 90)), Counter())
    assert said[429] >= 20
    assert statuses(strict, 10, "2001:db8:1:3::1") == {200: 10}


def test_the_web_client_is_not_counted(strict: Gateway) -> None:
    headers = {"X-Forwarded-For": "198.51.100.1", "Accept": "text/html"}
    assert {strict.send("GET", f"/{number}", headers).status for number in range(80)} == {404}  # there is none


def test_frames_are_counted_by_log_in_and_no_address_has_many_log_ins(strict: Gateway) -> None:
    def frames(count: int, headers: dict[str, str]) -> Counter[int]:
        return Counter(strict.send("POST", "/api/v1/quality/", headers, b"x").status for _ in range(count))

    address = {"X-Forwarded-For": "198.51.100.1"}
    assert frames(60, address | TOKEN)[429] >= 10
    assert frames(15, address | other_token(1)) == {200: 15}  # a neighbour
    said = sum((frames(10, address | other_token(number)) for number in range(2, 30)), Counter())
    assert said[429] >= 50


@pytest.fixture
def held(strict: Gateway) -> Iterator[Callable[..., Future[Answer]]]:
    """held(...) -> a request that the main server has got, and answers once the test sets `answer`."""
    strict.main.answer.clear()
    with ThreadPoolExecutor(10) as pool:

        def held(method: str, target: str, address: str) -> Future[Answer]:
            count = len(strict.main.seen)
            request = pool.submit(strict.send, method, target, {"X-Forwarded-For": address})
            deadline = time.monotonic() + 10
            while len(strict.main.seen) == count:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            return request

        yield held
        strict.main.answer.set()


def test_uploads_of_one_address_at_a_time_are_few(strict: Gateway, held: Callable[..., Future[Answer]]) -> None:
    first, other = "198.51.100.1", "198.51.100.2"
    uploads = [held("POST", "/api/v1/lookups/", first) for _ in range(3)]
    assert strict.send("POST", "/api/v1/dogs/", {"X-Forwarded-For": first}, b"x").status == 429
    uploads.append(held("POST", "/api/v1/dogs/", other))
    strict.main.answer.set()
    assert [upload.result().status for upload in uploads] == [200] * 4
    assert strict.send("POST", "/api/v1/dogs/", {"X-Forwarded-For": first}, b"x").status == 200


def test_requests_of_one_address_at_a_time_are_bounded(strict: Gateway, held: Callable[..., Future[Answer]]) -> None:
    first, other = "198.51.100.1", "198.51.100.2"
    polls = [held("GET", "/api/v1/tasks/1", first) for _ in range(6)]
    assert_problem(strict.send("GET", "/", {"X-Forwarded-For": first}), 429, "throttled")
    polls.append(held("GET", "/api/v1/tasks/1", other))
    strict.main.answer.set()
    assert [poll.result().status for poll in polls] == [200] * 7


def test_a_crowd_on_one_machine_is_under_no_limit_at_all(tmp_path: Path) -> None:
    settings = {name: value for name, value in CROWD.items() if name.startswith("GATEWAY_")}
    with gateway_at(tmp_path, settings=settings) as gateway:
        said = Counter(gateway.send("GET", "/api/v1/x").status for _ in range(300))
    assert len(settings) == 4
    assert said == {200: 300}


# Load balancers.


@pytest.mark.parametrize(
    ("claimed", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7", "198.51.100.7"),  # the client's own claim stands before what the balancer adds
        ("198.51.100.7, 127.0.0.1", "198.51.100.7"),  # two balancers in a row
        ("nonsense", "127.0.0.1"),
    ],
)
def test_a_trusted_load_balancer_says_who_the_client_is(strict: Gateway, claimed: str, address: str) -> None:
    strict.send("GET", "/api/v1/x", {"X-Forwarded-For": claimed, "X-Forwarded-Proto": "https"})
    headers = strict.main.seen[0].headers
    assert headers["x-real-ip"] == headers["x-forwarded-for"] == address
    assert headers["x-forwarded-proto"] == ("http" if address == "127.0.0.1" else "https")


def test_tls_before_a_load_balancer_counts(strict: Gateway) -> None:
    headers = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    assert "max-age" in strict.send("GET", "/api/v1/x", headers).headers["strict-transport-security"]
    headers["X-Forwarded-Proto"] = "http"
    assert "strict-transport-security" not in strict.send("GET", "/api/v1/x", headers).headers


# Monitoring.


@pytest.mark.parametrize(("path", "words"), [("/stub_status", "Active connections"), ("/healthz", "ok")])
def test_monitoring_has_a_door_of_its_own(gateway: Gateway, path: str, words: str) -> None:
    with urlopen(f"http://127.0.0.1:{gateway.nginx.status_port}{path}", timeout=5) as answer:
        assert words in answer.read().decode()
    assert gateway.send("GET", path).status == 404


@pytest.mark.parametrize("path", ["/", "/api/v1/x", "/metrics"])
def test_that_door_leads_nowhere_else(gateway: Gateway, path: str) -> None:
    with pytest.raises(HTTPError, match="404") as refused:
        urlopen(f"http://127.0.0.1:{gateway.nginx.status_port}{path}", timeout=5)
    refused.value.close()
    assert gateway.main.seen == []


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/api/metrics", "/internal/", "/internal/photos/1"])
def test_metrics_and_what_is_internal_are_no_pages_of_the_servers(gateway: Gateway, path: str) -> None:
    """Below /api/ the main server has neither; it is asked under just that path."""
    gateway.send("GET", path)
    assert [request.path for request in gateway.main.seen] == ([path] if path.startswith("/api/") else [])
    assert gateway.ai.seen == []
