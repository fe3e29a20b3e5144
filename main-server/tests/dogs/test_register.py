"""POST dogs/: what is refused at the door, and what a registration comes to."""

from uuid import uuid4

import factories
import pytest
from django.conf import settings
from leftovers import photo_file

from core.models import Photo
from dogs.models import Dog
from jobs.models import Job

pytestmark = pytest.mark.django_db
DOGS = "/api/v1/dogs/"


@pytest.fixture
def owner():
    return factories.user()


@pytest.fixture
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def post(owner, seed=0, key=None, **changes):
    headers = {"Idempotency-Key": key} if key else {}
    return factories.client_of(owner).post(
        DOGS, factories.dog_form(seed, **changes), format="multipart", headers=headers
    )


def forgets(dog_id):
    return Job.objects.filter(kind="dog.forget", subject_id=dog_id)


def test_accepted_with_a_task(owner):
    response = post(owner)
    task = response.json()
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/tasks/{task['id']}"
    assert response["Retry-After"]
    assert (task["kind"], task["state"], task["outcome"]) == ("dog.register", "queued", None)


def test_the_message_names_the_photos_in_their_order(owner):
    dog, job = factories.dog_posted(owner)
    photos = [nose.photo for nose in dog.nose_photos.select_related("photo")]
    assert job.payload == {
        "dog_id": str(dog.id),
        "photos": [{"id": str(photo.id), "sha256": photo.sha256} for photo in photos],
    }
    assert [nose.index for nose in dog.nose_photos.all()] == [0, 1, 2, 3, 4]
    assert len({photo.sha256 for photo in photos}) == 5


def test_what_the_owner_said_is_kept(owner):
    said = {"neutered": "true", "coat_colour": "갈색", "marks": "one white paw", "animal_number": "410123456789012"}
    dog, _ = factories.dog_posted(owner, **said)
    shown = factories.client_of(owner).get(f"{DOGS}{dog.id}").json()
    assert shown["animal_number"] == "***********9012"
    expected = {"name": "초코 🐶", "breed": "jindo", "birth_year": 2020, "sex": "female", "neutered": True}
    assert expected.items() <= shown.items()
    assert (shown["coat_colour"], shown["marks"]) == ("갈색", "one white paw")
    assert (shown["state"], shown["number"], shown["registered_at"]) == ("pending", None, None)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"nose_photos": [factories.photo(i) for i in range(4)]}, "nose_photos", "photo_count"),
        ({"nose_photos": [factories.photo(i) for i in range(6)]}, "nose_photos", "photo_count"),
        ({"nose_photos": None}, "nose_photos", "required"),
        ({"nose_photos": ["text"] * 5}, "nose_photos", "invalid"),
        ({"nose_photos": [factories.upload(b"")] * 5}, "nose_photos", "empty"),
        ({"profile_photo": None}, "profile_photo", "required"),
        ({"name": None}, "name", "required"),
        ({"name": "  "}, "name", "blank"),
        ({"name": "n" * 10_000}, "name", "max_length"),
        ({"breed": "cat"}, "breed", "invalid_choice"),
        ({"sex": "yes"}, "sex", "invalid_choice"),
        ({"birth_year": "1066"}, "birth_year", "birth_year"),
        ({"birth_year": "2999"}, "birth_year", "birth_year"),
        ({"birth_year": "last"}, "birth_year", "invalid"),
        ({"animal_number": "41012345678901"}, "animal_number", "animal_number"),
        ({"animal_number": "41012345678901٣"}, "animal_number", "animal_number"),
    ],
)
def test_a_form_that_is_wrong_stores_nothing(owner, changes, field, code):
    response = post(owner, **changes)
    assert (response.status_code, response.json()["code"]) == (422, "validation_failed")
    assert code in {error["code"] for error in response.json()["errors"][field]}
    assert not Dog.objects.exists()
    assert not Photo.objects.exists()
    assert not Job.objects.exists()


