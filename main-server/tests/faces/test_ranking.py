"""GET faces/ranking: what was used most in seven days, in an order that is always the same."""

from datetime import timedelta
from uuid import uuid4

import covering
import factories
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emojis.models import Emoji
from faces import ranking as module
from faces.models import Cover
from faces.ranking import ranking_changed

pytestmark = pytest.mark.django_db
PATH = "/api/v1/faces/ranking"


@pytest.fixture
def used(user):
    """used(template, 3) -> so many pictures are covered with it, so many days ago; rows alone."""

    def make(template, count, days=0.0, **changes):
        moment = timezone.now() - timedelta(days=days)
        asked = {"emoji": template, "state": "succeeded", "outcome": "covered", "user": user} | changes
        return Cover.objects.bulk_create(
            Cover(task_id=uuid4(), made_at=moment, finished_at=moment, **asked) for _ in range(count)
        )

    return make


def ranking(page=None, account=None):
    response = factories.client_of(account).get(PATH if page is None else f"{PATH}?page={page}")
    assert response.status_code == 200, response.content
    return response.json()


def names(entries):
    return [(entry["rank"], entry["emoji"]["name"], entry["covers"]) for entry in entries]


def afresh():
    cache.clear()
    return ranking()


def test_nothing_yet():
    body = ranking()
    assert (body["top"], body["count"], body["next"], body["previous"], body["results"]) == ([], 0, None, None, [])
    assert body["since"] < timezone.now().isoformat()


def test_by_count_then_name_then_id(used):
    made = [covering.emoji(name=name) for name in ("b", "a", "c", "c", "d")]
    for template, count in zip(made, (2, 2, 5, 5, 1), strict=True):
        used(template, count)
    body = ranking()
    assert names(body["top"]) == [(1, "c", 5), (2, "c", 5), (3, "a", 2)]
    assert names(body["results"]) == [(4, "b", 2), (5, "d", 1)]
    assert [entry["emoji"]["id"] for entry in body["top"][:2]] == sorted(str(made[i].id) for i in (2, 3))
    assert body["count"] == 5


def test_what_is_shown_of_a_template(user, used):
    template = covering.emoji(user, name="mine")
    used(template, 1)
    [entry] = ranking()["top"]
    assert (entry["emoji"]["mine"], entry["emoji"]["author"]) == (False, user.masked_alias)
    assert ranking(account=user)["top"][0]["emoji"]["mine"] is True
    assert set(entry["emoji"]["pictures"]) == {"neutral", "angry", "disgust", "fear", "happy", "sad", "surprise"}
    assert user.alias not in str(entry) and user.email not in str(entry)


def test_pages(used):
    for index in range(3 + 8 + 8 + 1):
        used(covering.emoji(name=f"{index:02}"), 30 - index)
    first, second, third = (ranking(page) for page in (1, 2, 3))
    assert first == ranking()
    assert first["top"] == second["top"] == third["top"]
    ranks = [[entry["rank"] for entry in page["results"]] for page in (first, second, third)]
    assert ranks == [list(range(4, 12)), list(range(12, 20)), [20]]
    assert first["next"].endswith(f"{PATH}?page=2") and first["previous"] is None
    assert third["previous"].endswith(f"{PATH}?page=2") and third["next"] is None
    beyond = factories.client_of(None).get(f"{PATH}?page=4")
    assert (beyond.status_code, beyond.json()["code"]) == (404, "page_out_of_range")
    for wrong in ("0", "-1", "x", "1.5", "9" * 30):
        assert factories.client_of(None).get(f"{PATH}?page={wrong}").status_code == 422


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (3, 1), (4, 1), (11, 1), (12, 2)])
def test_how_many_pages_there_are(used, count, pages):
    for index in range(count):
        used(covering.emoji(name=f"{index:02}"), 1)
    assert (ranking(pages)["next"], ranking(pages)["count"]) == (None, count)
    assert factories.client_of(None).get(f"{PATH}?page={pages + 1}").status_code == 404


def test_the_last_seven_days_count(used):
    old, recent = covering.emoji(name="old"), covering.emoji(name="recent")
    used(old, 9, days=7.001)
    used(recent, 1, days=6.999)
    assert names(ranking()["top"]) == [(1, "recent", 1)]


