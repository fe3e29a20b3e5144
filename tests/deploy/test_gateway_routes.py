"""Where the gateway leads to, and that it leads nowhere else however an address is spelt."""

import pytest

from tests.deploy.doubles import SERVICE_TOKEN, WEB_FILES, Gateway

FORBIDDEN = [
    "/internal/photos/1",
    "/metrics",
    "/admin/",
    "/healthz",
    "/readyz",
    "/v1/info",
    "/v1/quality",
    "/api",
    "//internal/photos/1",
    "/api/../internal/photos/1",
    "/api/..//internal/photos/1",
    "/api/%2e%2e/internal/photos/1",
    "/api/%2E%2e%2finternal/photos/1",
    "/api/v1/../../internal/photos/1",
    "/api/./../metrics",
    "/%69nternal/photos/1",
    "/internal%2fphotos/1",
    "/api/v1/quality/../../../metrics",
    "/api/v1/quality/%2e%2e/%2e%2e/%2e%2e/v1/info",
    "/API/v1/users/me",
    "/problems",
    "/problems/../internal/photos/1",
    "/problems/%2e%2e/metrics",
    "/staff",
    "/staff/../admin/",
    "/staff/%2e%2e/internal/photos/1",
]


@pytest.mark.parametrize("target", FORBIDDEN)
def test_nothing_else_reaches_a_server(gateway: Gateway, target: str) -> None:
    answer = gateway.send("GET", target)
    assert answer.status == 404
    assert answer.json()["code"] == "not_found"
    assert gateway.main.seen == gateway.ai.seen == []


@pytest.mark.parametrize("target", FORBIDDEN)
def test_browsers_get_a_problem_or_the_web_client(gateway: Gateway, target: str) -> None:
    answer = gateway.send("GET", target, {"Accept": "text/html"})
    assert (answer.status, answer.body == WEB_FILES["index.html"]) in {(404, False), (200, True)}
    assert gateway.main.seen == gateway.ai.seen == []


@pytest.mark.parametrize(
    ("target", "passed_on"),
    [
        ("/api/v1/users/me?x=1&y=%20", "/api/v1/users/me?x=1&y=%20"),
        ("/problems/photo_heic", "/problems/photo_heic"),
        ("/staff/login/?next=/staff/", "/staff/login/?next=/staff/"),
        ("/internal/../api/v1/tasks/1", "/api/v1/tasks/1"),
        ("/internal/photos/1/..%2f..%2f../api/v1/tasks/1", "/api/v1/tasks/1"),
        ("//api//v1/tasks/1", "/api/v1/tasks/1"),
        ("/api/%252e%252e/internal/photos/1", "/api/%252e%252e/internal/photos/1"),
        ("/api/v1/%0d%0aX-Real-IP:%201", "/api/v1/%0D%0AX-Real-IP:%201"),
        ("http://elsewhere.example/api/v1/tasks/1", "/api/v1/tasks/1"),
    ],
)
def test_the_main_server_is_given_the_path_that_was_matched(gateway: Gateway, target: str, passed_on: str) -> None:
    assert gateway.send("GET", target).json() == {"server": "main"}
    assert [request.path for request in gateway.main.seen] == [passed_on]


@pytest.mark.parametrize(
    "target",
    [
        "/api/v1/quality",
        "/api/v1/quality/metrics",
        "/api/v1/quality/..%2fmetrics/../quality/x",
        "/api/v1/quality/%2e%2e/quality/info",
        "/api/v1/qualityx",
    ],
)
def test_one_address_of_the_ai_server_is_open(gateway: Gateway, target: str) -> None:
    assert gateway.send("POST", target).status == 404
    assert gateway.main.seen == gateway.ai.seen == []


@pytest.mark.parametrize("target", ["/api/v1/dogs", "/api/v1/lookups", "/api/v1/emojis", "/api/v1/faces/tasks"])
def test_an_address_without_its_slash_is_the_main_servers_affair(gateway: Gateway, target: str) -> None:
    assert gateway.send("POST", target, body=b"x").status == 200
    assert [request.path for request in gateway.main.seen] == [target]


def test_a_frame_goes_to_the_ai_server_with_the_service_secret_and_nothing_of_the_client(gateway: Gateway) -> None:
    headers = {
        "Authorization": "Bearer of-a-client",
        "Cookie": "refresh=1",
        "X-Forwarded-For": "10.1.1.1",
        "Content-Type": "multipart/form-data; boundary=b",
        "Accept-Language": "ko",
    }
    assert gateway.send("POST", "/api/v1/quality/", headers, b"frame").json() == {"server": "ai"}
    (request,) = gateway.ai.seen
    assert (request.method, request.path, request.body) == ("POST", "/v1/quality", b"frame")
    assert request.headers["authorization"] == f"Bearer {SERVICE_TOKEN}"
    assert request.headers["content-type"] == "multipart/form-data; boundary=b"
    assert request.headers["accept-language"] == "ko"
    assert set(request.headers) == {
        "host", "content-length", "content-type", "accept-language", "authorization", "x-request-id", "traceparent",
    }  # fmt: skip


def test_a_client_cannot_claim_another_address(gateway: Gateway) -> None:
    spoofed = {
        "X-Forwarded-For": "10.1.1.1",
        "X-Real-IP": "10.1.1.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "444",
        "X-Forwarded-Prefix": "/evil",
        "X_Forwarded_For": "10.1.1.1",
        "Forwarded": "for=10.1.1.1",
        "X-Original-URL": "/internal/photos/1",
        "X-Rewrite-URL": "/internal/photos/1",
        "Proxy": "http://evil.example",
        "X-Request-ID": "chosen-by-the-client",
    }
    gateway.send("GET", "/api/v1/users/me", spoofed)
    (request,) = gateway.main.seen
    assert request.headers["x-forwarded-for"] == request.headers["x-real-ip"] == "127.0.0.1"
    assert request.headers["x-forwarded-proto"] == "http"
    assert not {"10.1.1.1", "evil.example", "/evil", "444", "chosen-by-the-client"} & set(request.headers.values())
    assert not any("evil" in value or "internal" in value for value in request.headers.values())


def test_the_main_server_gets_the_clients_token_and_host(gateway: Gateway) -> None:
    gateway.send("GET", "/api/v1/users/me", {"Authorization": "Bearer of-a-client", "Host": "pets.example:8443"})
    (request,) = gateway.main.seen
    assert request.headers["authorization"] == "Bearer of-a-client"
    assert request.headers["host"] == "pets.example:8443"


def test_a_request_has_one_id_on_both_sides(gateway: Gateway) -> None:
    gateway.main.answer_headers["X-Request-ID"] = "of-the-main-server"
    answer = gateway.send("GET", "/api/v1/users/me")
    assert answer.headers["x-request-id"] == gateway.main.seen[0].headers["x-request-id"]
    assert len(answer.headers["x-request-id"]) == 32


def test_a_server_cannot_make_the_gateway_read_another_address(gateway: Gateway) -> None:
    gateway.main.answer_headers["X-Accel-Redirect"] = "/api/v1/tasks/2"
    assert gateway.send("GET", "/api/v1/tasks/1").json() == {"server": "main"}
    assert [request.path for request in gateway.main.seen] == ["/api/v1/tasks/1"]
