"""The pages of what is published: their order, their search, and that a walk through them is stable."""

import threading
from urllib.parse import urlsplit

import emoji_factories as made
import factories
import pytest
from django.db import connections, transaction

from emojis.models import Emoji
from emojis.reports import emoji_hide
from emojis.services import emoji_publish

pytestmark = pytest.mark.django_db
PAGES = f"{made.EMOJIS}pages/"


def get(number=1, **query):
    return factories.client_of(None).get(f"{PAGES}{number}", query)


def follow(address):
    parts = urlsplit(address)
    return factories.client_of(None).get(f"{parts.path}?{parts.query}")


def names(page):
    return [emoji["name"] for emoji in page["results"]]


def walk(first):
    """Names on all pages from the first, by `next`."""
    found = names(first)
    while first["next"]:
        first = follow(first["next"]).json()
        found += names(first)
    return found


@pytest.fixture
def twenty(owner):
    return [made.emoji_row(owner, f"no {number:02}") for number in range(20)]


def test_pages_of_eight_newest_first(twenty, settings):
    first, second, third = (get(number).json() for number in (1, 2, 3))
    assert [len(page["results"]) for page in (first, second, third)] == [8, 8, 4]
    assert names(first) + names(second) + names(third) == [f"no {number:02}" for number in range(19, -1, -1)]
    assert {page["count"] for page in (first, second, third)} == {20}
    assert first["previous"] is None and third["next"] is None
    assert first["next"].startswith(settings.PUBLIC_URL)
    assert walk(first) == walk(get(1).json())
    assert names(follow(follow(first["next"]).json()["previous"]).json()) == names(first)


def test_only_what_everybody_may_see(owner, stranger):
    shown = made.emoji_row(owner, "shown")
    made.emoji_row(owner, "draft", published=False)
    emoji_hide(made.emoji_row(owner, "hidden").id, staff=factories.staff())
    factories.client_of(owner).delete(f"{made.EMOJIS}{made.emoji_row(owner, 'deleted').id}")
    for account in (None, owner, stranger):
        page = factories.client_of(account).get(f"{PAGES}1").json()
        assert [(emoji["id"], emoji["mine"]) for emoji in page["results"]] == [(str(shown.id), account == owner)]


def test_an_empty_gallery_has_one_page():
    assert get().json() == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("number", [0, 4, 10**6, 10**18, "9" * 200])
def test_pages_that_are_not_there(twenty, number):
    response = get(number)
    assert (response.status_code, response.json()["code"]) == (404, "page_out_of_range")


@pytest.mark.parametrize("number", ["x", "-1", "1.5", ""])
def test_what_is_no_page(number):
    assert get(number).status_code == 404


class TestSearch:
    @pytest.fixture(autouse=True)
    def named(self, owner):
        for name in ("초코 강아지", "Choco Dog", "우유", "ÉCLAIR", "100 %", "a_b", "axb"):
            made.emoji_row(owner, name)

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("강아", ["초코 강아지"]),
            ("강아지", ["초코 강아지"]),  # decomposed, as some systems send it
            ("choco", ["Choco Dog"]),
            ("CHOCO dOG", ["Choco Dog"]),
            ("éclair", ["ÉCLAIR"]),
            ("%", ["100 %"]),
            ("_", ["a_b"]),
            ("  우유 ", ["우유"]),
            ("없음", []),
            ("' OR 1=1 --", []),
            ("\\", []),
        ],
    )
    def test_finds_parts_of_names_in_any_case(self, search, found):
        page = get(search=search).json()
        assert (names(page), page["count"]) == (found, len(found))

    def test_is_kept_by_the_links(self, owner):
        for number in range(9):
            made.emoji_row(owner, f"초코 {number}&?")
        page = get(search="초코").json()
        assert page["count"] == 10
        assert len(walk(page)) == 10 and all("초코" in name for name in walk(page))

    def test_nothing_searched_is_everything(self):
        assert get(search="").json()["count"] == get().json()["count"] == 7


@pytest.mark.parametrize("query", [{"before": "yesterday"}, {"before": "x" * 5000}, {"search": "x" * 41}])
def test_nonsense_is_refused(query):
    response = get(**query)
    assert (response.status_code, response.json()["code"]) == (422, "validation_failed")
    assert set(response.json()["errors"]) == set(query)


def test_is_made_by_few_statements(twenty, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        get(2, before="2100-01-01T00:00Z")


def test_a_walk_sees_nothing_that_is_published_meanwhile(owner, twenty):
    first = get().json()
    seen = names(first)
    for turn in range(2):
        made.emoji_row(owner, f"later {turn}")
        first = follow(first["next"]).json()
        seen += names(first)
    assert seen == [f"no {number:02}" for number in range(19, -1, -1)]
    assert first["count"] == 20 and get().json()["count"] == 22


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_walks_are_stable_while_others_publish(self, owner, twenty):
        """Whoever begins a walk sees each template once and none that is newer than its first page, in spite of
        publications that begin before and end after."""
        drafts = [made.emoji_row(owner, f"later {number:02}", published=False) for number in range(24)]
        threads = [threading.Thread(target=publish_all, args=[drafts[start::4]]) for start in range(4)]
        for thread in threads:
            thread.start()
        walks = []
        while not walks or any(thread.is_alive() for thread in threads):
            first = get().json()
            walks.append((first, walk(first)))
        for thread in threads:
            thread.join()
        order = list(Emoji.objects.order_by("-published_at").values_list("name", flat=True))
        for first, seen in walks:
            assert len(seen) == len(set(seen)) == first["count"]
            assert seen == order[order.index(seen[0]) :]
        assert get().json()["count"] == 44

    def test_who_commits_later_is_newer(self, owner):
        """A publication that began first, and is slow, does not slip in below one that was seen already."""
        slow, quick = (made.emoji_row(owner, name, published=False) for name in ("slow", "quick"))
        began, may_end = threading.Event(), threading.Event()

        def publish_slowly():
            try:
                with transaction.atomic():
                    emoji_publish(slow.id)
                    began.set()
                    may_end.wait(10)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=publish_slowly), threading.Thread(target=publish_all, args=[[quick]])]
        threads[0].start()
        assert began.wait(10)
        threads[1].start()
        threads[1].join(0.5)
        seen = names(get().json())
        may_end.set()
        for thread in threads:
            thread.join()
        assert seen == [] and names(get().json()) == ["quick", "slow"]


def publish_all(emojis):
    try:
        for emoji in emojis:
            emoji_publish(emoji.id)
    finally:
        connections.close_all()
