"""What tests of the web client do with a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "var" / "screens"
AXE = ROOT / "gateway" / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
LOOKED: set[Path] = set()  # at, in this session
# What Chromium says when a page is left, or the network goes, while it fetches the service worker. One that is not
# there is "a bad HTTP response code".
CUT_OFF = r"An unknown error occurred when fetching the script"


def open_page(page: Page, place: str) -> None:
    """Open a place and wait until it is drawn, with no skeleton left."""
    page.goto(place)
    page.locator("main h1").first.wait_for()
    expect(page.locator(".skeleton")).to_have_count(0)


def look(page: Page, name: str) -> Path:
    """Keep a picture of the whole page as var/screens/NAME-LANGUAGE.png, for people to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready.then(() => null)")
    file = SCREENS / f"{name}-{page.evaluate('document.documentElement.lang')}.png"
    with whole(page):
        page.screenshot(path=file, animations="disabled")
    LOOKED.add(file)
    return file


@contextmanager
def whole(page: Page) -> Iterator[None]:
    """A screen on which all of the page fits: what stays at the bottom would else be in the middle of the picture."""
    screen = page.viewport_size
    assert screen is not None
    height = max(screen["height"], page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": screen["width"], "height": height})
    yield
    page.set_viewport_size(screen)


def axe(page: Page) -> list[str]:
    """What keeps people with a screen reader or a keyboard from using the page: a line per serious violation.

    The script comes in through the debugger, which the policy of the page does not bind.
    """
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
    return [_line(violation) for violation in found if violation["impact"] in GRAVE]


def log_in(page: Page, email: str, password: str) -> None:
    """Fill in the form of /login, whatever the language, and wait until it has let us in."""
    page.goto("/login")
    page.locator("input[autocomplete=username]").fill(email)
    page.locator("input[autocomplete=current-password]").fill(password)
    with page.expect_response("**/api/v1/users/me") as answer:
        page.locator("form button[type=submit]").click()
    assert answer.value.ok
    page.wait_for_url(lambda address: not address.endswith("/login"))


def _line(violation: dict[str, Any]) -> str:
    places = [" ".join(node["target"]) for node in violation["nodes"]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {', '.join(places)}"


class Complaints:
    """What a browser has to say about a page: errors in its console (refusals by the policy too) and of its scripts.

    `expect` names what a test brings about on purpose, as a pattern: r"status of 429".
    """

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._expected = [CUT_OFF]

    def expect(self, *patterns: str) -> None:
        self._expected += patterns

    def listen(self, page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and self._hear(message.text, message.location))
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))

    def unexpected(self) -> list[str]:
        return [line for line in self.heard if not any(re.search(pattern, line) for pattern in self._expected)]

    def _hear(self, text: str, location: Any) -> None:
        self.heard.append(f"console: {text} ({location.get('url', '')})")
