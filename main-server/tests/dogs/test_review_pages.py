"""The pages on which staff decides, also when somebody wants them to go wrong."""

import re
from datetime import timedelta
from uuid import uuid4

import factories
import pytest
from django.db.models import F
from django.test import Client
from leftovers import photo_file

from core.models import Photo
from dogs.models import Dog, Review
from dogs.reviews import review_confirm
from dogs.services import dog_delete, rejected_photos_sweep
from jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(staff):
    return factories.staff_client(staff, headers={"Accept-Language": "en"})


@pytest.fixture
def owner():
    return factories.user()


def page_of(review):
    return f"/staff/reviews/{review.id}"


def decide(client, review, decision, **fields):
    return client.post(page_of(review), {"decision": decision, **fields})


class TestTheList:
    def test_shows_what_is_to_be_decided_oldest_first(self, client, other, review):
        second = factories.dog_in_review(factories.user(), other, seed=60, name="Mandu")
        shown = client.get("/staff/").content.decode()
        assert shown.index(page_of(review)) < shown.index(page_of(second))
        assert page_of(review) not in client.get("/staff/?decided").content.decode()

    def test_shows_who_decided_apart(self, client, staff, review):
        decide(client, review, "refuse")
        assert page_of(review) not in client.get("/staff/").content.decode()
        shown = client.get("/staff/?decided").content.decode()
        assert page_of(review) in shown and staff.email in shown

    def test_speaks_korean(self, staff, review):
        shown = factories.staff_client(staff, headers={"Accept-Language": "ko"}).get("/staff/").content.decode()
        assert "처리 대기" in shown

    @pytest.mark.parametrize("query", ["page=2", "page=0", "page=x", "page=-1&decided", "page=" + "9" * 400])
    def test_pages_that_are_not_there(self, client, review, query):
        assert client.get(f"/staff/?{query}").status_code == 200

    def test_is_made_by_few_statements(self, client, other, review, django_assert_max_num_queries):
        for seed in (60, 70, 80):
            factories.dog_in_review(factories.user(), other, seed=seed)
        with django_assert_max_num_queries(4):
            client.get("/staff/")


class TestThePage:
    def test_shows_both_noses_and_the_points_in_place(self, client, review):
        shown = client.get(page_of(review)).content.decode()
        assert shown.count("<image") == 2 and shown.count('class="pair"') == 3
        assert "Score 9: 3 agreeing points. From 10.2 on, among 12 dogs" in shown
        # The photo is 64 px wide, the nose with its margin reaches from 9 to 54 px: there the middle is at 32 px.
        assert lines(shown)[1][0] == pytest.approx((32 - 9) / (54 - 9) * 470, abs=0.1)

    def test_the_points_lie_where_the_pictures_are(self, client, review):
        """The middle of both photos is in the middle of both panels."""
        Review.objects.update(nose=[0, 0, 1, 1], lookalike_nose=[0, 0, 1, 1], points=[[0.5, 0.5, 0.25, 0.75]])
        shown = client.get(page_of(review)).content.decode()
        [(x1, y1, x2, y2)] = lines(shown)
        height = 470 * 48 / 64
        expected = (235, height / 2, 470 + 60 + 470 / 4, height * 3 / 4)
        assert (x1, y1, x2, y2) == pytest.approx(expected, abs=0.1)

    def test_shows_what_is_known_of_both(self, client, other, review):
        shown = client.get(page_of(review)).content.decode()
        for fact in (other.name, other.formatted_number, review.dog.name, "Korean Jindo", "two accounts"):
            assert fact in shown
        for secret in (other.owner.email, other.owner.alias, review.dog.owner.email):
            assert secret not in shown

    def test_marks_what_speaks_for_two_dogs(self, client, other):
        review = factories.dog_in_review(factories.user(), other, name="Mandu", sex="male", coat_colour="white")
        shown = client.get(page_of(review)).content.decode()
        assert re.findall(r'class="differs"><th>([^<]+)', shown) == ["Sex"]

    def test_says_if_one_account_sent_both(self, client, other):
        review = factories.dog_in_review(other.owner, other)
        assert "same account" in client.get(page_of(review)).content.decode()

    def test_its_pictures_are_there_and_not_kept(self, client, review):
        shown = client.get(page_of(review)).content.decode()
        pictures = set(re.findall(r'(?:href|src)="(/staff/reviews/[^"]+)"', shown))
        assert len(pictures) == 2 + 12
        for picture in pictures:
            response = client.get(picture)
            assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
            assert response["Cache-Control"] == "no-store" and response.content[:2] == b"\xff\xd8"

    def test_a_get_changes_nothing(self, client, review):
        for query in ("", "?decision=refuse", "?decision=confirm"):
            assert client.get(page_of(review) + query).status_code == 200
        assert Review.objects.get().state == "open" and not Job.objects.filter(kind="dog.enrol").exists()

    def test_what_strangers_wrote_is_text(self, client, other):
        script = "<script>alert(1)</script>"
        review = factories.dog_in_review(factories.user(), other, name=script, marks="</svg>" + script)
        shown = client.get(page_of(review)).content.decode() + client.get("/staff/").content.decode()
        assert script not in shown and "&lt;script&gt;" in shown

    def test_without_the_look_alike(self, client, other, review):
        dog_delete(other.id)
        shown = client.get(page_of(review)).content.decode()
        assert "A photo is no longer there" in shown and "compared once more" in shown
        assert 'name="decision"' not in shown

    def test_when_the_photos_are_gone(self, client, review):
        decide(client, review, "refuse")
        Dog.objects.update(photos_until=F("photos_until") - timedelta(days=2))
        rejected_photos_sweep()
        assert "A photo is no longer there" in client.get(page_of(review)).content.decode()
        assert client.get(f"{page_of(review)}/noses/dog").status_code == 410
        assert client.get(f"{page_of(review)}/noses/lookalike").status_code == 200

    def test_when_a_file_is_gone(self, client, review):
        photo_file(review.nose_photo.photo).unlink()
        assert client.get(page_of(review)).status_code == 200
        assert client.get(f"{page_of(review)}/noses/dog").status_code == 410


