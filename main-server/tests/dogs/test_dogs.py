"""Reading, changing and deleting dogs; numbers; my page; leaving."""

from uuid import uuid4

import factories
import pytest
from leftovers import photo_file

from accounts.models import User
from core.models import FileDeletion, Photo
from core.photos import files_delete_queued
from dogs.breeds import BREEDS
from dogs.models import Dog
from jobs.models import Job

pytestmark = pytest.mark.django_db
DOGS = "/api/v1/dogs/"


@pytest.fixture
def owner():
    return factories.user()


@pytest.fixture
def mine(owner):
    return factories.client_of(owner)


def forgets(dog_id):
    return Job.objects.filter(kind="dog.forget", subject_id=dog_id)


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("patch", ""), ("delete", ""), ("get", "/photo")])
def test_another_persons_dog_is_not_there(owner, method, path):
    dog, _ = factories.dog_posted(owner)
    response = getattr(factories.client_of(factories.user()), method)(f"{DOGS}{dog.id}{path}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert getattr(factories.client_of(None), method)(f"{DOGS}{dog.id}{path}").status_code == 401
    assert Dog.objects.filter(id=dog.id).exists()


def test_an_unknown_dog_is_404(mine):
    assert mine.get(f"{DOGS}{uuid4()}").status_code == 404
    assert mine.get(f"{DOGS}1").status_code == 404


def test_the_owner_sees_the_profile_photo(owner, mine):
    dog, _ = factories.dog_posted(owner)
    url = mine.get(f"{DOGS}{dog.id}").json()["photo_url"]
    response = mine.get(url)
    assert b"".join(response.streaming_content) == photo_file(dog.profile_photo).read_bytes()


def test_change_by_json(owner, mine):
    dog, _ = factories.dog_posted(owner)
    response = mine.patch(f"{DOGS}{dog.id}", {"name": "Milk", "neutered": None, "birth_year": None}, format="json")
    assert response.status_code == 200
    shown = mine.get(f"{DOGS}{dog.id}").json()
    assert shown == response.json()
    assert (shown["name"], shown["birth_year"], shown["neutered"], shown["breed"]) == ("Milk", None, None, "jindo")


@pytest.mark.parametrize("change", [{"breed": "cat"}, {"name": ""}, {"sex": None}])
def test_a_wrong_change_changes_nothing(owner, mine, change):
    dog, _ = factories.dog_posted(owner)
    before = mine.get(f"{DOGS}{dog.id}").json()
    assert mine.patch(f"{DOGS}{dog.id}", change, format="json").status_code == 422
    assert mine.get(f"{DOGS}{dog.id}").json() == before


def test_what_is_not_the_owners_to_say_is_ignored(owner, mine):
    dog, _ = factories.dog_posted(owner)
    mine.patch(f"{DOGS}{dog.id}", {"state": "registered", "number": "7F3K92QXM", "owner": "x"}, format="json")
    assert Dog.objects.get(id=dog.id).state == "pending"


def test_a_new_profile_photo_replaces_the_old_one(owner, mine):
    dog, _ = factories.dog_posted(owner, neutered="true")
    old = dog.profile_photo
    form = {"profile_photo": factories.photo(77), "name": "Milk"}
    assert mine.patch(f"{DOGS}{dog.id}", form, format="multipart").status_code == 200
    dog.refresh_from_db()
    assert (dog.name, dog.neutered) == ("Milk", True)
    assert dog.profile_photo_id != old.id
    assert FileDeletion.objects.filter(photo_id=old.id).exists()
    assert Photo.objects.count() == 6


class TestDeletion:
    def test_of_a_registered_dog(self, owner, mine):
        dog = factories.dog_registered(owner)
        assert mine.delete(f"{DOGS}{dog.id}").status_code == 204
        assert not Dog.objects.exists()
        assert not Photo.objects.exists()
        assert files_delete_queued() == 6
        assert forgets(dog.id).get().payload == {"dog_id": str(dog.id)}
        assert mine.get(f"{DOGS}{dog.id}").status_code == 404
        assert mine.delete(f"{DOGS}{dog.id}").status_code == 404

    def test_calls_a_running_registration_off(self, owner, mine):
        dog, job = factories.dog_posted(owner)
        mine.delete(f"{DOGS}{dog.id}")
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED
        assert forgets(dog.id).count() == 1

    def test_a_registration_that_succeeds_afterwards_revives_nothing(self, owner, mine):
        dog, job = factories.dog_posted(owner)
        mine.delete(f"{DOGS}{dog.id}")
        forgets(dog.id).update(state="succeeded", finished_at=job.created_at)
        factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})
        assert not Dog.objects.exists()
        assert forgets(dog.id).filter(state="queued").count() == 1

    def test_nobody_may_see_the_forgetting(self, owner, mine):
        dog = factories.dog_registered(owner)
        mine.delete(f"{DOGS}{dog.id}")
        assert mine.get(f"/api/v1/tasks/{forgets(dog.id).get().id}").status_code == 404


