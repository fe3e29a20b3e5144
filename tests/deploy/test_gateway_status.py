"""/status, what it asks, and the page of maintenance: over HTTP, and in a real browser over TLS and HTTP/2."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dev.browser import FLAGS, chromium
from dev.certificate import Certificate, make_self_signed
from tests.deploy.doubles import Gateway
from tests.deploy.gateways import gateway_at
from tests.deploy.test_gateway_limits import assert_problem

SCREENS = Path(__file__).resolve().parents[2] / "var" / "screens"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
KOREAN = {"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.8"}
WELL = {"service": "ok", "wait_s": {"lookup": 2, "registration": 140}}
LOCALES = {"ko": "ko-KR", "en": "en-US"}


@pytest.fixture(scope="module")
def tls_gateway(tmp_path_factory: pytest.TempPathFactory, web_root: Path) -> Iterator[Gateway]:
    directory = tmp_path_factory.mktemp("status")
    certificate = Certificate.below(directory / "certificate")
    make_self_signed(certificate)
    with gateway_at(directory, web_root=web_root, certificate=certificate) as gateway:
        yield gateway


def forget(gateway: Gateway) -> None:
    for file in (gateway.nginx.directory / "cache").iterdir():
        file.unlink()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it does; fails after five seconds."""
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def door(tls_gateway: Gateway) -> Iterator[Gateway]:
    """Both servers work; what was remembered of them is forgotten."""
    tls_gateway.main.says = WELL
    for upstream in (tls_gateway.main, tls_gateway.ai):
        upstream.status = 200
        upstream.seen.clear()
    forget(tls_gateway)
    tls_gateway.nginx.maintenance.unlink(missing_ok=True)
    yield tls_gateway
    tls_gateway.nginx.maintenance.unlink(missing_ok=True)


@pytest.mark.parametrize(("headers", "language"), [({}, "en"), (KOREAN, "ko"), ({"Accept-Language": "fr"}, "en")])
def test_the_page_is_in_the_language_of_the_client(door: Gateway, headers: dict[str, str], language: str) -> None:
    answer = door.send("GET", "/status", headers)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in answer.body.decode()
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert answer.headers["cache-control"] == "no-cache"
    assert door.main.seen == door.ai.seen == []


def test_the_page_needs_nothing_that_its_policy_forbids(door: Gateway) -> None:
    answer = door.send("GET", "/status")
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    html = answer.body.decode()
    assert not re.search(r"<style|<script>|style=|https?://|\son\w+=", html)
    for target in re.findall(r'(?:src|href)="(/status/[^"]+)"', html):
        assert door.send("GET", target).status == 200, target


@pytest.mark.parametrize(
    "target", ["/status/", "/status/nothing.js", "/status/../ready", "/ready", "/maintenance/en.html"]
)
def test_nothing_else_of_its_folder_is_there(door: Gateway, target: str) -> None:
    assert door.send("GET", target).status == 404


@pytest.mark.parametrize("target", ["/status", "/status/status.js"])
def test_it_is_only_read(door: Gateway, target: str) -> None:
    assert_problem(door.send("POST", target), 405, "method_not_allowed")


def test_many_who_ask_are_one_question_to_the_main_server(door: Gateway) -> None:
    answers = [door.send("GET", f"/status.json?{number}", {"Cookie": "a=1"}) for number in range(10)]
    assert {answer.status for answer in answers} == {200}
    assert answers[0].json() == WELL
    assert [request.path for request in door.main.seen] == ["/status"]


def test_a_main_server_that_is_not_well_says_so_itself(door: Gateway) -> None:
    door.main.status, door.main.says = 503, {"service": "away"}
    answer = door.send("GET", "/status.json")
    assert (answer.status, answer.json()) == (503, {"service": "away"})


def test_a_main_server_that_is_away_is_a_problem(door: Gateway) -> None:
    door.main.stop()
    try:
        assert_problem(door.send("GET", "/status.json"), 502, "server_unreachable")
    finally:
        door.main.start()


def test_guidance_is_there_while_the_ai_server_is_ready(door: Gateway) -> None:
    """Of what that server says nothing is passed on but whether it is."""
    door.ai.says = {"activity": "internal detail"}
    answer = door.send("GET", "/status/guidance.json", {"Authorization": "Bearer of-a-client", "X-Forwarded-For": "1"})
    assert (answer.status, answer.json()) == (200, {"service": "ok"})
    assert answer.headers["content-type"] == "application/json"
    (request,) = door.ai.seen
    assert request.path == "/readyz"
    assert set(request.headers) == {"host", "x-request-id", "traceparent"}
    forget(door)
    door.ai.status = 503
    answer = door.send("GET", "/status/guidance.json")
    assert (answer.status, answer.json()) == (503, {"service": "away"})


