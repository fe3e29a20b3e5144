"""A dog whose owner's e-mail address is not verified cannot be reported to anybody: both sides are told."""

from datetime import timedelta

import factories
import pytest
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from core.models import Mail
from dogs.reminders import reminders_sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return factories.user(email_verified_at=None, show_email=True)


def days_pass(days):
    User.objects.update(
        created_at=F("created_at") - timedelta(days=days), reminded_at=F("reminded_at") - timedelta(days=days)
    )


@pytest.mark.parametrize("verified", [False, True])
def test_the_owner_sees_it(owner, verified):
    if verified:
        User.objects.update(email_verified_at=Now())
    dog = factories.dog_registered(owner)
    client = factories.client_of(owner)
    assert client.get(f"/api/v1/dogs/{dog.id}").json()["reachable"] is verified
    assert client.get("/api/v1/users/mypage/dogs").json()["results"][0]["reachable"] is verified


@pytest.mark.parametrize("verified", [False, True])
def test_the_finder_sees_it(owner, verified):
    dog = factories.dog_registered(owner)
    lookup, _ = factories.lookup_answered("match", factories.candidate(dog))
    if verified:
        User.objects.update(email_verified_at=Now())
    shown = factories.client_of(None).get(f"/api/v1/lookups/{lookup.id}").json()["dog"]["owner"]
    assert shown["reachable"] is verified
    assert shown["email"] == (owner.email if verified else None), "it may be a stranger's"


def test_nobody_is_written_to_at_an_address_that_may_be_a_strangers(owner):
    dog = factories.dog_registered(owner)
    lookup, _ = factories.lookup_answered("match", factories.candidate(dog))
    response = factories.client_of(None).post(f"/api/v1/lookups/{lookup.id}/contact", {"message": "Found!"})
    assert (response.status_code, response.json()["code"]) == (409, "owner_unreachable")
    assert not Mail.objects.exists()


def test_the_owner_is_reminded_a_few_times(owner):
    factories.dog_registered(owner)
    assert reminders_sweep() == 0, "not on the first day"
    for _ in range(3):
        days_pass(4)
        assert reminders_sweep() == 1
        assert reminders_sweep() == 0
    days_pass(4)
    assert reminders_sweep() == 0, "three times are enough"
    letters = Mail.objects.filter(template="verify_reminder")
    assert letters.count() == 3 and {letter.recipient for letter in letters} == {owner.email}


def test_nobody_else_is(owner):
    factories.dog_registered(factories.user(), seed=100)
    factories.dog_posted(owner)
    days_pass(4)
    assert reminders_sweep() == 0


def test_a_reminder_holds_a_link_that_works(client, owner):
    factories.dog_registered(owner)
    days_pass(4)
    reminders_sweep()
    token = Mail.objects.get().text.partition("token=")[2].split()[0]
    assert client.post("/api/v1/users/verify", {"token": token}).status_code == 204
    days_pass(4)
    assert reminders_sweep() == 0


def test_one_sweep_is_bounded():
    for seed in range(3):
        factories.dog_registered(factories.user(email_verified_at=None), seed=seed * 10)
    days_pass(4)
    assert [reminders_sweep(limit=2), reminders_sweep(limit=2), reminders_sweep(limit=2)] == [2, 1, 0]
