"""POST lookups/, and what becomes of the AI server's findings."""

import json
from uuid import uuid4

import factories
import pytest

from core.models import Photo
from lookups.models import Candidate, Lookup

pytestmark = pytest.mark.django_db
LOOKUPS = "/api/v1/lookups/"


@pytest.fixture
def owner():
    return factories.user(alias="Kim")


@pytest.fixture
def dog(owner):
    return factories.dog_registered(owner)


def task(job, account=None):
    return factories.client_of(account).get(f"/api/v1/tasks/{job.id}").json()


def shown(lookup, account=None):
    return factories.client_of(account).get(f"{LOOKUPS}{lookup.id}").json()


class TestPost:
    def test_accepted_with_a_task_for_anybody(self):
        lookup, job = factories.lookup_posted()
        assert job.payload == {
            "lookup_id": str(lookup.id),
            "photo": {"id": str(lookup.photo_id), "sha256": lookup.photo.sha256},
        }
        assert (job.kind, job.principal) == ("dog.lookup", "anonymous")
        body = shown(lookup)
        assert (body["state"], body["outcome"], body["dog"], body["place"]) == ("pending", None, None, None)

    def test_with_account_and_place(self, owner):
        place = {"latitude": "37.5665351234", "longitude": "126.978", "place": "시청역 2번 출구"}
        lookup, job = factories.lookup_posted(owner, **place)
        assert (lookup.user, job.principal) == (owner, f"user:{owner.id}")
        body = shown(lookup, owner)
        assert body["place"] == {"latitude": 37.566535, "longitude": 126.978, "text": "시청역 2번 출구"}

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"nose_photo": "text"}, "nose_photo", "invalid"),
            ({"latitude": "37.5"}, "longitude", "required"),
            ({"longitude": "127"}, "latitude", "required"),
            ({"latitude": "90.1", "longitude": "0"}, "latitude", "max_value"),
            ({"latitude": "nan", "longitude": "0"}, "latitude", "invalid"),
            ({"latitude": "0", "longitude": "-inf"}, "longitude", "invalid"),
            ({"place": "x" * 201}, "place", "max_length"),
        ],
    )
    def test_a_form_that_is_wrong_stores_nothing(self, client, changes, field, code):
        form = {"nose_photo": factories.photo()} | changes
        response = client.post(LOOKUPS, form, format="multipart")
        assert response.status_code == 422
        assert {error["code"] for error in response.json()["errors"][field]} == {code}
        assert not Lookup.objects.exists()
        assert not Photo.objects.exists()

    def test_a_photo_that_is_none_is_refused(self, client):
        response = client.post(LOOKUPS, {"nose_photo": factories.upload(b"text")}, format="multipart")
        assert (response.status_code, response.json()["code"]) == (422, "photo_not_readable")
        assert response.json()["errors"]["nose_photo"][0]["code"] == "photo_not_readable"

    def test_the_same_request_gives_the_same_task(self, client):
        def post(seed):
            form, headers = {"nose_photo": factories.photo(seed)}, {"Idempotency-Key": "k1"}
            return client.post(LOOKUPS, form, format="multipart", headers=headers)

        assert post(1).json()["id"] == post(1).json()["id"]
        assert post(2).json()["code"] == "idempotency_key_reused"
        assert (Lookup.objects.count(), Photo.objects.count()) == (1, 1)

    def test_a_wrong_token_is_not_taken_for_nobody(self, client):
        client.credentials(HTTP_AUTHORIZATION="Bearer stale")
        assert client.post(LOOKUPS, {"nose_photo": factories.photo()}, format="multipart").status_code == 401


