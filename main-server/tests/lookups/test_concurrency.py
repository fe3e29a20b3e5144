"""Requests and results that meet at one moment: each ends in a state that could have come of one after the other."""

from datetime import timedelta
from pathlib import Path

import factories
import pytest
from helpers import together

from accounts.models import User
from core.models import Photo
from core.photos import files_audit, files_delete_queued
from dogs.models import Dog
from jobs.models import Job
from lookups.models import Candidate, Contact, Lookup

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)


@pytest.fixture(autouse=True)
def root(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def registered(job: Job) -> None:
    factories.finish(job, "registered", {"model": factories.MODEL, "photos": factories.verdicts()})


def files(root: Path) -> int:
    return sum(path.is_file() for path in root.rglob("*"))


def test_copies_of_one_request_make_one_dog(root):
    owner = factories.user()
    headers = {"Idempotency-Key": "k1"}

    def post():
        return factories.client_of(owner).post(
            "/api/v1/dogs/", factories.dog_form(), format="multipart", headers=headers
        )

    responses = together(*[post] * 5)
    assert {response.status_code for response in responses} == {202}
    assert len({response.json()["id"] for response in responses}) == 1
    assert (Dog.objects.count(), Photo.objects.count(), files(root)) == (1, 6, 6)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_dog_deleted_while_its_registration_succeeds(_):
    owner = factories.user()
    dog, job = factories.dog_posted(owner)
    client = factories.client_of(owner)
    together(lambda: client.delete(f"/api/v1/dogs/{dog.id}"), lambda: registered(job))
    assert not Dog.objects.exists()
    assert Job.objects.filter(kind="dog.forget", subject_id=dog.id).exists()


@pytest.mark.parametrize("_", ROUNDS)
def test_a_dog_deleted_while_a_lookup_matches_it(_):
    owner = factories.user()
    dog = factories.dog_registered(owner)
    lookup, job = factories.lookup_posted()
    result, client = factories.found("match", factories.candidate(dog)), factories.client_of(owner)
    together(lambda: client.delete(f"/api/v1/dogs/{dog.id}"), lambda: factories.finish(job, "match", result))
    job.refresh_from_db()
    assert job.state == "succeeded"
    assert not Candidate.objects.exists()
    seen = factories.client_of(None).get(f"/api/v1/lookups/{lookup.id}").json()
    assert seen["outcome"] == "not_registered"


@pytest.mark.parametrize("_", ROUNDS)
def test_a_lookup_deleted_while_it_is_answered(_):
    dog = factories.dog_registered(factories.user())
    lookup, job = factories.lookup_posted()
    result, path = factories.found("match", factories.candidate(dog)), f"/api/v1/lookups/{lookup.id}"
    deleted, _ = together(
        lambda: factories.client_of(None).delete(path).status_code, lambda: factories.finish(job, "match", result)
    )
    assert deleted == 204
    job.refresh_from_db()
    assert job.state in ("succeeded", "cancelled")
    assert not Lookup.objects.exists() and not Candidate.objects.exists()


@pytest.mark.parametrize("_", ROUNDS)
def test_a_lookup_deleted_while_its_finder_writes(_):
    dog = factories.dog_registered(factories.user())
    lookup, _ = factories.lookup_answered("match", factories.candidate(dog))
    path, client = f"/api/v1/lookups/{lookup.id}", factories.client_of(None)
    deleted, written = together(
        lambda: client.delete(path).status_code,
        lambda: factories.client_of(None).post(f"{path}/contact", {"message": "봤어요"}).status_code,
    )
    assert (deleted, written in (201, 404)) == (204, True)
    assert not Lookup.objects.exists()
    assert [contact.message for contact in Contact.objects.all()] == [""] * (written == 201)


@pytest.mark.parametrize("_", ROUNDS)
def test_an_account_deleted_while_it_registers_and_looks_up(root, _):
    owner = factories.user()
    dog, job = factories.dog_posted(owner, seed=30)

    def post(path, form):
        return factories.client_of(owner).post(f"/api/v1/{path}/", form, format="multipart").status_code

    statuses = together(
        lambda: post("dogs", factories.dog_form()),
        lambda: post("lookups", {"nose_photo": factories.photo(77)}),
        lambda: registered(job),
        lambda: factories.client_of(owner).delete("/api/v1/users/me").status_code,
    )
    assert set(statuses[:2]) <= {202, 401}
    assert statuses[3] == 204
    assert (User.objects.count(), Dog.objects.count(), Lookup.objects.count(), Photo.objects.count()) == (0, 0, 0, 0)
    files_delete_queued()
    assert files(root) == 0
    assert not Job.objects.filter(state__in=Job.OPEN).exclude(kind="dog.forget").exists()


def test_a_sweep_of_files_while_photos_are_made(root):
    def post():
        return factories.lookup_posted()[0]

    def sweep():
        return files_audit(timedelta(hours=1), delete=True)

    *_, audit = together(*[post] * 4, sweep)
    assert (audit.orphans, audit.missing) == ([], [])
    assert files(root) == Photo.objects.count() == 4