def lines(shown):
    """(x1, y1, x2, y2) of each line that is drawn."""
    found = re.findall(r'class="line"[^>]*x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"', shown)
    return [tuple(map(float, line)) for line in found]


class TestDeciding:
    def test_another_dog(self, client, staff, review):
        response = decide(client, review, "confirm", note="ridge")
        assert (response.status_code, response["Location"]) == (302, page_of(review))
        review = Review.objects.get()
        assert (review.state, review.decided_by, review.note) == ("confirmed", staff, "ridge")
        shown = client.get(page_of(review)).content.decode()
        assert staff.email in shown and "ridge" in shown and 'name="decision"' not in shown

    def test_the_same_dog(self, client, review):
        assert decide(client, review, "refuse").status_code == 302
        assert Review.objects.get().dog.rejection == "already_registered"

    def test_a_double_click_leads_to_the_same_page(self, client, review):
        for _ in range(2):
            assert decide(client, review, "confirm").status_code == 302
        assert Job.objects.filter(kind="dog.enrol").count() == 1

    def test_too_late(self, client, review):
        decide(client, review, "confirm")
        response = decide(client, review, "refuse")
        assert response.status_code == 409 and b"decided otherwise" in response.content
        assert Review.objects.get().state == "confirmed"

    def test_what_failed_says_why_and_can_be_tried_again(self, client, staff, review):
        review_confirm(review.id, staff=staff)
        factories.fail(Job.objects.get(kind="dog.enrol"), "photo_unreadable")
        shown = client.get(page_of(review)).content.decode()
        assert "A photo could not be read" in shown and 'value="confirm"' in shown
        assert page_of(review) in client.get("/staff/").content.decode()
        assert decide(client, review, "confirm").status_code == 302
        assert Job.objects.filter(kind="dog.enrol", state="queued").count() == 1

    @pytest.mark.parametrize(
        "body",
        [
            {}, {"decision": ""}, {"decision": "delete"}, {"decision": ["confirm", "x"]},
            {"decision": "confirm", "note": "n" * 501}, {"decision": "refuse", "note": "\0"},
        ],
    )  # fmt: skip
    def test_nonsense_is_refused(self, client, review, body):
        assert client.post(page_of(review), body).status_code == 422
        assert Review.objects.get().state == "open"

    def test_another_site_cannot_decide(self, staff, review):
        """Not even with the cookie, which SameSite keeps from it."""
        client = factories.staff_client(staff, enforce_csrf_checks=True)
        assert decide(client, review, "refuse").status_code == 403
        headers = {"Origin": "https://evil.example"}
        token = {"csrfmiddlewaretoken": client.get(page_of(review)).context["csrf_token"]}
        assert client.post(page_of(review), {"decision": "refuse", **token}, headers=headers).status_code == 403
        assert Review.objects.get().state == "open"
        assert client.post(page_of(review), {"decision": "refuse", **token}).status_code == 302

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_other_methods(self, client, review, method):
        assert getattr(client, method)(page_of(review)).status_code == 405


class TestWhatIsNotThere:
    def test_a_review_that_is_none(self, client):
        assert client.get(f"/staff/reviews/{uuid4()}").status_code == 404
        assert client.post(f"/staff/reviews/{uuid4()}", {"decision": "refuse"}).status_code == 404

    @pytest.mark.parametrize("part", ["noses/owner", "noses/..", "photos/1", "noses/"])
    def test_parts_that_are_none(self, client, review, part):
        assert client.get(f"{page_of(review)}/{part}").status_code in (404, 410)

    def test_photos_of_other_dogs(self, client, review):
        stranger = factories.dog_registered(factories.user(), seed=120)
        assert Photo.objects.filter(id=stranger.profile_photo_id).exists()
        assert client.get(f"{page_of(review)}/photos/{stranger.profile_photo_id}").status_code == 404


def test_nobody_else_decides(review):
    for account in (None, review.dog.owner):
        client = Client() if account is None else factories.staff_client(account)
        response = decide(client, review, "confirm")
        assert (response.status_code, response["Location"]) == (302, f"/staff/login/?next={page_of(review)}")
    assert Review.objects.get().state == "open"
