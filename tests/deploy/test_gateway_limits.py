"""Sizes, rates, and what the gateway says when it answers by itself."""

from pathlib import Path

import pytest

from tests.deploy.doubles import PUBLIC_URL, Answer, Gateway, Upstream
from tests.deploy.gateways import gateway_at

MB = 2**20


def assert_problem(answer: Answer, status: int, code: str) -> None:
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.headers["x-request-id"]) == 32
    assert answer.headers["server"] == "nginx"  # no version
    body = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"{PUBLIC_URL}/problems/{code}"
    assert body["title"]


@pytest.mark.parametrize(
    ("target", "limit"),
    [
        ("/api/v1/users/", MB),
        ("/api/v1/lookups/", 16 * MB),
        ("/api/v1/dogs/", 92 * MB),
        ("/api/v1/emojis/", 107 * MB),
        ("/api/v1/faces/tasks/", 16 * MB),
        ("/api/v1/quality/", 516 * 1024),
    ],
)
def test_a_body_over_the_limit_is_refused_before_a_server_sees_it(gateway: Gateway, target: str, limit: int) -> None:
    refused = gateway.send("POST", target, {"Content-Length": str(limit + 1)})
    assert_problem(refused, 413, "body_too_large")
    assert gateway.main.seen == gateway.ai.seen == []


@pytest.mark.parametrize(
    ("target", "size"),
    [
        ("/api/v1/lookups/", 15 * MB + 2000),
        ("/api/v1/dogs/", 90 * MB + 8000),
        ("/api/v1/emojis/", 105 * MB + 8000),
        ("/api/v1/faces/tasks/", 15 * MB + 2**18),
        ("/api/v1/quality/", 512 * 1024 + 1000),
    ],
)
def test_photos_of_the_full_size_pass(gateway: Gateway, target: str, size: int) -> None:
    assert gateway.send("POST", target, body=bytes(size)).status == 200
    (request,) = gateway.main.seen + gateway.ai.seen
    assert len(request.body) == size


def test_frames_over_the_rate_are_throttled(tmp_path: Path) -> None:
    """A gateway that has counted nothing yet."""
    with gateway_at(tmp_path) as gateway:
        answers = [gateway.send("POST", "/api/v1/quality/", body=b"frame") for _ in range(40)]
    throttled = [answer for answer in answers if answer.status == 429]
    assert all(answer.status == 200 for answer in answers[:20])
    assert_problem(throttled[0], 429, "throttled")
    assert throttled[0].headers["retry-after"] == "1"


def test_only_post_reaches_the_quality_check(gateway: Gateway) -> None:
    answer = gateway.send("GET", "/api/v1/quality/")
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"
    assert gateway.ai.seen == []


def test_trace_is_refused(gateway: Gateway) -> None:
    assert_problem(gateway.send("TRACE", "/api/v1/users/me"), 405, "method_not_allowed")


@pytest.mark.parametrize(("language", "title"), [("ko-KR,ko;q=0.9,en;q=0.8", "찾을 수 없습니다."), ("en", "There is")])
def test_titles_are_in_the_language_of_the_client(gateway: Gateway, language: str, title: str) -> None:
    answer = gateway.send("GET", "/nowhere", {"Accept-Language": language})
    assert answer.json()["title"].startswith(title)
    assert answer.headers["content-language"] == language[:2]


def test_a_request_that_is_no_http_gets_a_problem(gateway: Gateway) -> None:
    head = f"GET /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n{'x'}".encode()
    assert_problem(gateway.exchange(head), 400, "bad_request")


@pytest.mark.parametrize(
    "head", ["POST /api/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip", "GET /api/ HTTP/4.2\r\nHost: a"]
)
def test_codings_and_versions_that_nobody_knows_get_a_problem(gateway: Gateway, head: str) -> None:
    assert_problem(gateway.exchange(f"{head}\r\n\r\n".encode()), 400, "bad_request")


def test_headers_and_addresses_have_bounds(gateway: Gateway) -> None:
    assert_problem(gateway.send("GET", "/api/", {"X-Large": "x" * 20000}), 431, "headers_too_large")
    assert_problem(gateway.send("GET", f"/api/{'x' * 20000}"), 414, "address_too_long")


@pytest.mark.parametrize(("target", "server"), [("/api/v1/lookups/", "main"), ("/api/v1/quality/", "ai")])
def test_a_server_that_is_away_is_a_problem_and_no_more(gateway: Gateway, target: str, server: str) -> None:
    upstream: Upstream = getattr(gateway, server)
    upstream.stop()
    try:
        answer = gateway.send("POST", target, body=b"photo")
    finally:
        upstream.start()
    assert_problem(answer, 502, "server_unreachable")
    assert answer.headers["retry-after"] == "5"
    assert gateway.send("POST", target, body=b"photo").status == 200


def test_no_query_and_no_token_is_logged(gateway: Gateway) -> None:
    gateway.send("GET", "/api/v1/users/?case=email&value=owner%40pets.example", {"Authorization": "Bearer of-a-client"})
    gateway.main.stop()
    try:
        gateway.send("GET", "/api/v1/users/?case=email&value=owner%40pets.example")
    finally:
        gateway.main.start()
    assert gateway.logged('"path":"/api/v1/users/","status":200')
    assert gateway.logged('"path":"/api/v1/users/","status":502')
    text = gateway.log.read_text()
    assert "owner" not in text
    assert "Bearer" not in text
