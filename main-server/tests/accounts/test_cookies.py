"""The web client's refresh token: in a cookie that no script can read and no other site can use."""

import factories
import pytest
from rest_framework.test import APIClient

from accounts.models import Session
from accounts.services import user_create

pytestmark = pytest.mark.django_db
AUTH = "/api/v1/users/auth"
ORIGIN = "http://testserver"
BROWSER = {"X-Token-Mode": "cookie", "Origin": ORIGIN}


@pytest.fixture
def browser():
    """Logged in."""
    user_create(email="kim@example.com", alias="Kim", password=factories.PASSWORD)
    client = APIClient()
    response = log_in(client, BROWSER)
    assert response.status_code == 200
    return client


def log_in(client, headers):
    return client.post(AUTH, {"email": "kim@example.com", "password": factories.PASSWORD}, headers=headers)


def test_log_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(browser):
    cookie = browser.cookies["savepets_refresh"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == AUTH
    assert int(cookie["max-age"]) == 30 * 24 * 3600
    assert not cookie["secure"], "PUBLIC_URL of the tests is http"


def test_the_cookie_is_secure_under_https(browser, settings):
    settings.PUBLIC_URL = "https://savepets.example"
    response = log_in(APIClient(), BROWSER | {"Origin": "https://savepets.example"})
    assert response.cookies["savepets_refresh"]["secure"]


def test_the_body_holds_no_refresh_token_in_cookie_mode(browser):
    response = browser.post(f"{AUTH}/refresh", headers=BROWSER)
    assert response.status_code == 200
    assert set(response.json()) == {"access"} and "savepets_refresh" in response.cookies
    assert set(log_in(APIClient(), {}).json()) == {"access", "refresh"}


def test_refresh_rotates_the_cookie(browser):
    first = browser.cookies["savepets_refresh"].value
    browser.post(f"{AUTH}/refresh", headers=BROWSER)
    assert browser.cookies["savepets_refresh"].value != first
    assert browser.post(f"{AUTH}/refresh", headers=BROWSER).status_code == 200


def test_log_out_ends_the_session_and_clears_the_cookie(browser):
    response = browser.post(f"{AUTH}/logout", headers=BROWSER)
    assert response.status_code == 204
    assert response.cookies["savepets_refresh"].value == "" and response.cookies["savepets_refresh"]["max-age"] == 0
    assert not Session.objects.exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", None])
@pytest.mark.parametrize("path", ["", "/refresh", "/logout"])
def test_another_site_cannot_use_the_cookie(browser, path, origin):
    headers = {name: value for name, value in (BROWSER | {"Origin": origin}).items() if value}
    response = browser.post(AUTH + path, {"email": "kim@example.com", "password": factories.PASSWORD}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "csrf_failed")
    assert "savepets_refresh" not in response.cookies
    assert browser.post(f"{AUTH}/refresh", headers=BROWSER).status_code == 200, "the session is as it was"


def test_the_cookie_alone_is_no_refresh_token(browser):
    assert browser.post(f"{AUTH}/refresh", {}, headers={"Origin": ORIGIN}).status_code == 422
    assert browser.post(f"{AUTH}/refresh", "a=b", content_type="application/x-www-form-urlencoded").status_code == 415


def test_cookie_mode_without_a_cookie_is_401(client):
    assert client.post(f"{AUTH}/refresh", headers=BROWSER).status_code == 401


def test_the_cookie_opens_no_other_door(browser):
    assert browser.get("/api/v1/users/me", headers=BROWSER).status_code == 401
