"""What people object to templates, and what staff does about it, on their pages."""

import re
from uuid import uuid4

import emoji_factories as made
import factories
import pytest
from django.test import Client
from django.utils import timezone

from core.rates import Rate
from emojis.models import Emoji, Report

pytestmark = pytest.mark.django_db
EMOJIS, LIST = made.EMOJIS, "/staff/emojis/"


@pytest.fixture
def staff():
    return factories.staff()


@pytest.fixture
def client(staff):
    return factories.staff_client(staff, headers={"Accept-Language": "en"})


@pytest.fixture
def emoji(owner):
    return made.emoji_row(owner, "Odd <b>face</b>")


def report(account, emoji_id, **body):
    return factories.client_of(account).post(f"{EMOJIS}{emoji_id}/report", {"reason": "person", **body})


def decide(client, emoji, decision):
    return client.post(f"{LIST}{emoji.id}", {"decision": decision})


def listed(client, query=""):
    """Ids in the order of the page."""
    return re.findall(rf'href="{LIST}([0-9a-f-]{{36}})"', client.get(LIST + query).content.decode())


class TestReporting:
    def test_counts_once_per_account(self, emoji, stranger):
        assert report(stranger, emoji.id, text="It is me.").status_code == 204
        assert report(stranger, emoji.id, reason="other", text="Again.").status_code == 204
        assert report(factories.user(), emoji.id, reason="offensive").status_code == 204
        found = Report.objects.order_by("created_at").values_list("reporter", "reason", "text")
        assert list(found)[0] == (stranger.id, "person", "It is me.") and len(found) == 2

    @pytest.mark.parametrize(
        ("body", "field"),
        [({"reason": "boring"}, "reason"), ({"reason": ""}, "reason"), ({"text": "x" * 501}, "text"),
         ({"text": "a\0b"}, "text"), ({"text": ["a"]}, "text")],
    )  # fmt: skip
    def test_nonsense_is_refused(self, emoji, stranger, body, field):
        response = report(stranger, emoji.id, **body)
        assert response.status_code == 422 and set(response.json()["errors"]) == {field}
        assert not Report.objects.exists()

    def test_needs_a_template_that_all_see(self, owner, stranger, emoji, client):
        draft = made.emoji_row(owner, published=False)
        decide(client, emoji, "hide")
        for emoji_id in (uuid4(), draft.id, emoji.id):
            for account in (stranger, owner):
                assert report(account, emoji_id).status_code == 404
        assert report(None, draft.id).status_code == 401

    def test_has_its_limit(self, emoji, stranger, settings):
        settings.RATES = {**settings.RATES, "emoji_report": Rate(1, 3600)}
        assert [report(stranger, emoji.id).status_code for _ in range(2)] == [204, 429]


class TestTheList:
    def test_shows_what_is_reported_the_oldest_first(self, client, owner, emoji, stranger):
        later, never, gone = (made.emoji_row(owner, name) for name in ("later", "never", "gone"))
        for reported in (emoji, later, gone):
            report(stranger, reported.id)
        report(owner, emoji.id)
        factories.client_of(owner).delete(f"{EMOJIS}{gone.id}")
        assert listed(client) == [str(emoji.id), str(later.id)]
        shown = client.get(LIST).content.decode()
        assert "shows a real person" in shown and "<td>2 <small>" in shown
        assert str(never.id) not in shown

    def test_shows_what_is_hidden_apart(self, client, staff, emoji, stranger):
        report(stranger, emoji.id)
        decide(client, emoji, "hide")
        assert (listed(client), listed(client, "?hidden")) == ([], [str(emoji.id)])
        assert staff.email in client.get(f"{LIST}?hidden").content.decode()

    def test_is_empty_to_begin_with(self, client):
        assert b"Nothing has been reported" in client.get(LIST).content
        assert b"No emoji is hidden" in client.get(f"{LIST}?hidden").content

    def test_speaks_korean(self, staff, emoji, stranger):
        report(stranger, emoji.id)
        korean = factories.staff_client(staff, headers={"Accept-Language": "ko"})
        assert "실제 인물" in korean.get(LIST).content.decode()
        assert "다시 공개" not in korean.get(f"{LIST}{emoji.id}").content.decode()

    @pytest.mark.parametrize("query", ["page=2", "page=0", "page=x", "page=-1&hidden", "page=" + "9" * 400])
    def test_pages_that_are_not_there(self, client, emoji, stranger, query):
        report(stranger, emoji.id)
        assert client.get(f"{LIST}?{query}").status_code == 200

    def test_is_made_by_few_statements(self, client, owner, stranger, django_assert_max_num_queries):
        for name in "abcd":
            report(stranger, made.emoji_row(owner, name).id)
        with django_assert_max_num_queries(5):
            client.get(LIST)

    def test_is_led_to_from_the_reviews_of_dogs(self, client):
        assert f'href="{LIST}"' in client.get("/staff/").content.decode()