def test_a_photo_that_is_wrong_is_named_and_nothing_is_stored(owner, root):
    noses = [factories.photo(i) for i in range(4)] + [factories.upload(b"not a photo")]
    response = post(owner, nose_photos=noses)
    assert (response.status_code, response.json()["code"]) == (422, "photo_not_readable")
    [error] = response.json()["errors"]["nose_photos"]
    assert error == {"index": 4, "code": "photo_not_readable", "detail": response.json()["title"]}
    assert not Dog.objects.exists()
    assert not [path for path in root.rglob("*") if path.is_file()]


def test_the_same_photo_twice_is_refused(owner):
    noses = [factories.photo(seed) for seed in (0, 1, 2, 1, 0)]
    response = post(owner, nose_photos=noses)
    assert (response.status_code, response.json()["code"]) == (422, "duplicate_photo")
    assert [error["index"] for error in response.json()["errors"]["nose_photos"]] == [3, 4]
    assert not Dog.objects.exists()


def test_a_failure_after_the_photos_leaves_no_files(owner, root, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("dogs.services.job_submit", fail)
    with pytest.raises(RuntimeError):
        post(owner)
    assert not [path for path in root.rglob("*") if path.is_file()]
    assert not Dog.objects.exists()


def test_json_is_not_multipart(owner):
    response = factories.client_of(owner).post(DOGS, {"name": "x"}, format="json")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


def test_registering_needs_an_account():
    assert post(None).status_code == 401


def test_an_account_deleted_meanwhile_is_401(owner):
    client = factories.client_of(owner)
    type(owner).objects.filter(id=owner.id).delete()
    response = client.post(DOGS, factories.dog_form(), format="multipart")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


class TestIdempotency:
    def test_the_same_request_gives_the_same_task(self, owner, root):
        first, second = post(owner, key="k1"), post(owner, key="k1")
        assert second.status_code == 202
        assert first.json()["id"] == second.json()["id"]
        assert Dog.objects.count() == 1
        assert len([path for path in root.rglob("*") if path.is_file()]) == 6

    @pytest.mark.parametrize("changes", [{"name": "Milk"}, {"seed": 7}])
    def test_another_request_with_the_key_is_refused(self, owner, changes):
        post(owner, key="k1")
        response = post(owner, key="k1", **changes)
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
        assert Dog.objects.count() == 1

    def test_keys_of_two_owners_are_apart(self, owner):
        assert post(owner, key="k1").json()["id"] != post(factories.user(), key="k1").json()["id"]

    def test_a_refused_request_can_be_sent_again(self, owner):
        assert post(owner, key="k1", breed="cat").status_code == 422
        assert post(owner, key="k1").status_code == 202


class TestResults:
    def test_registered(self, owner):
        dog, job = factories.dog_posted(owner)
        factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})
        dog.refresh_from_db()
        assert dog.state == Dog.State.REGISTERED
        task = factories.client_of(owner).get(f"/api/v1/tasks/{job.id}").json()
        assert (task["state"], task["outcome"]) == ("succeeded", "registered")
        assert task["result"] == {"dog_id": str(dog.id), "number": dog.formatted_number}
        shown = factories.client_of(owner).get(f"{DOGS}{dog.id}").json()
        assert shown["number"] == dog.formatted_number
        assert [nose["quality"] for nose in shown["nose_photos"]] == [70, 71, 72, 73, 74]

    def test_registered_twice_is_registered_once(self, owner):
        dog, job = factories.dog_posted(owner)
        for _ in range(2):
            factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})
        number = Dog.objects.get(id=dog.id).number
        factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})
        assert Dog.objects.get(id=dog.id).number == number
        assert not forgets(dog.id).exists()

    def test_rejected_says_which_photo_and_why(self, owner):
        dog, job = factories.dog_posted(owner)
        photos = factories.verdicts({2: ["blurred"], 4: ["different_dog"]})
        factories.finish(job, "rejected", {"model": factories.MODEL, "photos": photos})
        task = factories.client_of(owner).get(f"/api/v1/tasks/{job.id}").json()
        assert task["outcome"] == "rejected"
        assert task["result"] == {"dog_id": str(dog.id), "photos": photos}
        shown = factories.client_of(owner).get(f"{DOGS}{dog.id}").json()
        assert (shown["state"], shown["rejection"], shown["number"]) == ("rejected", "photos", None)
        assert shown["nose_photos"][2]["reasons"] == ["blurred"]
        assert post(owner, seed=50).status_code == 202

    def already(self, owner, matched_id):
        dog, job = factories.dog_posted(owner, seed=20)
        result = {"model": factories.MODEL, "dog_id": str(matched_id), "score": 84.0, "photos": factories.verdicts()}
        factories.finish(job, "already_registered", result)
        dog.refresh_from_db()
        return dog, job

    def test_already_registered_tells_nothing_of_the_other_dog(self, owner):
        other = factories.dog_registered(factories.user())
        dog, job = self.already(owner, other.id)
        task = factories.client_of(owner).get(f"/api/v1/tasks/{job.id}").json()
        assert (task["outcome"], task["result"]) == ("already_registered", {"dog_id": str(dog.id)})
        assert str(other.id) not in str(Job.objects.get(id=job.id).result)
        assert (dog.state, dog.rejection, dog.number) == ("rejected", "already_registered", None)

    def test_already_registered_by_one_whose_own_result_is_still_to_come(self, owner):
        other, _ = factories.dog_posted(factories.user())
        dog, job = self.already(owner, other.id)
        assert (job.outcome, dog.rejection) == ("already_registered", "already_registered")

    @pytest.mark.parametrize("case", ["unknown", "deleted", "rejected"])
    def test_a_dog_that_we_do_not_bear_out_is_forgotten_and_the_photos_compared_again(self, owner, case):
        matched_id = uuid4()
        if case != "unknown":
            other, job = factories.dog_posted(factories.user())
            matched_id = other.id
            if case == "deleted":
                factories.client_of(other.owner).delete(f"{DOGS}{other.id}")
            else:
                factories.fail(job)
        dog, job = self.already(owner, matched_id)
        assert (job.state, job.attempt, dog.state) == ("queued", 2, "pending")
        assert forgets(matched_id).count() == 1
        factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()}, attempt=2)
        dog.refresh_from_db()
        assert dog.state == "registered"

    def test_comparing_again_ends(self, owner):
        dog, job = factories.dog_posted(owner)
        result = {"model": factories.MODEL, "dog_id": str(uuid4()), "score": 84.0, "photos": factories.verdicts()}
        for attempt in range(1, settings.JOB_KINDS["dog.register"].max_attempts + 1):
            factories.finish(job, "already_registered", result, attempt=attempt)
        dog.refresh_from_db()
        assert (job.state, job.error_code) == ("failed", "attempts_exhausted")
        assert (dog.state, dog.rejection) == ("rejected", "failed")

    def test_a_failed_job_lets_the_owner_try_again(self, owner):
        dog, job = factories.dog_posted(owner)
        factories.fail(job, "photo_unreadable")
        dog.refresh_from_db()
        assert (dog.state, dog.rejection) == ("rejected", "failed")
        task = factories.client_of(owner).get(f"/api/v1/tasks/{job.id}").json()
        assert (task["state"], task["error"]["code"]) == ("failed", "photo_unreadable")
        assert post(owner, seed=50).status_code == 202

    def test_a_retryable_failure_changes_nothing_yet(self, owner):
        dog, job = factories.dog_posted(owner)
        factories.fail(job, "internal_error", retryable=True)
        dog.refresh_from_db()
        assert (job.state, dog.state) == ("queued", "pending")

    def test_a_late_success_is_forgotten(self, owner):
        dog, job = factories.dog_posted(owner)
        factories.fail(job)
        for _ in range(2):
            factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})
        dog.refresh_from_db()
        assert (job.state, dog.state, dog.number) == ("failed", "rejected", None)
        assert forgets(dog.id).count() == 1

    def test_a_late_rejection_has_nothing_to_forget(self, owner):
        dog, job = factories.dog_posted(owner)
        factories.fail(job)
        factories.finish(job, "rejected", {"model": factories.MODEL, "photos": factories.verdicts({0: ["blurred"]})})
        assert not forgets(dog.id).exists()


def test_files_are_stored_clean(owner):
    dog, _ = factories.dog_posted(owner)
    for photo in [dog.profile_photo, *(nose.photo for nose in dog.nose_photos.all())]:
        assert photo_file(photo).read_bytes()[:2] == b"\xff\xd8"