def test_what_is_covered_counts_and_nothing_else(user, template, used):
    used(template, 2, outcome="no_face")
    covering.posted(user, template)
    factories.fail(covering.posted(user, template, seed=2)[1])
    assert ranking()["count"] == 0
    covering.covered(user, template, seed=3)
    assert names(afresh()["top"]) == [(1, template.name, 1)]


def test_one_that_is_covered_again_counts_once_and_for_the_new_template(user, template):
    other = covering.emoji(name="other")
    cover = covering.covered(user, template)
    covering.again(user, cover, emoji_id=str(other.id))
    assert names(afresh()["top"]) == [(1, template.name, 1)]
    covering.finish(covering.job_of(cover))
    assert names(afresh()["top"]) == [(1, "other", 1)]


@pytest.mark.parametrize("changes", [{"hidden_at": 1}, {"deleted_at": 1}, {"published_at": None}])
def test_templates_that_are_not_public(used, template, changes):
    used(template, 5)
    used(covering.emoji(name="public"), 1)
    Emoji.objects.filter(id=template.id).update(**{name: value and timezone.now() for name, value in changes.items()})
    assert names(ranking()["top"]) == [(1, "public", 1)]


class TestCache:
    def counting(self):
        """How often the covers were counted, and how many statements that took in all."""
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ranking()
        return sum('"faces_cover"' in query["sql"] for query in captured), len(captured)

    def test_it_is_counted_by_one_statement_once_a_minute(self, used, template, monkeypatch):
        used(template, 2)
        assert self.counting()[0] == 1
        used(template, 2)
        assert self.counting() == (0, 2)  # the cache, and the templates of the page
        assert ranking()["top"][0]["covers"] == 2
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: timezone.now() + timedelta(seconds=61))
        assert self.counting()[0] == 1

    def test_the_first_look_counts_everything_that_is_on_the_page_in_one_statement(self, used):
        for index in range(12):
            used(covering.emoji(name=f"{index:02}"), 2)
        assert self.counting()[0] == 1

    def test_a_cover_that_is_deleted(self, user, template, django_capture_on_commit_callbacks):
        covers = [covering.covered(user, template, seed=seed) for seed in (1, 2)]
        assert ranking()["top"][0]["covers"] == 2
        with django_capture_on_commit_callbacks(execute=True):
            factories.client_of(user).delete(f"{covering.COVERS}{covers[0].id}")
        assert ranking()["top"][0]["covers"] == 1

    def test_a_template_that_is_deleted(self, user, used, django_capture_on_commit_callbacks):
        template = covering.emoji(user)
        used(template, 5)
        used(covering.emoji(name="second"), 1)
        assert ranking()["count"] == 2
        with django_capture_on_commit_callbacks(execute=True):
            assert factories.client_of(user).delete(f"/api/v1/emojis/{template.id}").status_code == 204
        assert names(ranking()["top"]) == [(1, "second", 1)]
        assert ranking()["count"] == 1

    def test_a_template_that_goes_out_of_sight_between_count_and_look(self, used, template):
        used(template, 5)
        used(covering.emoji(name="second"), 1)
        ranking()
        Emoji.objects.filter(id=template.id).update(hidden_at=timezone.now())
        assert names(ranking()["top"]) == [(2, "second", 1)]

    def test_an_account_that_leaves(self, user, template, django_capture_on_commit_callbacks):
        covering.covered(user, template)
        assert ranking()["count"] == 1
        with django_capture_on_commit_callbacks(execute=True):
            factories.client_of(user).delete("/api/v1/users/me")
        assert ranking()["count"] == 0

    def test_what_was_counted_before_a_deletion_is_not_kept_after_it(
        self, used, template, monkeypatch, django_capture_on_commit_callbacks
    ):
        """The count was under way while the deletion committed."""
        used(template, 2)
        plain = module._count

        def overtaken(since):
            counts = plain(since)
            Cover.objects.first().delete()
            with django_capture_on_commit_callbacks(execute=True):
                ranking_changed()
            return counts

        monkeypatch.setattr(module, "_count", overtaken)
        assert ranking()["top"][0]["covers"] == 2
        monkeypatch.setattr(module, "_count", plain)
        assert ranking()["top"][0]["covers"] == 1
