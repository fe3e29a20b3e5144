"""What a finder sees of a search, and writing to the owner."""

import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.letters import Letters, link_in
from tests.web.conftest import KnownDog
from tests.web.finding import KNOWN, choose, found, without_camera
from tests.web.helpers import axe, look

FINDER = "finder-web@example.net"
LOOKUP = re.compile(r"/api/v1/lookups/[0-9a-f-]{36}$")


@pytest.fixture(scope="module")
def reachable(known_dog, letters: Letters) -> tuple[KnownDog, str]:
    """The known dog, and the confirmed e-mail address of its owner."""
    dog = known_dog(KNOWN)
    me = dog.owner.call("GET", "/api/v1/users/me").json()
    confirm = letters.text(me["email"], "확인" if me["language"] == "ko" else "confirm")
    token = parse_qs(urlsplit(link_in(confirm)).query)["token"][0]
    dog.owner.call("POST", "/api/v1/users/verify", json={"token": token})
    return dog, me["email"]


def test_a_match_leads_to_the_owner(visitor, complaints, finder, reachable, letters: Letters):
    dog, address = reachable
    page = visitor(camera="good", dog=KNOWN)
    page.goto("/")
    found(page, complaints)
    expect(page.get_by_role("heading", name=dog.name)).to_be_visible()
    for fact in (dog.number, "믹스견", "o**"):
        expect(page.get_by_text(fact, exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("일치하는 점 [0-9]+개"))).to_be_visible()
    expect(page.locator("img.dog-picture")).to_be_visible()
    look(page, "find-match")
    assert axe(page) == []

    complaints.expect("status of 422")
    page.get_by_role("button", name="보호자에게 보내기").click()
    expect(page.get_by_label("메시지")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("입력해 주세요.")).to_be_visible()
    page.get_by_role("button", name="현재 위치 넣기").click()
    place = page.get_by_label("지금 계신 곳")
    expect(place).to_have_value(re.compile(r"^37\.56650, 126\.97800"))
    place.fill("마포공원 북문")
    page.get_by_label("내 이메일").fill(FINDER)
    page.get_by_label("메시지").fill("강아지를 발견했어요.\n건강해요.")
    page.get_by_role("button", name="보호자에게 보내기").click()
    expect(page.get_by_text("보호자에게 메시지를 보냈어요")).to_be_visible()
    expect(page.get_by_text("장소: 마포공원 북문")).to_be_visible()
    expect(page.get_by_role("heading", name="보호자에게 연락하기")).to_be_focused()
    look(page, "find-written")
    assert axe(page) == []

    letter = letters.text(address, dog.name)
    assert "마포공원 북문" in letter and "건강해요." in letter and FINDER not in letter
    finder.call("POST", link_in(letter), json={"message": "고맙습니다! 바로 갈게요."})
    page.get_by_role("button", name="답장 확인하기").click()
    expect(page.get_by_text("고맙습니다! 바로 갈게요.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("고맙습니다! 바로 갈게요.")).to_be_visible()
    expect(page.get_by_role("button", name="보호자에게 보내기")).to_have_count(0)
    look(page, "find-answered")


def changed(**owner: object):
    """Answers with the lookup as it is, but for its owner."""

    def answer(route: Route) -> None:
        lookup = route.fetch().json()
        lookup["dog"]["owner"] |= owner
        lookup["band"] = "probable"
        route.fulfill(json=lookup)

    return answer


def test_a_match_in_english_in_the_dark_on_a_small_screen(visitor, complaints, known_dog, album):
    dog = known_dog(KNOWN)
    page = without_camera(visitor, language="en", scheme="dark", width=320)
    choose(page, album(KNOWN)[0])
    found(page, complaints)
    expect(page.get_by_role("heading", name=dog.name)).to_be_visible()
    evidence = page.get_by_role("img", name=re.compile("[0-9]+ matching points"))
    expect(evidence.locator("line")).not_to_have_count(0)
    expect(page.locator("img.dog-picture")).to_be_visible()
    look(page, "find-match-dark-320")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Hide lines").click()
    expect(evidence.locator("line")).to_have_count(0)
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("button", name="선 보기")).to_be_visible()

    page.route(LOOKUP, changed(phone="+821012345678", email="owner@example.org", reachable=False))
    page.reload()
    expect(page.get_by_role("link", name="+821012345678 전화 걸기")).to_have_attribute("href", "tel:+821012345678")
    expect(page.get_by_role("link", name="owner@example.org")).to_have_attribute("href", "mailto:owner@example.org")
    expect(page.get_by_text("여기서는 메시지를 보낼 수 없습니다")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("가능성이 높아요"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("일치하는 점"))).to_be_visible()
    look(page, "find-match-phone-dark-320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.route(LOOKUP, changed(reachable=False))
    page.reload()
    expect(page.get_by_text("보호자가 이메일을 확인하지 않아")).to_be_visible()


def test_a_possible_match_asks_for_another_photo(visitor, complaints):
    complaints.expect("status of 503")
    page = visitor(camera=None)
    lookup = uuid.uuid4()
    body = {
        "id": str(lookup), "lookup_id": str(lookup), "state": "answered", "outcome": "possible", "band": "possible",
        "dog": None, "evidence": None, "place": None, "photo_url": None, "created_at": "2026-11-21T10:00:00Z",
        "answered_at": "2026-11-21T10:00:01Z", "photos": [{"index": 0, "quality": 61, "reasons": []}],
    }  # fmt: skip
    pending = body | {"state": "pending", "outcome": None, "band": None, "answered_at": None}
    away = {"code": "server_unavailable", "status": 503}  # it goes on asking
    answers = iter([pending, away, body])

    def answer(route: Route) -> None:
        said = next(answers)
        route.fulfill(status=said.get("status", 200), json=said)

    page.route(LOOKUP, answer)
    page.goto(f"/lookups/{lookup}")
    expect(page.get_by_role("heading", name="일치하는 강아지가 있을 수 있어요")).to_be_visible()
    look(page, "find-possible")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="There may be a match")).to_be_visible()
    look(page, "find-possible")
    assert axe(page) == []


def test_a_result_that_is_gone_says_so(visitor, complaints):
    complaints.expect("status of 404")
    page = visitor(camera=None, language="en")
    for address in (uuid.uuid4(), "nonsense"):
        page.goto(f"/lookups/{address}")
        expect(page.get_by_role("heading", name="This result is no longer here")).to_be_visible()
    look(page, "find-gone")
