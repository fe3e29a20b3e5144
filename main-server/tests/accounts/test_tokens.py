"""Log-in, and refresh tokens that are used once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import factories
import jwt
import pytest
from django.conf import settings
from django.db import connections
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts.models import User
from accounts.services import user_create, user_delete, user_update

pytestmark = pytest.mark.django_db
AUTH = "/api/v1/users/auth"


@pytest.fixture
def owner() -> User:
    return user_create(email="kim@example.com", alias="Kim", password=factories.PASSWORD)


@pytest.fixture
def pair(client, owner):
    return client.post(AUTH, {"email": "KIM@Example.com", "password": factories.PASSWORD}).json()


def refresh(pair, client=None):
    return (client or APIClient()).post(f"{AUTH}/refresh", {"refresh": pair["refresh"]})


def me(access):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return client.get("/api/v1/users/me")


def is_refused(response, code="token_not_valid"):
    return (response.status_code, response.json()["code"]) == (401, code)


def test_log_in_opens_the_door(pair):
    assert me(pair["access"]).json()["email"] == "kim@example.com"


def test_access_lasts_ten_minutes(pair):
    claims = jwt.decode(pair["access"], settings.SIMPLE_JWT["SIGNING_KEY"], algorithms=["HS256"])
    assert claims["exp"] - claims["iat"] == 600


@pytest.mark.parametrize(
    "credentials",
    [
        {"email": "kim@example.com", "password": "wrong-one-1"},
        {"email": "nobody@example.com", "password": factories.PASSWORD},
    ],
)
def test_wrong_credentials_are_told_apart_by_nothing(client, owner, credentials):
    response = client.post(AUTH, credentials)
    assert is_refused(response, "wrong_credentials")
    assert set(response.json()) == {"type", "title", "status", "code"}


def test_refresh_gives_a_new_pair(pair):
    second = refresh(pair)
    assert second.status_code == 200
    assert second["Cache-Control"] == "no-store"
    assert me(second.json()["access"]).status_code == 200
    assert refresh(second.json()).status_code == 200


def test_a_refresh_token_is_used_once(pair):
    refresh(pair)
    assert is_refused(refresh(pair))


@pytest.mark.django_db(transaction=True)
def test_of_parallel_refreshes_one_succeeds(pair):
    def refresh_once(_):
        try:
            return refresh(pair).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(refresh_once, range(20)))
    assert sorted(statuses) == [200] + [401] * 19


def test_a_new_password_ends_all_tokens(owner, pair):
    user_update(owner, {"password": "another-one-8", "current_password": factories.PASSWORD})
    assert is_refused(refresh(pair))
    assert me(pair["access"]).status_code == 401


def test_a_deleted_account_is_401_not_500(owner, pair):
    user_delete(owner)
    assert is_refused(refresh(pair))
    assert me(pair["access"]).status_code == 401


def test_log_out_ends_the_session(client, pair):
    assert client.post(f"{AUTH}/logout", {"refresh": pair["refresh"]}).status_code == 204
    assert is_refused(refresh(pair))
    assert is_refused(client.post(f"{AUTH}/logout", {"refresh": pair["refresh"]}))


def test_an_access_token_does_not_refresh(pair):
    assert is_refused(refresh({"refresh": pair["access"]}))


def test_a_refresh_token_opens_no_door(pair):
    assert is_refused(me(pair["refresh"]))


def test_an_expired_token_is_refused(owner):
    token = AccessToken.for_user(owner)
    token.set_exp(lifetime=timedelta(seconds=-1))
    assert is_refused(me(str(token)))


def test_a_token_signed_by_another_key_is_refused(owner):
    claims = RefreshToken.for_user(owner).payload
    assert is_refused(refresh({"refresh": jwt.encode(claims, "x" * 40, algorithm="HS256")}))


def test_a_token_that_was_never_issued_is_refused(owner):
    claims = RefreshToken.for_user(owner).payload | {"jti": "0" * 32}
    assert is_refused(refresh({"refresh": jwt.encode(claims, settings.SIMPLE_JWT["SIGNING_KEY"], algorithm="HS256")}))


def test_a_stale_access_token_is_not_in_the_way_of_logging_in(client, owner):
    client.credentials(HTTP_AUTHORIZATION="Bearer stale")
    response = client.post(AUTH, {"email": owner.email, "password": factories.PASSWORD})
    assert response.status_code == 200
