"""A sign-up that is sent again with its Idempotency-Key makes no second account."""

from concurrent.futures import ThreadPoolExecutor

import factories
import pytest
from django.db import connections
from rest_framework.test import APIClient

from accounts.models import User
from core.models import Mail

pytestmark = pytest.mark.django_db
FORM = {"email": "kim@example.com", "password": factories.PASSWORD, "alias": "Kim", "terms_version": "2026-11"}


def sign_up(key="k-1", **changes):
    return APIClient().post("/api/v1/users/", FORM | changes, headers={"Idempotency-Key": key})


def test_the_same_request_gives_the_same_account():
    first, again = sign_up(), sign_up()
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert User.objects.count() == Mail.objects.count() == 1


@pytest.mark.parametrize("changes", [{"alias": "Lee"}, {"email": "lee@example.com"}, {"password": "another-one-8"}])
def test_another_request_with_the_same_key_is_refused(changes):
    sign_up()
    response = sign_up(**changes)
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")


def test_the_password_is_in_no_digest_that_is_kept():
    sign_up()
    kept = User.objects.get().idempotency_hash
    User.objects.all().delete()
    sign_up(password="another-one-8")
    assert User.objects.get().idempotency_hash == kept


def test_without_a_key_the_address_is_taken():
    sign_up()
    assert APIClient().post("/api/v1/users/", FORM).json()["code"] == "email_taken"
    assert sign_up("k-2").json()["code"] == "email_taken"


def test_a_key_has_a_form():
    assert sign_up("with space").json()["code"] == "idempotency_key_invalid"


@pytest.mark.django_db(transaction=True)
def test_parallel_copies_make_one_account():
    def once(_):
        try:
            response = sign_up()
            return response.status_code, response.json()["id"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(once, range(6)))
    assert len(answers) == 1 and answers.pop()[0] == 201
    assert User.objects.count() == Mail.objects.count() == 1
