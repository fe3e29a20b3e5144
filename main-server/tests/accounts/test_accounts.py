"""Sign-up, availability, profile, deletion."""

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import factories
import pytest
from django.db import connections
from rest_framework.test import APIClient

from accounts.models import User

pytestmark = pytest.mark.django_db
USERS = "/api/v1/users/"
FORM = {"email": "Kim@Example.com", "password": factories.PASSWORD, "alias": "김초코", "terms_version": "2026-11"}


def sign_up(client, **changes):
    return client.post(USERS, json.dumps(FORM | changes), content_type="application/json")


def codes(response, field):
    return {error["code"] for error in response.json()["errors"][field]}


def test_sign_up_returns_the_profile_without_the_password(client):
    response = sign_up(client, phone="+821012345678")
    assert response.status_code == 201
    assert response.json() | {"id": "", "created_at": ""} == {
        "id": "",
        "email": "kim@example.com",
        "email_verified": False,
        "terms_version": "2026-11",
        "alias": "김초코",
        "phone": "+821012345678",
        "language": "ko",
        "show_phone": False,
        "show_email": False,
        "created_at": "",
    }
    assert User.objects.get().password.startswith("bcrypt_sha256$")


def test_the_terms_in_force_are_those_that_sign_up_accepts(client, settings):
    settings.TERMS_VERSION = "2027-01"
    terms = client.get(f"{USERS}terms").json()
    assert sign_up(client).status_code == 422
    assert sign_up(client, terms_version=terms["version"]).status_code == 201


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "kim", "invalid"),
        ("email", "a" * 250 + "@example.com", "max_length"),
        ("alias", "k", "min_length"),
        ("alias", "k" * 21, "max_length"),
        ("alias", "kim choco", "alias_characters"),
        ("alias", "kim🐶", "alias_characters"),
        ("phone", "010-1234-5678", "phone_format"),
        ("phone", "+8210123456789012", "phone_format"),
        ("terms_version", "2021-01", "terms_outdated"),
        ("language", "fr", "invalid_choice"),
        ("password", "a1!" + "x" * 4, "password_too_short"),
        ("password", "a1!" + "x" * 70, "password_too_long"),
        ("password", "12345678!", "password_without_letter"),
        ("password", "abcdefgh!", "password_without_digit"),
        ("password", "abcdefgh1 ", "password_without_symbol"),
        ("password", "\ud800bcdefgh1!", "surrogate_characters_not_allowed"),
        ("password", "abcdefgh1!\x00", "null_characters_not_allowed"),
    ],
)
def test_sign_up_says_what_is_wrong_with_a_field(client, field, value, code):
    response = sign_up(client, **{field: value})
    assert response.status_code == 422
    assert codes(response, field) == {code}
    assert not User.objects.exists()


def test_what_is_wrong_is_said_in_the_readers_language(client):
    client.credentials(HTTP_ACCEPT_LANGUAGE="ko")
    errors = sign_up(client, password="abcdefg1").json()["errors"]
    assert errors["password"][0]["detail"] == "특수문자를 하나 이상 포함해야 합니다."


@pytest.mark.parametrize("password", ["a1!xxxxx", "비밀번호12가나다!", "p4ss word", "a1!" + "가" * 69])
def test_passwords_of_any_script_and_72_characters_are_accepted(client, password):
    expected = 422 if password == "p4ss word" else 201
    assert sign_up(client, password=password).status_code == expected


@pytest.mark.parametrize("missing", ["email", "password", "alias", "terms_version"])
def test_sign_up_needs_all_fields(client, missing):
    response = client.post(USERS, {name: value for name, value in FORM.items() if name != missing})
    assert codes(response, missing) == {"required"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email": "KIM@example.COM", "alias": "other"}, "email_taken"),
        ({"email": "other@example.com"}, "alias_taken"),
        ({"email": "other@example.com", "alias": unicodedata.normalize("NFD", "김초코")}, "alias_taken"),
    ],
)
def test_email_and_alias_are_unique_however_they_are_spelled(client, changes, code):
    sign_up(client)
    response = sign_up(client, **changes)
    assert (response.status_code, response.json()["code"]) == (409, code)
    assert codes(response, code.removesuffix("_taken")) == {code}


def test_alias_is_unique_without_regard_to_case(client):
    factories.user(alias="Choco")
    assert sign_up(client, alias="CHOCO").json()["code"] == "alias_taken"


@pytest.mark.django_db(transaction=True)
def test_of_parallel_sign_ups_with_one_address_one_succeeds():
    def sign_up_as(alias):
        try:
            return sign_up(APIClient(), alias=alias).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(sign_up_as, ["one", "two", "three", "four"]))
    assert statuses == [201, 409, 409, 409]


@pytest.mark.parametrize(
    ("query", "available"),
    [
        ({"case": "email", "value": "KIM@example.com"}, False),
        ({"case": "email", "value": "lee@example.com"}, True),
        ({"case": "alias", "value": "choco"}, False),
        ({"case": "alias", "value": "milk"}, True),
    ],
)
def test_availability(client, query, available):
    factories.user(email="kim@example.com", alias="Choco")
    assert client.get(USERS, query).json() == {"available": available}


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({}, "case", "required"),
        ({"case": "phone", "value": "1"}, "case", "invalid_choice"),
        ({"case": "email", "value": "kim"}, "value", "invalid"),
        ({"case": "alias", "value": "a b"}, "value", "alias_characters"),
    ],
)
def test_availability_of_what_cannot_be(client, query, field, code):
    response = client.get(USERS, query)
    assert response.status_code == 422
    assert codes(response, field) == {code}


def test_me_changes(client):
    user = factories.user()
    client.force_authenticate(user)
    response = client.patch("/api/v1/users/me", {"alias": "Milk", "phone": "+821012345678", "show_phone": True})
    assert response.status_code == 200
    user.refresh_from_db()
    assert client.get("/api/v1/users/me").json() == response.json()
    assert (response.json()["alias"], response.json()["show_phone"]) == ("Milk", True)


def test_my_alias_cannot_be_another_persons_but_its_case_may_change(client):
    factories.user(alias="Choco")
    client.force_authenticate(factories.user(alias="Milk"))
    assert client.patch("/api/v1/users/me", {"alias": "choco"}).json()["code"] == "alias_taken"
    assert client.patch("/api/v1/users/me", {"alias": "MILK"}).json()["alias"] == "MILK"


def test_a_new_password_needs_the_current_one(client):
    sign_up(client)
    user = User.objects.get()
    client.force_authenticate(user)
    me = "/api/v1/users/me"
    assert codes(client.patch(me, {"password": "another-one-8"}), "current_password") == {"required"}
    wrong = client.patch(me, {"password": "another-one-8", "current_password": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    changed = client.patch(me, {"password": "another-one-8", "current_password": factories.PASSWORD})
    assert changed.status_code == 200
    user.refresh_from_db()
    assert user.check_password("another-one-8")


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_an_account_deleted_meanwhile_is_401(client, method):
    client.force_authenticate(factories.user())
    User.objects.all().delete()
    response = getattr(client, method)("/api/v1/users/me", {"alias": "Milk"})
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_me_needs_a_token(client, method):
    response = getattr(client, method)("/api/v1/users/me")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("alias", "masked"), [("Kim", "K**"), ("김초코", "김**"), ("ab", "a**")])
def test_others_see_the_first_character_of_an_alias(alias, masked):
    assert User(alias=alias).masked_alias == masked


def test_nobody_may_keep_a_profile():
    assert factories.client_of(factories.user()).get(f"{USERS}me")["Cache-Control"] == "private, no-store"