def test_guidance_is_away_with_the_ai_server_and_back_with_it(door: Gateway) -> None:
    """An AI server that cannot be reached is remembered for two seconds as well."""
    door.ai.stop()
    try:
        answer = door.send("GET", "/status/guidance.json")
    finally:
        door.ai.start()
    assert (answer.status, answer.json()) == (503, {"service": "away"})
    eventually(lambda: door.send("GET", "/status/guidance.json").status == 200)


@pytest.mark.parametrize("status", [200, 503])
def test_many_who_ask_are_one_question_to_the_ai_server(door: Gateway, status: int) -> None:
    """Those too who ask while it has not answered yet."""
    door.ai.status = status
    door.ai.answer.clear()
    try:
        with ThreadPoolExecutor(10) as pool:
            asked = [pool.submit(door.send, "GET", f"/status/guidance.json?{number}") for number in range(10)]
            eventually(lambda: len(door.ai.seen) == 1)
            time.sleep(0.3)  # for the other nine to get there
            door.ai.answer.set()
            assert {answer.result().status for answer in asked} == {status}
    finally:
        door.ai.answer.set()
    assert door.send("GET", "/status/guidance.json").status == status
    assert [request.path for request in door.ai.seen] == ["/readyz"]


@pytest.mark.parametrize("target", ["/status/guidance.internal", "/problem"])
def test_what_is_for_the_gateway_itself_is_not_there(door: Gateway, target: str) -> None:
    assert door.send("GET", target).status == 404
    assert door.ai.seen == []


# Maintenance.


@pytest.fixture
def shut(door: Gateway) -> Gateway:
    door.nginx.maintenance.touch()
    return door