class TestWhoSees:
    def test_an_account_s_lookup_is_its_own(self, owner):
        lookup, job = factories.lookup_posted(owner)
        for stranger in (None, factories.user()):
            assert factories.client_of(stranger).get(f"{LOOKUPS}{lookup.id}").status_code == 404
            assert factories.client_of(stranger).get(f"{LOOKUPS}{lookup.id}/photo").status_code == 404
        assert factories.client_of(owner).get(f"{LOOKUPS}{lookup.id}").status_code == 200

    def test_nobody_s_lookup_is_for_whoever_knows_its_id(self, owner):
        lookup, _ = factories.lookup_posted()
        for account in (None, owner):
            assert factories.client_of(account).get(f"{LOOKUPS}{lookup.id}").status_code == 200
        assert lookup.id.version == 4

    @pytest.mark.parametrize("path", ["", "/photo", "/reference", "/dog-photo"])
    def test_an_unknown_one_is_404(self, client, path):
        assert client.get(f"{LOOKUPS}{uuid4()}{path}").json()["code"] == "not_found"

    def test_my_page(self, owner, dog, django_assert_num_queries):
        for seed in (1, 2, 3):
            factories.lookup_answered("match", factories.candidate(dog), account=owner, seed=seed)
        factories.lookup_posted()
        with django_assert_num_queries(3):
            page = factories.client_of(owner).get("/api/v1/users/mypage/lookups").json()
        assert page["count"] == 3
        assert {entry["outcome"] for entry in page["results"]} == {"match"}


class TestFindings:
    def test_match(self, dog):
        lookup, job = factories.lookup_answered("match", factories.candidate(dog))
        seen = task(job)
        base = f"{LOOKUPS}{lookup.id}"
        assert (seen["state"], seen["outcome"]) == ("succeeded", "match")
        result = seen["result"]
        assert result["lookup_id"] == str(lookup.id)
        assert result["band"] == "certain"
        assert result["dog"] | {"photo_url": ""} == {
            "number": dog.formatted_number,
            "name": dog.name,
            "breed": "jindo",
            "photo_url": "",
            "owner": {"display": "K**", "reachable": True, "phone": None, "email": None},
        }
        assert result["dog"]["photo_url"].endswith(f"{base}/dog-photo")
        assert result["evidence"]["photo_url"].endswith(f"{base}/photo")
        assert result["evidence"]["reference_url"].endswith(f"{base}/reference")
        assert result.items() <= shown(lookup).items()

    def test_the_phone_is_shown_to_finders_if_its_owner_wants_that(self, owner, dog):
        _, job = factories.lookup_answered("match", factories.candidate(dog))
        for show_phone, phone in ((False, None), (True, "+821012345678")):
            owner.phone, owner.show_phone = "+821012345678", show_phone
            owner.save()
            assert task(job)["result"]["dog"]["owner"]["phone"] == phone

    def test_so_is_the_e_mail_address(self, owner, dog):
        _, job = factories.lookup_answered("match", factories.candidate(dog))
        for show_email, email in ((False, None), (True, owner.email)):
            factories.client_of(owner).patch("/api/v1/users/me", {"show_email": show_email})
            assert task(job)["result"]["dog"]["owner"]["email"] == email

    def test_nobody_in_between_may_keep_it(self, dog):
        lookup, _ = factories.lookup_answered("match", factories.candidate(dog))
        response = factories.client_of(None).get(f"{LOOKUPS}{lookup.id}")
        assert response["Cache-Control"] == "private, no-cache"

    def test_no_score_threshold_or_id_of_the_dog_is_shown(self, owner, dog):
        entry = factories.candidate(dog, score=43.21875)
        lookup, job = factories.lookup_answered("match", entry)
        text = json.dumps([task(job), shown(lookup)])
        for secret in ("43.21", "11.5", str(dog.id), entry["photo_id"], str(owner.id), owner.email):
            assert secret not in text

    def test_possible_reveals_no_dog(self, dog):
        lookup, job = factories.lookup_answered("possible", factories.candidate(dog, "possible"))
        assert task(job)["outcome"] == "possible"
        assert task(job)["result"] == {
            "lookup_id": str(lookup.id),
            "band": "possible",
            "dog": None,
            "evidence": None,
            "photos": [{"index": 0, "quality": 77, "reasons": []}],
        }
        for path in ("reference", "dog-photo"):
            assert factories.client_of(None).get(f"{LOOKUPS}{lookup.id}/{path}").status_code == 404

    def test_not_registered(self):
        lookup, job = factories.lookup_answered("not_registered")
        assert task(job)["outcome"] == shown(lookup)["outcome"] == "not_registered"
        assert (shown(lookup)["band"], shown(lookup)["dog"]) == (None, None)

    @pytest.mark.parametrize("outcome", ["match", "not_registered"])
    def test_a_look_takes_two_statements(self, dog, django_assert_num_queries, outcome):
        _, job = factories.lookup_answered(outcome, *[factories.candidate(dog)] * (outcome == "match"))
        with django_assert_num_queries(2):
            assert task(job)["outcome"] == outcome

    def test_rejected_says_why(self):
        lookup, job = factories.lookup_posted()
        photos = factories.verdicts({0: ["too_dark"]}, count=1)
        factories.finish(job, "rejected", {"model": factories.MODEL, "photos": photos})
        assert task(job)["outcome"] == "rejected"
        assert shown(lookup)["photos"] == task(job)["result"]["photos"] == photos

    def test_a_failed_job(self):
        lookup, job = factories.lookup_posted()
        factories.fail(job, "photo_unreadable")
        assert (shown(lookup)["state"], shown(lookup)["outcome"]) == ("failed", None)
        assert task(job)["error"]["code"] == "photo_unreadable"

    def test_a_result_that_comes_twice_is_applied_once(self, dog):
        lookup, job = factories.lookup_answered("match", factories.candidate(dog))
        factories.finish(job, "not_registered", factories.found("not_registered"))
        assert (shown(lookup)["outcome"], Candidate.objects.count()) == ("match", 1)