class TestThePage:
    def test_shows_the_seven_pictures(self, client, owner):
        emoji = made.emoji_published(owner)
        addresses = set(re.findall(r'src="([^"]+)"', client.get(f"{LIST}{emoji.id}").content.decode()))
        pictures = {address for address in addresses if "/pictures/" in address}
        assert len(pictures) == 7
        for address in pictures:
            response = client.get(address)
            assert (response.status_code, response["Content-Type"]) == (200, "image/png")
            assert response["Cache-Control"] == "no-store" and b"".join(response)[:4] == b"\x89PNG"

    def test_what_strangers_wrote_is_text(self, client, emoji, stranger):
        report(stranger, emoji.id, text="<script>alert(1)</script>")
        shown = client.get(f"{LIST}{emoji.id}").content.decode() + client.get(LIST).content.decode()
        assert "<script>alert" not in shown and "<b>face" not in shown and "&lt;script&gt;" in shown

    def test_says_nothing_of_people(self, client, owner, emoji, stranger):
        report(stranger, emoji.id, text="bad")
        shown = client.get(f"{LIST}{emoji.id}").content.decode()
        for secret in (owner.email, owner.alias, stranger.email, stranger.alias, str(owner.id), str(stranger.id)):
            assert secret not in shown

    def test_of_what_nobody_published_is_not_there(self, client, owner):
        draft = made.emoji_ready(owner)
        for path in ("", "/pictures/happy"):
            assert client.get(f"{LIST}{draft.id}{path}").status_code == 404
        assert client.get(f"{LIST}{uuid4()}").status_code == 404

    @pytest.mark.parametrize("expression", ["bored", "%00", ".."])
    def test_pictures_that_are_none(self, client, emoji, expression):
        assert client.get(f"{LIST}{emoji.id}/pictures/{expression}").status_code == 404


class TestDeciding:
    @pytest.fixture(autouse=True)
    def reported(self, emoji, stranger):
        report(stranger, emoji.id)

    def test_hide_and_show_again(self, client, staff, emoji):
        public = factories.client_of(None)
        for _ in range(2):
            response = decide(client, emoji, "hide")
            assert (response.status_code, response["Location"]) == (302, f"{LIST}{emoji.id}")
        assert public.get(f"{EMOJIS}{emoji.id}").status_code == 404
        assert public.get(f"{EMOJIS}pages/1").json()["count"] == 0
        emoji.refresh_from_db()
        assert emoji.hidden_by == staff and Report.objects.get().settled_by == staff
        shown = client.get(f"{LIST}{emoji.id}").content.decode()
        assert "Hidden by" in shown and 'value="unhide"' in shown and 'value="hide"' not in shown
        published_at = emoji.published_at
        for _ in range(2):
            assert decide(client, emoji, "unhide").status_code == 302
        assert public.get(f"{EMOJIS}{emoji.id}").status_code == 200
        emoji.refresh_from_db()
        assert (emoji.hidden_at, emoji.hidden_by, emoji.published_at) == (None, None, published_at)

    def test_dismiss(self, client, staff, emoji, owner):
        assert 'value="dismiss"' in client.get(f"{LIST}{emoji.id}").content.decode()
        assert decide(client, emoji, "dismiss").status_code == 302
        assert listed(client) == []
        shown = client.get(f"{LIST}{emoji.id}").content.decode()
        assert f"settled by {staff.email}" in shown and 'value="dismiss"' not in shown
        assert factories.client_of(None).get(f"{EMOJIS}{emoji.id}").status_code == 200
        report(owner, emoji.id)  # somebody else objects to it
        assert listed(client) == [str(emoji.id)]

    def test_who_reported_it_may_not_do_so_again(self, client, emoji, stranger):
        decide(client, emoji, "dismiss")
        assert report(stranger, emoji.id).status_code == 204
        assert listed(client) == []

    @pytest.mark.parametrize("body", [{}, {"decision": ""}, {"decision": "delete"}])
    def test_nonsense_is_refused(self, client, emoji, body):
        assert client.post(f"{LIST}{emoji.id}", body).status_code == 422
        assert Report.objects.get().settled_at is None

    def test_what_is_deleted_meanwhile(self, client, emoji):
        Emoji.objects.update(deleted_at=timezone.now())
        assert decide(client, emoji, "hide").status_code == 404

    def test_a_get_changes_nothing(self, client, emoji):
        assert client.get(f"{LIST}{emoji.id}?decision=hide").status_code == 200
        assert Emoji.objects.get().hidden_at is None

    def test_another_site_cannot_decide(self, staff, emoji):
        client = factories.staff_client(staff, enforce_csrf_checks=True)
        assert decide(client, emoji, "hide").status_code == 403
        assert Emoji.objects.get().hidden_at is None

    def test_nobody_else_decides(self, owner, emoji):
        for account in (None, owner):
            client = Client() if account is None else factories.staff_client(account)
            assert decide(client, emoji, "hide").status_code == 302
            assert client.get(LIST).status_code == 302
        assert Emoji.objects.get().hidden_at is None
