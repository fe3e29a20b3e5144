"""Accounts in the web client: signing up, logging in and out, my page."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dev.demo.api import Api, Problem
from dev.stack import Stack
from tests.letters import Letters, link_in
from tests.people import finished, registered
from tests.web.helpers import axe, look

PASSWORD = "Geheim-123"
COOKIES = "() => JSON.stringify([localStorage, sessionStorage])"


@dataclass(frozen=True)
class Member:
    email: str
    alias: str
    api: Api


@pytest.fixture
def member(stack: Stack) -> Member:
    """Somebody with an account whose password is PASSWORD."""
    api, alias = Api(stack.url), f"hana{secrets.token_hex(4)}"
    email = f"{alias}@example.org"
    api.sign_up(email, PASSWORD, alias)
    api.log_in(email, PASSWORD)
    return Member(email, alias, api)


def log_in(page: Page, member: Member, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.get_by_label("이메일").fill(member.email)
    page.get_by_label("비밀번호").fill(password)
    page.get_by_role("button", name="로그인").click()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_signing_up_leads_on_to_where_one_was_going(visitor, complaints, language, letters: Letters):
    words = {
        "ko": ("회원가입", "이메일", "비밀번호", "표시 이름", "8자 이상이어야 합니다.", "내 정보", "이메일 확인"),
        "en": ("Sign up", "E-mail", "Password", "Name shown", "At least 8 characters.", "My page", "Confirm"),
    }
    sign_up, email, password, alias, too_short, title, subject = words[language]
    page = visitor(camera=None, language=language)
    name = f"hana{secrets.token_hex(4)}"
    page.goto("/my")
    page.get_by_role("link", name=sign_up).click()
    look(page, "sign-up")
    page.get_by_label(email).fill(f"{name}@example.org")
    page.get_by_label(password).fill("short")
    page.get_by_label(alias).fill(name)
    page.get_by_label(re.compile("optional|선택")).fill("010-1234-5678")
    page.get_by_role("checkbox").check()
    complaints.expect("status of 422")
    page.get_by_role("button", name=sign_up).click()
    expect(page.get_by_text(too_short)).to_be_visible()
    expect(page.get_by_label(password)).to_have_attribute("aria-invalid", "true")
    look(page, "sign-up-refused")
    assert axe(page) == []
    page.get_by_label(password).fill(PASSWORD)
    page.get_by_role("button", name=sign_up).click()
    expect(page).to_have_url(re.compile(r"/my$"))
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text(f"{name}@example.org")).to_be_visible()
    assert link_in(letters.text(f"{name}@example.org", ""))
    look(page, "my-page-new")
    assert axe(page) == []


def test_an_address_that_is_taken_is_said_at_its_field(visitor, complaints, member: Member):
    page = visitor(camera=None)
    page.goto("/signup")
    page.get_by_label("이메일").fill(member.email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_label("표시 이름").fill(f"x{secrets.token_hex(4)}")
    page.get_by_role("checkbox").check()
    complaints.expect("status of 409")
    page.get_by_role("button", name="회원가입").click()
    expect(page.get_by_label("이메일")).to_have_attribute("aria-invalid", "true")


def test_a_wrong_password_is_refused_in_words(visitor, complaints, member: Member):
    page = visitor(camera=None)
    complaints.expect("status of 401")
    log_in(page, member, "Falsch-123")
    expect(page.get_by_role("alert")).to_contain_text("이메일 또는 비밀번호가 올바르지 않습니다")
    look(page, "log-in-refused")


def test_a_session_outlives_a_reload_and_ends_in_all_tabs(visitor, member: Member):
    page = visitor(camera=None)
    log_in(page, member)
    expect(page.get_by_text(member.email)).to_be_visible()
    page.reload()
    expect(page.get_by_text(member.email)).to_be_visible()
    assert member.alias not in page.evaluate(COOKIES) and "eyJ" not in page.evaluate(COOKIES)
    other = page.context.new_page()
    other.goto("/my")
    expect(other.get_by_text(member.email)).to_be_visible()
    page.get_by_role("button", name="로그아웃").click()
    for tab in (page, other):
        expect(tab.get_by_role("link", name="로그인")).to_be_visible()
        expect(tab.get_by_text(member.email)).to_have_count(0)
    other.reload()
    expect(other.get_by_role("link", name="로그인")).to_be_visible()


def test_an_ended_session_says_so_and_leads_back(visitor, complaints, member: Member):
    page = visitor(camera=None)
    log_in(page, member)
    expect(page.get_by_text(member.email)).to_be_visible()
    page.context.clear_cookies()
    complaints.expect("status of 401")
    page.reload()
    expect(page.get_by_text("로그인 시간이 끝났습니다")).to_be_visible()
    look(page, "session-ended")
    page.get_by_role("link", name="로그인").click()
    page.get_by_label("이메일").fill(member.email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    expect(page).to_have_url(re.compile(r"/my$"))
    expect(page.get_by_text(member.email)).to_be_visible()


def test_the_language_changes_without_a_reload(visitor, member: Member):
    page = visitor(camera=None, language="ko")
    log_in(page, member)
    page.evaluate("window.stillHere = true")
    expect(page.get_by_role("heading", name="내 강아지")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="My dogs")).to_be_visible()
    assert page.evaluate("[window.stillHere, document.documentElement.lang]") == [True, "en"]
    page.reload()
    expect(page.get_by_role("heading", name="My dogs")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_my_dogs_and_searches_are_listed_and_a_search_can_be_erased(
    visitor, scheme, member: Member, shots: Callable[[int], list[Path]]
):
    api = member.api
    noses = registered(api, shots, "Choco")
    assert finished(api, api.look_up(noses[5]))["outcome"] == "match"
    numbers = [dog["number"] for dog in api.call("GET", "/api/v1/users/mypage/dogs").json()["results"]]
    page = visitor(camera=None, scheme=scheme)
    log_in(page, member)
    expect(page.get_by_text(next(filter(None, numbers)))).to_be_visible()
    expect(page.get_by_text("등록됨")).to_be_visible()
    expect(page.locator("img.thumb")).to_have_count(len(numbers))
    look(page, f"my-page-{scheme}")
    assert axe(page) == []
    page.get_by_role("link", name="조회", exact=True).click()
    expect(page.get_by_text("찾음", exact=True)).to_be_visible()
    expect(page.locator("img.thumb")).to_have_count(1)
    look(page, f"my-searches-{scheme}")
    assert axe(page) == []
    page.get_by_role("button", name=re.compile("조회 삭제")).click()
    assert axe(page) == []
    page.get_by_role("dialog").get_by_role("button", name="삭제").click()
    expect(page.get_by_text("아직 조회한 기록이 없습니다.")).to_be_visible()


def test_what_others_see_can_be_changed(visitor, member: Member):
    page = visitor(camera=None)
    log_in(page, member)
    page.get_by_text("다른 사람에게 보이는 정보").click()
    page.get_by_label("전화번호").first.fill("010-9876-5432")
    page.get_by_label("강아지를 발견한 사람에게 전화번호 공개").check()
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("저장했습니다.")).to_be_visible()
    me = member.api.call("GET", "/api/v1/users/me").json()
    assert (me["phone"], me["show_phone"], me["show_email"]) == ("+821098765432", True, False)


def test_a_new_password_keeps_this_session_and_ends_the_others(visitor, complaints, member: Member):
    page = visitor(camera=None)
    log_in(page, member)
    page.get_by_text("비밀번호 변경").click()
    page.get_by_label("현재 비밀번호").fill("Falsch-123")
    page.get_by_label("새 비밀번호").fill("Anders-456")
    complaints.expect("status of 422")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("현재 비밀번호가 올바르지 않습니다.")).to_be_visible()
    page.get_by_label("현재 비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("저장했습니다.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(member.email)).to_be_visible()
    Api(member.api.url).log_in(member.email, "Anders-456")
    with pytest.raises(Problem, match="token_not_valid"):
        member.api.call("POST", "/api/v1/users/auth/refresh", json={"refresh": member.api.refresh_token})


def test_a_forgotten_password_is_set_anew_by_mail(visitor, member: Member, letters: Letters):
    page = visitor(camera=None)
    page.goto("/login")
    page.get_by_role("link", name="비밀번호를 잊으셨나요?").click()
    page.get_by_label("이메일").fill(member.email)
    page.get_by_role("button", name="링크 보내기").click()
    expect(page.get_by_text("가입된 주소라면 이메일이 곧 도착합니다.")).to_be_visible()
    look(page, "forgot")
    page.goto(link_in(letters.text(member.email, "비밀번호")))
    page.locator("#password").fill("Anders-456")
    page.locator("button").click()
    Api(member.api.url).log_in(member.email, "Anders-456")


def test_an_account_is_deleted_after_a_second_thought(visitor, complaints, member: Member):
    page = visitor(camera=None)
    log_in(page, member)
    page.get_by_role("button", name="계정 삭제").click()
    look(page, "delete-account")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="계정 삭제")).to_be_focused()
    page.get_by_role("button", name="계정 삭제").click()
    page.get_by_role("checkbox", name="네, 모두 지웁니다").check()
    page.get_by_role("button", name="완전히 삭제").click()
    expect(page).to_have_url(re.compile(r"/$"))
    complaints.expect("status of 401")
    log_in(page, member)
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_page_that_is_not_there_says_so(visitor):
    page = visitor(camera=None, language="en")
    page.goto("/nothing/here")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    look(page, "not-found")
    page.goto("/about")
    look(page, "about")
    assert axe(page) == []
