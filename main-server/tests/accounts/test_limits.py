"""How often: log-in per account and per address, each apart; sign-up, availability, lookups, numbers. As shipped."""

import threading
import time

import factories
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import BCryptSHA256PasswordHasher
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services import user_create
from config.environment import read_environment
from core.models import RateCount

pytestmark = pytest.mark.django_db
AUTH = "/api/v1/users/auth"
HOME = "198.51.100.7"


@pytest.fixture(autouse=True)
def shipped(settings):
    """The rates of an environment that sets none."""
    needed = {
        "MAIN_SECRET_KEY": "s" * 32, "MAIN_JWT_KEY": "j" * 32, "MAIN_DATABASE_URL": "postgresql://m:p@h/d",
        "MAIN_BROKER_URL": "amqp://h/", "MAIN_INTERNAL_TOKEN": "t" * 32, "MAIN_MEDIA_ROOT": "/m",
        "MAIN_PUBLIC_URL": "http://h", "MAIN_ALLOWED_HOSTS": "h",
    }  # fmt: skip
    settings.RATES = read_environment(needed).rates


@pytest.fixture
def owner():
    return user_create(email="kim@example.com", alias="Kim", password=factories.PASSWORD)


def of(address):
    client = APIClient()
    client.credentials(HTTP_X_REAL_IP=address)
    return client


def log_in(password=factories.PASSWORD, email="kim@example.com", address=HOME):
    return of(address).post(AUTH, {"email": email, "password": password})


def is_throttled(response, within_s):
    assert (response.status_code, response.json()["code"]) == (429, "throttled")
    assert response["Content-Type"] == "application/problem+json"
    return 1 <= int(response["Retry-After"]) <= within_s


def test_an_account_is_slowed_whatever_the_address(owner):
    statuses = [log_in("wrong-one-1", address=f"203.0.113.{n}").status_code for n in range(10)]
    assert statuses == [401] * 10
    assert is_throttled(log_in("wrong-one-1", address="203.0.113.99"), 90)
    assert is_throttled(log_in(address="203.0.113.98"), 90), "the right password is not told apart"


def test_its_owner_is_not_locked_out(owner):
    assert log_in().status_code == 200
    for n in range(30):
        log_in("wrong-one-1", address=f"203.0.113.{n}")
    assert log_in(address="203.0.113.99").status_code == 429
    for _ in range(8):
        assert log_in().status_code == 200, "from an address of the owner's own"


def test_nor_for_long_from_a_new_address(owner):
    for n in range(12):
        log_in("wrong-one-1", address=f"203.0.113.{n}")
    RateCount.objects.all().delete()  # what 15 minutes do
    assert log_in(address="192.0.2.1").status_code == 200


def test_the_owners_address_guesses_five_times(owner):
    assert log_in().status_code == 200
    assert [log_in("wrong-one-1").status_code for _ in range(5)] == [401] * 5
    assert is_throttled(log_in(), 180)


def test_an_unknown_e_mail_is_slowed_alike(owner):
    statuses = [log_in(email="no@example.com", address=f"203.0.113.{n}").status_code for n in range(11)]
    assert statuses == [401] * 10 + [429]


def test_an_address_is_limited_whatever_the_account(owner):
    statuses = [log_in("wrong-one-1", email=f"k{n}@example.com").status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]
    assert log_in(address="192.0.2.1").status_code == 200


def test_right_passwords_count_for_nothing(owner):
    assert {log_in().status_code for _ in range(40)} == {200}


def test_a_client_cannot_choose_its_address(owner):
    client = APIClient(REMOTE_ADDR="203.0.113.50")
    for n in range(30):
        client.post(AUTH, {"email": f"k{n}@example.com", "password": "x"}, headers={"X-Real-IP": f"192.0.2.{n}"})
    response = client.post(AUTH, {"email": "k@example.com", "password": "x"}, headers={"X-Real-IP": "192.0.2.200"})
    assert response.status_code == 429


def test_the_current_password_cannot_be_guessed_with_a_stolen_token(owner):
    client = of(HOME)
    client.force_authenticate(owner)
    body = {"password": "another-one-8", "current_password": "wrong"}
    assert [client.patch("/api/v1/users/me", body).status_code for _ in range(11)] == [422] * 10 + [429]
    assert client.patch("/api/v1/users/me", {"alias": "Milk"}).status_code == 200


@pytest.mark.parametrize(("path", "method", "allowed", "within_s"), [
    ("users/?case=alias&value=milk", "get", 5, 12), ("users/", "post", 10, 360), ("dogs/by-number/SP-1", "get", 30, 2),
    ("lookups/", "post", 20, 3),
])  # fmt: skip
def test_calls_per_address(path, method, allowed, within_s):
    def call(address):
        return getattr(of(address), method)(f"/api/v1/{path}", format=None if method == "get" else "json")

    assert 429 not in [call(HOME).status_code for _ in range(allowed)]
    assert is_throttled(call(HOME), within_s)
    assert call("192.0.2.1").status_code != 429


def test_lookups_are_counted_per_account():
    def look_up(user, address):
        client = of(address)
        client.force_authenticate(user)
        return client.post("/api/v1/lookups/", {}, format="multipart").status_code

    kim, lee = factories.user(), factories.user()
    assert {look_up(kim, f"192.0.2.{n}") for n in range(20)} == {422}
    assert look_up(kim, "192.0.2.99") == 429
    assert look_up(lee, "192.0.2.99") == 422


def test_an_unknown_e_mail_costs_the_same_hash(owner, monkeypatch):
    hashed, encode = [], BCryptSHA256PasswordHasher.encode
    monkeypatch.setattr(BCryptSHA256PasswordHasher, "encode", lambda *args: (hashed.append(args[1]), encode(*args))[1])
    for email in ("kim@example.com", "nobody@example.com"):
        hashed.clear()
        assert log_in("wrong-one-1", email=email).status_code == 401
        assert hashed == ["wrong-one-1"]


def test_few_passwords_are_hashed_at_a_time(owner, monkeypatch):
    running, most, lock = 0, 0, threading.Lock()

    def encode(*_):
        nonlocal running, most
        with lock:
            running, most = running + 1, max(most, running + 1)
        time.sleep(0.05)
        with lock:
            running -= 1
        return "bcrypt_sha256$x"

    monkeypatch.setattr(BCryptSHA256PasswordHasher, "encode", encode)
    threads = [threading.Thread(target=User().set_password, args=["x"]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == django_settings.PASSWORD_HASHES == 2


def test_when_no_hash_gets_free_the_answer_is_503(client, owner, settings, monkeypatch):
    settings.PASSWORD_PATIENCE_S = 0.05
    monkeypatch.setattr("accounts.hashers._free", threading.BoundedSemaphore(1))
    from accounts.hashers import _free

    with _free:
        response = log_in()
    assert (response.status_code, response.json()["code"]) == (503, "overloaded")
    assert response["Retry-After"] == "2"
    assert log_in().status_code == 200
