"""Templates over HTTP: who sees which, publishing, pictures, deleting."""

from uuid import uuid4

import emoji_factories as made
import factories
import pytest
from helpers import together

from core.problems import Problem
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji
from emojis.registry import register_publicity_listener
from emojis.reports import emoji_hide
from emojis.selectors import emoji_usable, pictures_of

pytestmark = pytest.mark.django_db
EMOJIS, MADE = made.EMOJIS, "/api/v1/users/mypage/made"


@pytest.fixture
def staff():
    return factories.staff()


def get(account, emoji, part="", **headers):
    response = factories.client_of(account).get(f"{EMOJIS}{emoji.id}{part}", headers=headers)
    if response.streaming:
        response.picture = b"".join(response)  # which closes the file
    return response


def publish(account, emoji):
    return factories.client_of(account).post(f"{EMOJIS}{emoji.id}/publish")


class TestSeeing:
    def test_a_draft_is_its_owners(self, owner, stranger):
        emoji = made.emoji_ready(owner)
        assert get(owner, emoji).json()["mine"] is True
        for account in (stranger, None):
            for part in ("", "/pictures/happy"):
                assert get(account, emoji, part).status_code == 404

    def test_what_is_published_everybody_sees(self, owner, stranger):
        emoji = made.emoji_published(owner, name="Bori")
        for account in (owner, stranger, None):
            body = get(account, emoji).json()
            assert body.pop("created_at") and body.pop("published_at") and body.pop("pictures")
            assert body == {
                "id": str(emoji.id), "name": "Bori", "state": "draft", "published": True, "hidden": False,
                "mine": account == owner, "built_in": False, "author": "Z**", "rejected": None,
            }  # fmt: skip

    def test_what_is_hidden_only_its_owner_sees(self, owner, stranger, staff):
        emoji = made.emoji_published(owner)
        emoji_hide(emoji.id, staff=staff)
        assert get(owner, emoji).json()["hidden"] is True
        assert [get(account, emoji, "/pictures/sad").status_code for account in (owner, stranger, None)] == [
            200, 404, 404,
        ]  # fmt: skip

    def test_what_is_deleted_nobody_sees(self, owner, stranger):
        emoji = made.emoji_published(owner)
        assert factories.client_of(stranger).delete(f"{EMOJIS}{emoji.id}").status_code == 404
        for status in (204, 404):
            assert factories.client_of(owner).delete(f"{EMOJIS}{emoji.id}").status_code == status
        for account in (owner, stranger, None):
            for part in ("", "/pictures/happy"):
                assert get(account, emoji, part).status_code == 404
        assert publish(owner, emoji).status_code == 404

    def test_my_own_of_any_state(self, owner, stranger):
        made.emoji_row(stranger)
        rows = [made.emoji_row(owner, name, published=False) for name in ("a", "b", "c")]
        Emoji.objects.filter(id=rows[1].id).update(state="rejected")
        factories.client_of(owner).delete(f"{EMOJIS}{rows[0].id}")
        page = factories.client_of(owner).get(MADE).json()
        assert [(emoji["name"], emoji["state"]) for emoji in page["results"]] == [("c", "draft"), ("b", "rejected")]
        assert (page["count"], page["next"], page["previous"]) == (2, None, None)

    def test_my_own_are_listed_by_few_statements(self, owner, django_assert_max_num_queries):
        for name in "abcde":
            made.emoji_row(owner, name)
        with django_assert_max_num_queries(3):
            factories.client_of(owner).get(MADE)

    @pytest.mark.parametrize("part", ["", "/pictures/happy"])
    def test_one_that_never_was(self, owner, part):
        assert factories.client_of(owner).get(f"{EMOJIS}{uuid4()}{part}").status_code == 404


class TestPublishing:
    def test_twice_is_once(self, owner):
        emoji = made.emoji_ready(owner)
        first, second = publish(owner, emoji), publish(owner, emoji)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json() == second.json() and first.json()["published"] is True

    @pytest.mark.parametrize("state", ["pending", "rejected", "failed"])
    def test_before_it_is_ready(self, owner, state):
        emoji, _ = made.emoji_posted(owner)
        Emoji.objects.update(state=state)
        response = publish(owner, emoji)
        assert (response.status_code, response.json()["code"]) == (409, "emoji_not_ready")
        assert Emoji.objects.get().published_at is None

    def test_somebody_elses(self, owner, stranger):
        emoji = made.emoji_row(owner, published=False)
        assert publish(stranger, emoji).status_code == 404
        assert publish(None, emoji).status_code == 401

    def test_one_that_is_hidden_stays_so(self, owner, staff):
        emoji = made.emoji_row(owner)
        emoji_hide(emoji.id, staff=staff)
        assert publish(owner, emoji).json()["hidden"] is True