@pytest.mark.parametrize(("headers", "words"), [({}, "We are working on"), (KOREAN, "점검하고 있습니다")])
@pytest.mark.parametrize("target", ["/", "/register", "/staff/"])
def test_in_maintenance_people_get_a_page(shut: Gateway, target: str, headers: dict[str, str], words: str) -> None:
    answer = shut.send("GET", target, BROWSER | headers)
    assert (answer.status, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert words in answer.body.decode()
    assert answer.headers["retry-after"] == "300"
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert shut.main.seen == []


@pytest.mark.parametrize(
    ("method", "target"),
    [("GET", "/api/v1/users/me"), ("POST", "/api/v1/lookups/"), ("POST", "/api/v1/quality/"), ("GET", "/assets/x.js")],
)
def test_in_maintenance_programs_get_a_problem(shut: Gateway, method: str, target: str) -> None:
    answer = shut.send(method, target, {"Accept": "application/json"}, b"x" if method == "POST" else b"")
    assert_problem(answer, 503, "server_unavailable")
    assert answer.headers["retry-after"] == "300"
    assert shut.main.seen == shut.ai.seen == []


def test_a_form_of_a_browser_gets_a_problem(shut: Gateway) -> None:
    assert_problem(shut.send("POST", "/staff/login/", BROWSER, b"x"), 503, "server_unavailable")


def test_a_request_that_is_none_is_still_told_so(shut: Gateway) -> None:
    assert_problem(shut.exchange(b"GET / HTTP/4.2\r\nHost: a\r\n\r\n"), 400, "bad_request")


def test_in_maintenance_status_and_the_proof_for_a_certificate_stay(shut: Gateway) -> None:
    folder = shut.nginx.acme_root / ".well-known" / "acme-challenge"
    folder.mkdir(parents=True)
    (folder / "token").write_text("proof")
    assert shut.send("GET", "/.well-known/acme-challenge/token").body == b"proof"
    assert shut.send("GET", "/status", BROWSER).status == 200
    assert shut.send("GET", "/status/status.css").status == 200
    answer = shut.send("GET", "/status.json")
    assert (answer.status, answer.json()) == (503, {"service": "maintenance"})
    assert answer.headers["content-type"] == "application/json"
    assert shut.main.seen == []


@pytest.mark.parametrize("target", ["/statusx", "/status/../register", "/problems/x", "/.well-known/other"])
def test_nothing_else_stays(shut: Gateway, target: str) -> None:
    assert shut.send("GET", target).status == 503


def test_without_the_file_it_is_over(shut: Gateway) -> None:
    shut.nginx.maintenance.unlink()
    assert shut.send("GET", "/api/v1/users/me").status == 200


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(door: Gateway, browser: Browser) -> Iterator[Callable[..., Page]]:
    """visit(path, ...): the page, with whose console nothing is wrong (but the statuses that it asked for)."""
    contexts, complaints = [], []

    def visit(path: str, language: str = "en", width: int = 390, **options: Any) -> Page:
        context = browser.new_context(
            base_url=f"https://127.0.0.1:{door.nginx.tls.port}",
            ignore_https_errors=True,
            locale=LOCALES[language],
            viewport={"width": width, "height": 844 if width < 800 else 800},
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [text for text in complaints if "the server responded with a status of 50" not in text] == []


def look(page: Page, name: str) -> None:
    """Keep a picture for people to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    page.screenshot(path=SCREENS / f"gateway-{name}.png")


def test_chromium_speaks_http_2(visit: Callable[..., Page]) -> None:
    page = visit("/status")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
    expect(page.locator("#whole")).to_have_attribute("data-state", "good")
    protocols = page.evaluate("performance.getEntriesByType('resource').map((each) => each.nextHopProtocol)")
    assert len(protocols) >= 4
    assert set(protocols) == {"h2"}


def test_a_photo_of_the_full_size_passes_by_http_2(door: Gateway, visit: Callable[..., Page]) -> None:
    upload = "fetch('/api/v1/lookups/', {method: 'POST', body: new Uint8Array(15 * 2 ** 20)}).then((it) => it.status)"
    assert visit("/status").evaluate(upload) == 200
    assert len(door.main.seen[-1].body) == 15 * 2**20


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 390, "light"), ("ko", 390, "dark"), ("ko", 1280, "light")]
)
def test_all_is_well(visit: Callable[..., Page], language: str, width: int, scheme: str) -> None:
    page = visit("/status", language, width, color_scheme=scheme)
    expect(page.locator("#whole")).to_have_text({"en": "Everything works.", "ko": "모두 정상입니다."}[language])
    expect(page.locator("#lookup")).to_have_text({"en": "right away", "ko": "바로 처리됩니다"}[language])
    expect(page.locator("#registration")).to_have_text({"en": "in about 3 minutes", "ko": "약 3분 대기"}[language])
    expect(page.locator("dd[data-state=good]")).to_have_count(4)
    look(page, f"status-{language}-{width}")


def test_long_waits_are_said(door: Gateway, visit: Callable[..., Page]) -> None:
    door.main.says = {"service": "ok", "wait_s": {"lookup": 75, "registration": 20_000}}
    page = visit("/status")
    expect(page.locator("#lookup")).to_have_text("in about 2 minutes")
    expect(page.locator("#registration")).to_have_text("in about 6 hours")
    expect(page.locator("#whole")).to_have_attribute("data-state", "slow")
    look(page, "status-slow")


def test_what_is_away_is_said_and_the_rest_is_shown(door: Gateway, visit: Callable[..., Page]) -> None:
    door.ai.status = 503
    page = visit("/status")
    expect(page.locator("#guidance")).to_have_text("does not work")
    expect(page.locator("#whole")).to_have_attribute("data-state", "away")
    expect(page.locator("#accounts")).to_have_text("works")


def test_a_main_server_that_is_away_is_shown(door: Gateway, visit: Callable[..., Page]) -> None:
    door.main.stop()
    try:
        page = visit("/status", "ko")
        expect(page.locator("#whole")).to_contain_text("일부 기능을 이용할 수 없습니다")
        expect(page.locator("dd[data-state=away]")).to_have_count(3)
        look(page, "status-away")
    finally:
        door.main.start()


@pytest.mark.parametrize(("language", "width"), [("ko", 390), ("en", 1280)])
def test_maintenance_in_a_browser(shut: Gateway, visit: Callable[..., Page], language: str, width: int) -> None:
    page = visit("/register", language, width)
    assert page.locator("html").get_attribute("lang") == language
    look(page, f"maintenance-{language}-{width}")
    page.get_by_role("link").nth(1).click()
    expect(page.locator("#whole")).to_contain_text({"ko": "점검 중입니다", "en": "Down for maintenance"}[language])
    expect(page.locator("dd[data-state=slow]")).to_have_count(4)
