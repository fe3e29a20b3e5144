"""Every page that one can just open: for all eyes, hands and screens, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web.helpers import axe, look, open_page

PAGES = {
    "find": "/", "register": "/register", "login": "/login", "signup": "/signup", "forgot": "/forgot", "my": "/my",
    "about": "/about", "nowhere": "/nowhere", "emojis": "/emojis", "cover": "/cover", "ranking": "/ranking",
}  # fmt: skip
NARROW, DESKTOP = (320, 568), (1280, 800)


@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "light"), ("ko", "dark")])
def test_nothing_keeps_anybody_out(visitor: Callable[..., Page], language: str, scheme: str) -> None:
    page = visitor(camera=None, permissions=[], language=language, scheme=scheme)
    found = {}
    for name, place in PAGES.items():
        open_page(page, place)
        look(page, name if scheme == "light" else f"{name}-{scheme}")
        found[place] = axe(page)
    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize(("language", "size"), [("ko", NARROW), ("en", NARROW), ("en", DESKTOP)])
def test_it_fits(visitor: Callable[..., Page], language: str, size: tuple[int, int]) -> None:
    page = visitor(camera=None, permissions=[], language=language, width=size[0], height=size[1])
    wider = []
    for name, place in PAGES.items():
        open_page(page, place)
        look(page, f"{name}-{size[0]}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wider.append(place)
    assert wider == []


def test_the_keyboard_sees_where_it_is(visitor: Callable[..., Page]) -> None:
    """Everything that Tab comes to is in view when it is reached, and shows that it has the focus."""
    page = visitor(camera=None, permissions=[], width=1280, height=800, has_touch=False)
    open_page(page, "/login")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body) return null;
                const box = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                return {
                    name: element.outerHTML.slice(0, 80),
                    seen: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
                    marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
                };
            }"""
        )
        if place is None:
            break
        reached.append(place)
    assert len(reached) > 8
    assert [place["name"] for place in reached if not (place["seen"] and place["marked"])] == []
