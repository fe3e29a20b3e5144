"""The door to the pages of staff: who gets in, how, and for how long."""

import io

import factories
import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.staff import staff_sessions_sweep
from core.rates import Rate

pytestmark = pytest.mark.django_db
LOG_IN = "/staff/login/"


@pytest.fixture
def staff():
    return factories.staff()


def log_in(account, client=None, password=factories.PASSWORD, **headers):
    return (client or Client()).post(LOG_IN, {"username": account.email, "password": password}, headers=headers)


def command(*arguments):
    out = io.StringIO()
    call_command("staff", *arguments, stdout=out)
    return out.getvalue()


class TestWhoIsStaff:
    def test_nobody_to_begin_with(self):
        factories.user()
        assert command("list") == ""

    def test_accounts_that_are_named(self):
        account = factories.user(email="kim@example.com")
        command("add", " KIM@example.com")
        assert command("list") == "kim@example.com\n"
        command("remove", "kim@example.com")
        assert command("list") == "" and User.objects.filter(id=account.id).exists()

    def test_no_account_is_made(self):
        with pytest.raises(CommandError, match="signs up first"):
            command("add", "nobody@example.com")
        assert not User.objects.exists()

    @pytest.mark.parametrize("field", ["is_staff", "is_superuser"])
    def test_nobody_makes_himself_staff(self, field):
        account = factories.user()
        form = {"email": "new@example.com", "alias": "새사람", "password": factories.PASSWORD, field: True}
        factories.client_of(None).post("/api/v1/users/", form | {"terms_version": "2026-11"})
        factories.client_of(account).patch("/api/v1/users/me", {"language": "en", field: True})
        assert not User.objects.filter(is_staff=True).exists()


class TestLogIn:
    def test_leads_on_and_keeps_the_cookie_to_these_pages(self, staff):
        client = Client()
        response = client.post(
            f"{LOG_IN}?next=/staff/%3Fdecided", {"username": staff.email.upper(), "password": factories.PASSWORD}
        )
        assert (response.status_code, response["Location"]) == (302, "/staff/?decided")
        cookie = client.cookies["savepets_staff"]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/staff/", True, "Strict")
        assert not cookie["max-age"], "it ends with the browser"
        assert client.get("/staff/").status_code == 200

    def test_leads_nowhere_else(self, staff):
        response = Client().post(
            f"{LOG_IN}?next=https://evil.example/", {"username": staff.email, "password": factories.PASSWORD}
        )
        assert response["Location"] == "/staff/"

    @pytest.mark.parametrize("case", ["wrong password", "no staff", "nobody"])
    def test_is_refused_alike(self, staff, case):
        account = {"wrong password": staff, "no staff": factories.user(), "nobody": User(email="no@example.com")}[case]
        if case == "no staff":
            account.set_password(factories.PASSWORD)
            account.save()
        client = Client(headers={"Accept-Language": "en"})
        response = log_in(account, client, "wrong-horse-7" if case == "wrong password" else factories.PASSWORD)
        assert response.status_code == 200 and "savepets_staff" not in client.cookies
        assert b"correct email and password for a staff account" in response.content
        assert client.get("/staff/").status_code == 302

    def test_a_password_that_is_guessed_at_is_slowed_as_everywhere(self, staff, settings):
        settings.RATES = settings.RATES | {"log_in_account": Rate(2, 900)}
        for _ in range(2):
            log_in(staff, password="wrong-horse-7")
        client = Client(headers={"Accept-Language": "en"})
        response = log_in(staff, client)
        assert b"Too many requests" in response.content and "savepets_staff" not in client.cookies
        credentials = {"email": staff.email, "password": factories.PASSWORD}
        assert factories.client_of(None).post("/api/v1/users/auth", credentials).status_code == 429

    def test_needs_the_token_of_its_form(self, staff):
        response = log_in(staff, Client(enforce_csrf_checks=True))
        assert response.status_code == 403 and "savepets_staff" not in response.cookies
        assert response["Content-Type"].startswith("text/html")

    @pytest.mark.parametrize("body", [{}, {"username": "\0", "password": "\0"}, {"username": "x" * 10_000}])
    def test_nonsense_is_refused(self, body):
        assert Client().post(LOG_IN, body).status_code == 200


class TestSession:
    def test_ends_with_the_log_out(self, staff):
        client = factories.staff_client(staff)
        assert client.post("/staff/logout/")["Location"] == LOG_IN
        assert client.get("/staff/").status_code == 302

    def test_is_not_ended_by_a_link(self, staff):
        client = factories.staff_client(staff)
        assert client.get("/staff/logout/").status_code == 405
        assert client.get("/staff/").status_code == 200

    def test_ends_with_a_new_password(self, staff):
        client = Client()
        log_in(staff, client)
        staff.set_password("another-one-8")
        staff.save()
        assert client.get("/staff/").status_code == 302

    def test_ends_when_one_is_staff_no_longer(self, staff):
        client = factories.staff_client(staff)
        command("remove", staff.email)
        assert client.get("/staff/").status_code == 302

    def test_ends_with_the_account(self, staff):
        client = factories.staff_client(staff)
        factories.client_of(staff).delete("/api/v1/users/me")
        assert client.get("/staff/").status_code == 302

    def test_is_forgotten_once_it_is_over(self, staff, settings):
        settings.SESSION_COOKIE_AGE = -1
        factories.staff_client(staff)
        assert Session.objects.exists()
        staff_sessions_sweep()
        assert not Session.objects.exists()


class TestWhatIsThere:
    @pytest.mark.parametrize("path", ["password_change/", "jsi18n/", "r/1/1/", "auth/", "dogs/", "autocomplete/"])
    def test_nothing_else_of_the_admin(self, staff, path):
        assert factories.staff_client(staff).get(f"/staff/{path}").status_code == 404

    @pytest.mark.parametrize("path", ["", "login/"])
    def test_a_page_runs_nothing_and_is_framed_by_nobody(self, staff, path):
        response = factories.staff_client(staff).get(f"/staff/{path}")
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize(
        "path", ["../../settings.py", "..%2f..%2fsites.py", "admin/../../sites.py", "admin/", "admin/css/no.css", "%00"]
    )
    def test_files_are_those_of_the_admin_alone(self, path):
        assert Client().get(f"/staff/static/{path}").status_code == 404

    def test_the_api_sets_no_cookie(self, staff):
        response = factories.client_of(staff).get("/api/v1/users/me")
        assert not response.cookies and "Cookie" not in response.get("Vary", "")