class TestOurOwnRowsDecide:
    def test_a_dog_deleted_before_the_result_is_applied(self, owner, dog):
        entry = factories.candidate(dog)
        factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
        lookup, job = factories.lookup_answered("match", entry)
        assert task(job)["outcome"] == shown(lookup)["outcome"] == "not_registered"
        assert job.outcome == "not_registered"

    def test_a_dog_deleted_before_the_result_is_shown(self, owner, dog):
        lookup, job = factories.lookup_answered("match", factories.candidate(dog))
        assert shown(lookup)["outcome"] == "match"
        factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
        assert task(job)["outcome"] == shown(lookup)["outcome"] == "not_registered"
        assert (task(job)["result"]["dog"], task(job)["result"]["evidence"]) == (None, None)
        for path in ("reference", "dog-photo"):
            assert factories.client_of(None).get(f"{LOOKUPS}{lookup.id}/{path}").status_code == 404

    @pytest.mark.parametrize("state", ["pending", "rejected"])
    def test_a_dog_that_is_not_registered(self, owner, state):
        dog, registration = factories.dog_posted(owner)
        if state == "rejected":
            factories.fail(registration)
        _, job = factories.lookup_answered("match", factories.candidate(dog))
        assert task(job)["outcome"] == "not_registered"

    def test_a_dog_whose_registration_is_applied_a_moment_later(self, owner):
        dog, registration = factories.dog_posted(owner)
        lookup, job = factories.lookup_answered("match", factories.candidate(dog))
        factories.finish(registration, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})
        assert task(job)["outcome"] == shown(lookup)["outcome"] == "match"

    def test_a_photo_that_is_not_the_dogs(self, dog):
        other = factories.dog_registered(factories.user(), 40)
        strange = factories.candidate(dog, photo_id=str(other.nose_photos.first().photo_id))
        assert task(factories.lookup_answered("match", strange)[1])["outcome"] == "not_registered"

    def test_the_next_candidate_moves_up(self, owner, dog):
        second = factories.dog_registered(factories.user(), 40)
        entries = [factories.candidate(dog), factories.candidate(second, "possible")]
        lookup, job = factories.lookup_answered("match", *entries)
        factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
        assert (task(job)["outcome"], task(job)["result"]["dog"]) == ("possible", None)
        both = factories.lookup_answered(
            "match", factories.candidate(second, index=3), factories.candidate(second, "possible"), seed=7
        )
        assert task(both[1])["result"]["dog"]["number"] == second.formatted_number

    def test_the_etag_changes_with_the_dog(self, owner, dog):
        _, job = factories.lookup_answered("match", factories.candidate(dog))
        client = factories.client_of(None)
        etag = client.get(f"/api/v1/tasks/{job.id}")["ETag"]
        assert client.get(f"/api/v1/tasks/{job.id}", headers={"If-None-Match": etag}).status_code == 304
        factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
        assert client.get(f"/api/v1/tasks/{job.id}", headers={"If-None-Match": etag}).status_code == 200
