"""The web client as the gateway serves it: which file, how long it may be kept, and under which policy it runs."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.doubles import PUBLIC_URL, WEB_FILES, Answer, Gateway
from tests.deploy.gateways import gateway_at

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SCRIPT, STYLE = "assets/index-1a2b3c4d.js", "assets/index-1a2b3c4d.css"
HIDDEN = {".env", ".vite/manifest.json"}
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "sw.js": "text/javascript; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
    "icon.svg": "image/svg+xml",
    "icon.png": "image/png",
    SCRIPT: "text/javascript; charset=utf-8",
    STYLE: "text/css; charset=utf-8",
    "assets/font-1a2b3c4d.woff2": "font/woff2",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def assert_nothing_here(answer: Answer) -> None:
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"
    assert "cache-control" not in answer.headers


def test_every_file_has_its_line() -> None:
    assert TYPES.keys() | HIDDEN == WEB_FILES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_files_are_served_with_their_types(gateway: Gateway, name: str) -> None:
    answer = gateway.send("GET", f"/{name}")
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, TYPES[name], WEB_FILES[name])
    assert gateway.main.seen == gateway.ai.seen == []


@pytest.mark.parametrize("headers", [{}, BROWSER, {"Accept": "*/*"}])
def test_the_door_shows_the_client_to_everybody(gateway: Gateway, headers: dict[str, str]) -> None:
    answer = gateway.send("GET", "/", headers)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.body == WEB_FILES["index.html"]


@pytest.mark.parametrize(
    "target", ["/register", "/lookups/0a1b?x=1", "/my/dogs/7", "/nowhere", "/assets", "/%EA%B0%95"]
)
def test_pages_of_the_clients_own_router_are_its_index(gateway: Gateway, target: str) -> None:
    answer = gateway.send("GET", target, BROWSER)
    assert (answer.status, answer.body) == (200, WEB_FILES["index.html"])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("accept", [{}, {"Accept": "*/*"}, {"Accept": "application/json"}])
def test_programs_learn_that_a_page_is_no_file(gateway: Gateway, accept: dict[str, str]) -> None:
    assert_nothing_here(gateway.send("GET", "/register", accept))


@pytest.mark.parametrize(
    "target",
    ["/assets/index-00000000.js", "/assets/", "/assets/nothing", "/robots.txt", "/x/y.jpg", "/x.html", "/favicon.ico"],
)
def test_a_missing_file_is_not_a_page(gateway: Gateway, target: str) -> None:
    assert_nothing_here(gateway.send("GET", target, BROWSER))


@pytest.mark.parametrize("target", ["/.env", "/.vite/manifest.json", "/%2eenv", "/.git/config", "/.git/HEAD", "/x/.y"])
def test_hidden_files_stay_hidden(gateway: Gateway, target: str) -> None:
    assert_nothing_here(gateway.send("GET", target, BROWSER))


@pytest.mark.parametrize(
    "target",
    [
        "/../package.json",
        "/assets/../../package.json",
        "/%2e%2e/package.json",
        "/assets/%2e%2e%2f%2e%2e%2fpackage.json",
        "/assets/..%5c..%5cpackage.json",
        "/assets%00/../../package.json",
        "//package.json",
        "/package.json",
    ],
)
def test_nothing_outside_the_folder_is_served(gateway: Gateway, target: str) -> None:
    answer = gateway.send("GET", target, BROWSER)
    assert answer.status in {400, 404}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("target", ["/api", "/problems", "/staff", "/api/v1/quality"])
def test_the_places_of_servers_are_not_pages(gateway: Gateway, target: str) -> None:
    assert_nothing_here(gateway.send("GET", target, BROWSER))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("target", ["/", "/register", f"/{SCRIPT}"])
def test_pages_are_only_read(gateway: Gateway, method: str, target: str) -> None:
    answer = gateway.send(method, target, BROWSER)
    assert (answer.status, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD"


def test_one_may_ask_for_the_headers_alone(gateway: Gateway) -> None:
    answer = gateway.send("HEAD", "/register", BROWSER)
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(WEB_FILES["index.html"]))


@pytest.mark.parametrize("name", TYPES)
def test_only_names_with_a_digest_may_be_kept(gateway: Gateway, name: str) -> None:
    wanted = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
    assert gateway.send("GET", f"/{name}").headers["cache-control"] == wanted


def test_an_unchanged_page_is_not_sent_again(gateway: Gateway) -> None:
    first = gateway.send("GET", "/register", BROWSER)
    again = gateway.send("GET", "/register", BROWSER | {"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body, again.headers["cache-control"]) == (304, b"", "no-cache")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


@pytest.mark.parametrize("target", ["/", "/register", "/sw.js", f"/{SCRIPT}", f"/{STYLE}", "/icon.png"])
def test_pages_and_files_come_with_the_policy(gateway: Gateway, target: str) -> None:
    headers = gateway.send("GET", target, BROWSER).headers
    directives = [directive.strip().split(" ", 1) for directive in headers["content-security-policy"].split(";")]
    assert dict(directives) == POLICY
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert len(headers["x-request-id"]) == 32
    allowed = dict(re.findall(r"([a-z-]+)=\((.*?)\)", headers["permissions-policy"]))
    assert {name for name, who in allowed.items() if who == "self"} == {"camera", "geolocation"}
    assert {allowed[name] for name in ("microphone", "payment", "usb", "display-capture")} == {""}


def test_pictures_may_come_from_a_named_place_too(tmp_path: Path, web_root: Path) -> None:
    settings = {"GATEWAY_PHOTO_ORIGINS": "https://photos.example https://more.example"}
    with gateway_at(tmp_path, web_root=web_root, settings=settings) as gateway:
        policy = gateway.send("GET", "/").headers["content-security-policy"]
    assert "img-src 'self' blob: data: https://photos.example https://more.example;" in policy
    assert "connect-src 'self' https://photos.example https://more.example;" in policy


def test_pages_of_servers_keep_their_own_policy(gateway: Gateway) -> None:
    gateway.main.answer_headers["Content-Security-Policy"] = "default-src 'self'"
    headers = gateway.send("GET", "/staff/").headers
    assert headers["content-security-policy"] == "default-src 'self'"
    assert "permissions-policy" not in headers


@pytest.mark.parametrize("target", [f"/{SCRIPT}", f"/{STYLE}"])
def test_text_is_compressed_for_whom_can_read_it(gateway: Gateway, target: str) -> None:
    plain = gateway.send("GET", target)
    small = gateway.send("GET", target, {"Accept-Encoding": "gzip, br"})
    assert "content-encoding" not in plain.headers
    assert (small.headers["content-encoding"], small.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert plain.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 5


@pytest.mark.parametrize("target", ["/icon.png", "/assets/font-1a2b3c4d.woff2", "/", "/api/v1/users/me"])
def test_what_is_small_packed_or_a_servers_is_not_compressed(gateway: Gateway, target: str) -> None:
    headers = gateway.send("GET", target, {"Accept-Encoding": "gzip"}).headers
    assert "content-encoding" not in headers


def test_the_refresh_cookie_passes_as_the_main_server_sets_it(gateway: Gateway) -> None:
    cookie = "savepets_refresh=1; HttpOnly; Max-Age=60; Path=/api/v1/users/auth; SameSite=Strict; Secure"
    gateway.main.answer_headers["Set-Cookie"] = cookie
    asked = {"Cookie": "savepets_refresh=0", "X-Token-Mode": "cookie", "Origin": PUBLIC_URL}
    assert gateway.send("POST", "/api/v1/users/auth/refresh", asked).headers["set-cookie"] == cookie
    (request,) = gateway.main.seen
    for name, value in asked.items():
        assert request.headers[name.lower()] == value


@pytest.fixture(scope="module")
def bare_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway of a place where the web client was never built."""
    with gateway_at(tmp_path_factory.mktemp("bare")) as gateway:
        yield gateway


@pytest.mark.parametrize("target", ["/", "/register", "/index.html"])
def test_without_a_built_client_there_is_nothing(bare_gateway: Gateway, target: str) -> None:
    assert_nothing_here(bare_gateway.send("GET", target, BROWSER))