@pytest.mark.django_db(transaction=True)
def test_copies_of_a_publication_at_one_moment(owner):
    emoji = made.emoji_row(owner, published=False)
    answers = together(*[lambda: publish(owner, emoji).json()["published_at"]] * 4)
    assert len(set(answers)) == 1


class TestPictures:
    @pytest.fixture
    def emoji(self, owner):
        return made.emoji_ready(owner)

    def test_are_where_the_template_says(self, owner, emoji, settings):
        for expression, address in get(owner, emoji).json()["pictures"].items():
            assert address == f"{settings.PUBLIC_URL}{EMOJIS}{emoji.id}/pictures/{expression}"
            response = get(owner, emoji, f"/pictures/{expression}")
            assert (response.status_code, response["Content-Type"]) == (200, "image/png")
            assert response.picture == made.face_png(100 + EXPRESSIONS.index(expression), 64)

    def test_of_a_draft_are_not_to_be_kept_by_others(self, owner, emoji):
        assert get(owner, emoji, "/pictures/happy")["Cache-Control"] == "private, no-cache"

    def test_of_a_published_one_may_be_kept_a_little(self, owner, emoji):
        publish(owner, emoji)
        response = get(None, emoji, "/pictures/happy")
        assert response["Cache-Control"] == "public, max-age=300"
        again = get(None, emoji, "/pictures/happy", **{"If-None-Match": response["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, "public, max-age=300")

    def test_of_a_hidden_one_are_private_again(self, owner, emoji, staff):
        publish(owner, emoji)
        emoji_hide(emoji.id, staff=staff)
        assert get(owner, emoji, "/pictures/happy")["Cache-Control"] == "private, no-cache"

    def test_that_are_none(self, owner, emoji):
        for expression in ("bored", "Happy", "..", "happy.png", "%00", "h" * 300):
            assert get(owner, emoji, f"/pictures/{expression}").status_code == 404

    def test_before_they_are_cut_out(self, owner):
        emoji, _ = made.emoji_posted(owner, 50)
        assert get(owner, emoji, "/pictures/happy").status_code == 404

    def test_a_browser_that_wants_pictures_alone_is_told_in_json(self, owner, emoji):
        response = get(None, emoji, "/pictures/happy", Accept="image/avif,image/png")
        assert response["Content-Type"] == "application/problem+json"


class TestUsing:
    def test_ones_own_draft_and_what_is_public(self, owner, stranger):
        draft, public = made.emoji_ready(owner), made.emoji_row(owner, "b")
        assert emoji_usable(owner, draft.id) == draft
        assert emoji_usable(stranger, public.id) == public
        assert set(pictures_of(draft)) == set(EXPRESSIONS)

    def test_nothing_else(self, owner, stranger, staff):
        pending, hidden, gone, draft = (
            Emoji.objects.create(owner=owner, name="pending"),
            made.emoji_row(owner),
            made.emoji_row(owner),
            made.emoji_row(owner, published=False),
        )
        emoji_hide(hidden.id, staff=staff)
        factories.client_of(owner).delete(f"{EMOJIS}{gone.id}")
        refused = {
            (owner, pending): "emoji_not_ready", (stranger, pending): "not_found", (owner, hidden): "emoji_hidden",
            (stranger, hidden): "not_found", (owner, gone): "not_found", (stranger, draft): "not_found",
        }  # fmt: skip
        for (account, emoji), code in refused.items():
            with pytest.raises(Problem) as raised:
                emoji_usable(account, emoji.id)
            assert raised.value.code == code


def test_other_apps_hear_of_what_comes_into_sight_or_goes_out_of_it(owner, staff, monkeypatch):
    heard = []
    monkeypatch.setattr("emojis.registry._listeners", [])
    register_publicity_listener(lambda: heard.append(1))
    emoji = made.emoji_row(owner, published=False)
    publish(owner, emoji)
    publish(owner, emoji)
    assert len(heard) == 1
    emoji_hide(emoji.id, staff=staff)
    emoji_hide(emoji.id, staff=staff)
    assert len(heard) == 2
    factories.client_of(owner).delete(f"{EMOJIS}{emoji.id}")
    assert len(heard) == 3
