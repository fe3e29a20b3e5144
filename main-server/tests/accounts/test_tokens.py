"""Log-in, and refresh tokens that are used once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import factories
import jwt
import pytest
from django.conf import settings
from django.db import connections
from django.db.models import F
from django.db.models.functions import Now
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from accounts.models import Session, SessionToken, User
from accounts.services import user_create, user_delete, user_update
from accounts.tokens import sessions_sweep

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


def in_parallel(times, call):
    def closing(_):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(closing, range(times)))


def later(seconds):
    """Let time pass for the tokens that were spent."""
    SessionToken.objects.update(spent_at=F("spent_at") - timedelta(seconds=seconds))


def test_a_repeat_within_20_seconds_gets_the_same_successor(pair):
    first = refresh(pair).json()
    later(19)
    again = refresh(pair).json()
    assert first["refresh"] == again["refresh"] != pair["refresh"]
    assert me(again["access"]).status_code == 200


def test_the_successor_is_the_same_even_if_it_is_spent_itself(pair):
    second = refresh(pair).json()
    third = refresh(second).json()
    assert refresh(pair).json()["refresh"] == second["refresh"]
    assert refresh(second).json()["refresh"] == third["refresh"]


@pytest.mark.parametrize("spent_twice", [0, 1], ids=["the first", "a later one"])
def test_later_reuse_ends_the_whole_family(pair, spent_twice):
    family = [pair, refresh(pair).json()]
    family.append(refresh(family[1]).json())
    later(21)
    assert is_refused(refresh(family[spent_twice]))
    assert [refresh(member).status_code for member in family] == [401] * 3
    assert not Session.objects.exists()


def test_reuse_ends_no_other_session_of_the_account(client, owner, pair):
    other = client.post(AUTH, {"email": owner.email, "password": factories.PASSWORD}).json()
    refresh(pair)
    later(21)
    assert is_refused(refresh(pair))
    assert refresh(other).status_code == 200


def test_a_long_session_keeps_few_rows(pair):
    for _ in range(4):
        later(21)
        pair = refresh(pair).json()
    assert SessionToken.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_parallel_refreshes_all_get_the_same_successor(pair):
    answers = in_parallel(20, lambda: refresh(pair))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh"] for answer in answers}) == 1
    assert SessionToken.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_parallel_reuse_gets_nothing(pair):
    refresh(pair)
    later(21)
    assert {answer.status_code for answer in in_parallel(8, lambda: refresh(pair))} == {401}
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_token_outlives_a_password_that_is_changed_during_refreshes(owner, pair):
    change = {"password": "another-one-8", "current_password": factories.PASSWORD}
    calls = iter([*[lambda: refresh(pair)] * 4, lambda: user_update(owner, change), *[lambda: refresh(pair)] * 4])
    answers = in_parallel(9, lambda: next(calls)())
    for answer in answers:
        if not isinstance(answer, User) and answer.status_code == 200:
            assert is_refused(refresh(answer.json())) and me(answer.json()["access"]).status_code == 401
    assert not Session.objects.exists()


def test_sessions_that_have_expired_are_forgotten(pair):
    sessions_sweep()
    assert Session.objects.count() == 1
    Session.objects.update(expires_at=Now() - timedelta(seconds=1))
    sessions_sweep()
    assert not Session.objects.exists()


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
    assert me(pair["access"]).status_code == 200, "until it expires"
    assert is_refused(client.post(f"{AUTH}/logout", {"refresh": pair["refresh"]}))


def test_an_access_token_does_not_refresh(pair):
    assert is_refused(refresh({"refresh": pair["access"]}))


def test_a_refresh_token_opens_no_door(pair):
    assert is_refused(me(pair["refresh"]))


def test_an_expired_token_is_refused(owner):
    token = AccessToken.for_user(owner)
    token.set_exp(lifetime=timedelta(seconds=-1))
    assert is_refused(me(str(token)))


def test_a_token_signed_by_another_key_is_refused(pair):
    claims = jwt.decode(pair["refresh"], options={"verify_signature": False})
    assert is_refused(refresh({"refresh": jwt.encode(claims, "x" * 40, algorithm="HS256")}))
    assert refresh(pair).status_code == 200


@pytest.mark.parametrize("claims", [{"sid": "0" * 32}, {"sid": "x"}, {"user_id": str(uuid4())}])
def test_a_token_of_no_session_of_its_account_is_refused(pair, claims):
    claims = jwt.decode(pair["refresh"], options={"verify_signature": False}) | claims
    assert is_refused(refresh({"refresh": jwt.encode(claims, settings.SIMPLE_JWT["SIGNING_KEY"], algorithm="HS256")}))


@pytest.mark.parametrize("path", ["refresh", "logout"])
def test_in_body_mode_the_token_is_needed(client, path):
    response = client.post(f"{AUTH}/{path}", {})
    assert response.status_code == 422 and response.json()["errors"]["refresh"][0]["code"] == "required"


def test_a_stale_access_token_is_not_in_the_way_of_logging_in(client, owner):
    client.credentials(HTTP_AUTHORIZATION="Bearer stale")
    response = client.post(AUTH, {"email": owner.email, "password": factories.PASSWORD})
    assert response.status_code == 200