class TestByNumber:
    def test_masked(self, owner):
        owner.alias, owner.phone, owner.show_phone = "Kim", "+821012345678", True
        owner.save()
        dog = factories.dog_registered(owner)
        response = factories.client_of(None).get(f"{DOGS}by-number/{dog.formatted_number}")
        assert response.json() == {
            "number": dog.formatted_number,
            "name": dog.name,
            "breed": "jindo",
            "owner": {"display": "K**"},
        }

    def test_as_typed(self, owner):
        dog = factories.dog_registered(owner)
        typed = dog.formatted_number.lower().replace("-", " ")
        assert factories.client_of(None).get(f"{DOGS}by-number/{typed}").status_code == 200

    def test_mistyped_unknown_or_deleted_is_404(self, owner, mine):
        dog = factories.dog_registered(owner)
        number = dog.formatted_number
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        mine.delete(f"{DOGS}{dog.id}")
        for text in (wrong, "SP-0000-0000-0", number):
            assert mine.get(f"{DOGS}by-number/{text}").status_code == 404


class TestMyPage:
    def test_my_dogs_newest_first_in_pages(self, owner, mine):
        made = [factories.dog_posted(owner, seed)[0] for seed in (0, 20, 40)]
        factories.dog_posted(factories.user(), 60)
        page = mine.get("/api/v1/users/mypage/dogs?page_size=2").json()
        assert (page["count"], page["previous"]) == (3, None)
        second = mine.get(page["next"]).json()
        ids = [dog["id"] for dog in page["results"] + second["results"]]
        assert ids == [str(dog.id) for dog in reversed(made)]
        assert mine.get("/api/v1/users/mypage/dogs?page=9").json()["code"] == "not_found"

    def test_as_many_queries_for_many_as_for_one(self, owner, mine, django_assert_num_queries):
        for seed in (0, 20, 40):
            factories.dog_posted(owner, seed)
        with django_assert_num_queries(3):
            assert mine.get("/api/v1/users/mypage/dogs").json()["count"] == 3

    def test_needs_an_account(self):
        assert factories.client_of(None).get("/api/v1/users/mypage/dogs").status_code == 401


def test_leaving_erases_everything(owner, mine):
    registered, (pending, job) = factories.dog_registered(owner), factories.dog_posted(owner, 20)
    factories.lookup_posted(owner)
    other = factories.dog_registered(factories.user(), 40)
    assert mine.delete("/api/v1/users/me").status_code == 204
    assert list(Dog.objects.all()) == [other]
    assert Photo.objects.count() == 6
    assert not User.objects.filter(id=owner.id).exists()
    assert forgets(registered.id).exists()
    assert forgets(pending.id).exists()
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not Job.objects.filter(principal=f"user:{owner.id}", state__in=Job.OPEN).exists()


def test_breeds_have_names_in_both_languages(client):
    listed = client.get(f"{DOGS}breeds").json()
    assert {"code": "jindo", "english": "Korean Jindo", "korean": "진돗개"} in listed
    assert len(listed) == len(BREEDS) >= 60
    assert all(breed["english"] and breed["korean"] and len(breed["code"]) <= 40 for breed in listed)
    assert {"mixed", "unknown", "maltese", "toy_poodle"} <= BREEDS.keys()
