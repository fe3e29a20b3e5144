"""DELETE lookups/{id}: what a finder sent is erased, by the finder alone."""

from datetime import timedelta
from pathlib import Path

import factories
import pytest
from django.db.models import F

from core.models import FileDeletion, Photo
from core.photos import files_delete_queued
from jobs.models import Job
from lookups.contacts import contacts_sweep
from lookups.models import Contact, Lookup

pytestmark = pytest.mark.django_db
ACCOUNTS = [factories.user, lambda: None]


@pytest.fixture
def dog():
    return factories.dog_registered(factories.user())


def path_of(lookup):
    return f"/api/v1/lookups/{lookup.id}"


def delete(lookup, account=None):
    return factories.client_of(account).delete(path_of(lookup))


def contact(lookup, account=None):
    return factories.client_of(account).post(
        f"{path_of(lookup)}/contact", {"message": "봤어요", "reply_to": "f@x.example"}
    )


@pytest.mark.parametrize("account", ACCOUNTS, ids=["account", "nobody"])
def test_the_lookup_and_its_photo_are_gone(settings, tmp_path, account):
    settings.MEDIA_ROOT, finder = tmp_path, account()
    lookup, job = factories.lookup_posted(finder, place="시청역 2번 출구")
    assert delete(lookup, finder).status_code == 204
    assert not Lookup.objects.exists() and not Photo.objects.exists()
    assert FileDeletion.objects.filter(photo_id=lookup.photo_id).exists()
    files_delete_queued()
    assert not [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    client = factories.client_of(finder)
    assert [client.get(path_of(lookup)).status_code, client.delete(path_of(lookup)).status_code] == [404, 404]


@pytest.mark.parametrize("account", ACCOUNTS, ids=["account", "nobody"])
def test_its_task_is_called_off(account):
    finder = account()
    lookup, job = factories.lookup_posted(finder)
    delete(lookup, finder)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    task = factories.client_of(finder).get(f"/api/v1/tasks/{job.id}").json()
    assert (task["state"], task["error"]["code"]) == ("failed", "cancelled")


def test_of_an_answered_one_the_task_says_that_nothing_was_found(dog):
    lookup, job = factories.lookup_answered("match", factories.candidate(dog))
    delete(lookup)
    task = factories.client_of(None).get(f"/api/v1/tasks/{job.id}").json()
    assert (task["outcome"], task["result"]["dog"]) == ("not_registered", None)


def test_what_an_account_sent_it_alone_deletes():
    lookup, _ = factories.lookup_posted(factories.user())
    assert [delete(lookup, other).status_code for other in (None, factories.user())] == [404, 404]
    assert Lookup.objects.exists()


def test_what_was_written_is_erased_but_counted_for_a_day(settings, dog):
    settings.CONTACTS_PER_FINDER, finder = 1, factories.user()
    first, second = (factories.lookup_answered("match", factories.candidate(dog), account=finder, seed=seed)[0]
                     for seed in (1, 2))  # fmt: skip
    contact(first, finder)
    delete(first, finder)
    left = Contact.objects.get()
    assert (left.message, left.reply_to, left.lookup) == ("", "", None)
    assert contact(second, finder).json()["code"] == "contact_limit"
    assert contacts_sweep() == 0
    Contact.objects.update(created_at=F("created_at") - timedelta(hours=24.1))
    assert (contacts_sweep(), Contact.objects.count()) == (1, 0)
    assert contact(second, finder).status_code == 201


def test_the_owner_can_no_longer_answer(dog, monkeypatch):
    lookup, _ = factories.lookup_answered("match", factories.candidate(dog))
    monkeypatch.setattr("lookups.contacts.secrets.token_urlsafe", lambda _: "key")
    contact(lookup)
    answer = "/api/v1/contacts/answer?key=key"
    assert factories.client_of(None).get(answer).status_code == 200
    delete(lookup)
    client = factories.client_of(None)
    assert [client.get(answer).status_code, client.post(answer, {"message": "네"}).status_code] == [404, 404]


def test_an_account_that_goes_leaves_nothing_that_counts(dog):
    finder = factories.user()
    lookup, _ = factories.lookup_answered("match", factories.candidate(dog), account=finder)
    contact(lookup, finder)
    delete(lookup, finder)
    assert Contact.objects.exists()
    assert factories.client_of(finder).delete("/api/v1/users/me").status_code == 204
    assert not Contact.objects.exists()
