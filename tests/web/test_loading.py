"""What comes over the network when somebody opens the client, and what stays behind in the browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from dev.stack import Stack
from tests.web.conftest import Account
from tests.web.helpers import log_in, open_page

SCRIPT_LIMIT = 150 * 1024
OPEN_PLACES = ["/", "/register", "/my", "/emojis", "/cover", "/ranking"]
PLACES = [*OPEN_PLACES, "/login", "/signup", "/forgot", "/about", "/nowhere"]
REFRESH_COOKIE = "savepets_refresh"
# What may be kept in the browser: which language was chosen, and that somebody was logged in here.
KEPT = {"language": {"en", "ko"}, "session": {"1"}}
STORES = """async () => {
    const databases = [];
    for (const { name, version } of await indexedDB.databases()) {
        const opened = await new Promise((resolve, reject) => {
            const request = indexedDB.open(name, version);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        for (const store of opened.objectStoreNames) {
            const all = opened.transaction(store).objectStore(store).getAll();
            const rows = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
            databases.push([name, store, rows]);
        }
        opened.close();
    }
    const cached = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) cached.push(new URL(request.url).pathname);
    }
    return { local: { ...localStorage }, session: { ...sessionStorage }, databases, cached, cookie: document.cookie };
}"""


def heard(page: Page) -> list[Response]:
    """The responses that this page gets from now on."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    return responses


def test_the_first_load_brings_little_script(
    visitor: Callable[..., Page], record_property: Callable[..., None]
) -> None:
    page = visitor(camera=None)
    responses = heard(page)
    open_page(page, "/")
    page.wait_for_load_state("networkidle")
    scripts = [response for response in responses if response.request.resource_type == "script"]
    sizes = {response.url: response.request.sizes()["responseBodySize"] for response in scripts}
    assert {r.headers.get("content-encoding") for r in scripts if len(r.body()) > 1024} == {"gzip"}
    assert all(sizes.values()), "each was really fetched"
    assert sum(sizes.values()) < SCRIPT_LIMIT, sizes


@pytest.mark.parametrize("language", ["ko", "en"])
def test_everything_comes_from_here(visitor: Callable[..., Page], stack: Stack, language: str) -> None:
    """The policy of the pages is not broken either: the browser would complain."""
    page = visitor(camera=None, language=language)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for place in PLACES:
        open_page(page, place)
    own = (f"{stack.url}/", f"blob:{stack.url}/", "data:")
    assert [address for address in asked if not address.startswith(own)] == []
    assert len(asked) > len(PLACES)


def test_a_page_asks_for_the_language_that_it_is_written_in(visitor: Callable[..., Page]) -> None:
    page = visitor(camera=None, language="ko")
    open_page(page, "/about")
    assert page.evaluate("document.documentElement.lang") == "ko"
    korean = page.locator("main").inner_text()
    page.locator("button[lang=en]").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("main").inner_text() != korean
    page.reload()
    page.locator("main h1").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "en", "the choice is kept"


def test_the_refresh_token_is_out_of_reach_of_scripts(visitor: Callable[..., Page], account: Account) -> None:
    page = visitor(camera=None)
    log_in(page, account.email, account.password)
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["path"]) == (REFRESH_COOKIE, "/api/v1/users/auth")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert page.evaluate("document.cookie") == ""
    page.reload()
    with page.expect_response("**/api/v1/users/me") as answer:
        page.goto("/my")
    assert answer.value.ok, "the cookie opens the session again"


def test_nothing_personal_stays_in_the_browser(
    visitor: Callable[..., Page], account: Account, known_dog: Callable[[int], Any]
) -> None:
    dog = known_dog(0)
    page = visitor(camera=None)
    log_in(page, account.email, account.password)
    for place in PLACES:
        open_page(page, place)
    kept = page.evaluate(STORES)
    assert {name for name, value in kept["local"].items() if value not in KEPT.get(name, ())} == set()
    assert kept["session"] == {}
    assert [path for path in kept["cached"] if path.startswith("/api/")] == []
    personal = [account.email, account.alias, account.password, dog.number, dog.name, "eyJ"]
    assert [word for word in personal if word in json.dumps(kept)] == []


def test_without_a_session_nothing_is_asked_that_would_be_refused(visitor: Callable[..., Page]) -> None:
    page = visitor(camera=None)
    responses = heard(page)
    for place in OPEN_PLACES:
        open_page(page, place)
    assert [response.url for response in responses if response.status >= 400] == []
