"""The emojis that most photos were covered with, in the web client."""

import json

import pytest
from playwright.sync_api import Page, expect

from dev.demo.api import Api
from tests.people import join
from tests.web.covering import TASKS, WORDS, astronaut, built_in, covered
from tests.web.helpers import open_page
from tests.web.registering import EN, seen

RANKING = "/api/v1/faces/ranking"
NARROW, DESKTOP = {"width": 320, "height": 568}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def ranking(stack, tmp_path_factory) -> dict:
    """What it says after a few photos were covered; to delete one makes it count anew at once."""
    api, photo = join(stack), astronaut(tmp_path_factory.mktemp("ranking"))
    covers = [covered(api, photo) for _ in range(3)]
    api.call("DELETE", f"{TASKS}{covers[0]['id']}")
    return api.call("GET", RANKING).json()


def steps(page: Page) -> list[str]:
    """The podium in the order in which it is read."""
    return [" ".join(step.split()) for step in page.locator(".podium li").all_inner_texts()]


@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_the_podium_shows_what_was_used_most(visitor, stack, ranking, language, scheme):
    words, first = WORDS[language], ranking["top"][0]
    page = visitor(camera=None, language=language, scheme=scheme, **(NARROW if language == "en" else {}))
    open_page(page, "/ranking")
    assert len(steps(page)) == len(ranking["top"])
    count = words(f"covers_{'one' if first['covers'] == 1 else 'other'}", "ranking", count=first["covers"])
    assert first["emoji"]["name"] in steps(page)[0] and count in steps(page)[0]
    assert any(top["emoji"]["id"] == built_in(Api(stack.url))["id"] for top in ranking["top"])
    seen(page, f"ranking-{scheme}")
    page.locator(".podium a").first.click()
    expect(page).to_have_url(f"{stack.url}/emojis/{first['emoji']['id']}")


def shown(page: Page, ranking: dict, pages: dict[int, dict]) -> None:
    """Open the page as if the ranking were this one."""

    def answer(route):
        number = int(route.request.url.partition("page=")[2] or 1)
        route.fulfill(content_type="application/json", body=json.dumps(ranking | pages[number]))

    page.route(f"**{RANKING}**", answer)
    open_page(page, "/ranking")


def test_the_others_follow_page_by_page(visitor, ranking):
    emoji = ranking["top"][0]["emoji"]
    places = [
        {"rank": rank, "emoji": emoji | {"id": f"{rank:08}{emoji['id'][8:]}"}, "covers": 40 - rank}
        for rank in range(1, 14)
    ]
    pages = {1: {"next": "?page=2", "results": places[3:11]}, 2: {"next": None, "results": places[11:]}}
    page = visitor(camera=None, language="en", **DESKTOP)
    shown(page, ranking | {"top": places[:3], "count": 13}, pages)
    expect(page.locator(".ranked li")).to_have_count(8)
    page.get_by_role("button", name=EN("more", "my")).click()
    expect(page.locator(".ranked li")).to_have_count(10)
    assert [text.split()[1] for text in page.locator(".ranked li").all_inner_texts()] == [
        str(rank) for rank in range(4, 14)
    ]
    left = [page.locator(f".rank-{rank}").bounding_box()["x"] for rank in (2, 1, 3)]
    assert left == sorted(left), "the first stands in the middle"
    seen(page, "ranking-many")


def test_a_week_without_covers_says_so(visitor, ranking):
    page = visitor(camera=None, language="en")
    shown(page, ranking | {"top": [], "count": 0, "results": [], "next": None}, {1: {}})
    expect(page.get_by_text(EN("none", "ranking"))).to_be_visible()
    seen(page, "ranking-none")
