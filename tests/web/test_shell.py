"""What may befall any page: odd addresses, a script that does not come, somebody else in another tab."""

import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dev.demo.api import Api
from dev.stack import Stack
from tests.web.conftest import Account
from tests.web.helpers import axe, log_in, look


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ("/login?next=//", "로그인"),
        ("/signup?next=http://[", "회원가입"),
        ("/lookups/%E0%A4", "페이지를 찾을 수 없습니다"),
        ("/my/dogs/..%2f..%2fusers", "내 강아지"),
        ("//", "페이지를 찾을 수 없습니다"),
    ],
)
def test_an_odd_address_shows_a_page_all_the_same(visitor: Callable[..., Page], place: str, heading: str) -> None:
    page = visitor(camera=None)
    page.goto("/about")
    page.goto(page.url.replace("/about", place))
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_page_whose_script_does_not_come_says_so(visitor: Callable[..., Page], complaints, language: str) -> None:
    title, again, there = {
        "ko": ("페이지를 불러오지 못했습니다", "다시 시도", "강아지 등록"),
        "en": ("This page could not be loaded", "Try again", "Register your dog"),
    }[language]
    complaints.expect(r"net::ERR_FAILED", r"status of 404 .*/assets/")
    page = visitor(camera=None, language=language, service_workers="block")
    page.goto("/")
    page.route("**/assets/RegisterPage-*", lambda route: route.abort())
    page.locator("nav a[href='/register']").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(title)
    look(page, "not-loaded")
    assert axe(page) == []
    page.unroute("**/assets/RegisterPage-*")
    page.get_by_role("button", name=again).click()
    expect(heading).to_have_text(there)


def test_who_logs_in_in_another_tab_is_who_this_tab_is_for(
    visitor: Callable[..., Page], stack: Stack, account: Account
) -> None:
    other, password = f"owner{secrets.token_hex(4)}", f"{secrets.token_hex(12)}-aA1"
    Api(stack.url).sign_up(f"{other}@example.org", password, other)
    page = visitor(camera=None)
    log_in(page, account.email, account.password)
    expect(page.locator(".who strong")).to_have_text(account.alias)
    log_in(page.context.new_page(), f"{other}@example.org", password)
    expect(page.locator(".who strong")).to_have_text(other)


def test_a_phone_whose_clock_is_wrong_keeps_its_session(visitor: Callable[..., Page], account: Account) -> None:
    page, renewed = visitor(camera=None), []
    page.add_init_script("const right = Date.now; Date.now = () => right() + 3_600_000;")
    page.on("request", lambda request: request.url.endswith("/auth/refresh") and renewed.append(request))
    log_in(page, account.email, account.password)
    expect(page.locator("#my-dogs")).to_be_visible()
    page.locator("nav a[href='/register']").click()
    page.locator("nav a.tab[href='/my']").click()
    expect(page.locator("#my-dogs")).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    assert renewed == []


def test_a_page_that_cannot_be_drawn_says_so_and_the_others_go_on(visitor: Callable[..., Page]) -> None:
    page = visitor(camera=None)
    lookup = "00000000-0000-4000-8000-000000000000"
    odd = {"id": lookup, "state": "answered", "outcome": "match", "dog": {}}
    page.route("**/api/v1/lookups/*", lambda route: route.fulfill(json=odd))
    page.goto(f"/lookups/{lookup}")
    expect(page.get_by_role("heading", level=1)).to_have_text("페이지를 불러오지 못했습니다")
    page.get_by_role("link", name="등록", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("강아지 등록")
