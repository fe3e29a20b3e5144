"""Links in mails: an address is verified, a forgotten password is set anew. Each works once, and for a while."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import factories
import pytest
from django.conf import settings
from django.db import connections
from django.db.models.functions import Now
from rest_framework.test import APIClient

from accounts.links import links_sweep, verification_mail
from accounts.models import MailedToken, Session, User
from accounts.services import user_create, user_delete, user_update
from core.models import Mail
from core.rates import Rate

pytestmark = pytest.mark.django_db
USERS = "/api/v1/users"
NEW = "another-one-8"


@pytest.fixture
def owner():
    return user_create(email="kim@example.com", alias="Kim", password=factories.PASSWORD, language="en")


def mailed(template):
    """The tokens of the letters, oldest first."""
    letters = Mail.objects.filter(template=template).order_by("queued_at")
    return [re.search(r"token=([\w-]{43})", letter.text).group(1) for letter in letters]


def verify(token):
    return APIClient().post(f"{USERS}/verify", {"token": token})


def ask(email="KIM@example.com"):
    return APIClient().post(f"{USERS}/password/reset", {"email": email})


def confirm(token, password=NEW):
    return APIClient().post(f"{USERS}/password/reset/confirm", {"token": token, "password": password})


def log_in(password):
    return APIClient().post(f"{USERS}/auth", {"email": "kim@example.com", "password": password})


def is_refused(response):
    return (response.status_code, response.json()["code"]) == (422, "link_not_valid")


def test_the_link_in_the_letter_verifies_the_address(owner):
    assert not owner.email_verified
    (token,) = mailed("verify_email")
    assert verify(token).status_code == 204
    owner.refresh_from_db()
    assert owner.email_verified
    assert is_refused(verify(token)), "it works once"


def test_the_letter_is_to_the_address_and_in_the_language_of_the_account(owner):
    letter = Mail.objects.get()
    assert (letter.recipient, letter.subject) == ("kim@example.com", "[SavePets] Please confirm your e-mail address")


def test_tokens_are_stored_as_digests(owner):
    (token,) = mailed("verify_email")
    assert token not in str(MailedToken.objects.values_list())


def test_links_expire(owner):
    MailedToken.objects.update(expires_at=Now() - timedelta(seconds=1))
    assert is_refused(verify(mailed("verify_email")[0]))
    links_sweep()
    assert not MailedToken.objects.exists()


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 129])
def test_an_invented_link_is_refused(owner, token):
    assert verify(token).status_code == 422
    assert confirm(token).status_code == 422


def test_a_link_does_only_what_it_is_for(owner):
    ask()
    assert is_refused(verify(mailed("reset_password")[0]))
    assert is_refused(confirm(mailed("verify_email")[0]))


def test_the_letter_can_be_sent_again_until_the_address_is_verified(owner):
    client = factories.client_of(owner)
    assert client.post(f"{USERS}/verify/resend").status_code == 202
    first, second = mailed("verify_email")
    assert verify(first).status_code == 204
    assert is_refused(verify(second)), "its purpose is fulfilled"
    assert client.post(f"{USERS}/verify/resend").status_code == 202
    assert len(mailed("verify_email")) == 2


def test_letters_are_not_sent_again_too_often(owner, settings):
    settings.RATES = settings.RATES | {"reset_mail": Rate(3, 3600)}
    client = factories.client_of(owner)
    assert [client.post(f"{USERS}/verify/resend").status_code for _ in range(4)] == [202] * 3 + [429]
    assert {ask().status_code for _ in range(5)} == {202}
    assert len(mailed("reset_password")) == 3


def test_a_forgotten_password_is_set_anew(owner):
    tokens = log_in(factories.PASSWORD).json()
    assert ask().status_code == 202
    (token,) = mailed("reset_password")
    assert confirm(token).status_code == 204
    assert log_in(factories.PASSWORD).status_code == 401
    assert log_in(NEW).status_code == 200
    refreshed = APIClient().post(f"{USERS}/auth/refresh", {"refresh": tokens["refresh"]})
    assert refreshed.status_code == 401, "all earlier sessions have ended"
    assert is_refused(confirm(token)), "it works once"
    assert User.objects.get().email_verified, "whoever can read its mail owns the address"


def test_a_bad_password_does_not_use_the_link_up(owner):
    ask()
    (token,) = mailed("reset_password")
    response = confirm(token, "short")
    assert (response.status_code, response.json()["errors"]["password"][0]["code"]) == (422, "password_too_short")
    assert confirm(token).status_code == 204


def test_asking_does_not_tell_whether_an_address_is_known(owner):
    known, unknown = ask(), ask("nobody@example.com")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    assert [letter.recipient for letter in Mail.objects.filter(template="reset_password")] == ["kim@example.com"]


def test_a_new_password_ends_earlier_links(owner):
    ask()
    user_update(owner, {"password": NEW, "current_password": factories.PASSWORD})
    assert is_refused(confirm(mailed("reset_password")[0], "yet-another-9"))


def test_links_and_letters_of_a_deleted_account_are_gone(owner):
    (token,) = mailed("verify_email")
    user_delete(owner)
    assert is_refused(verify(token))
    assert not Mail.objects.exists() and not MailedToken.objects.exists()


def browse(method, page, language="en", **values):
    """As a browser opens the link in the letter, and sends its form."""
    client, headers = APIClient(), {"Accept": "text/html,*/*;q=0.8", "Accept-Language": language}
    if method == "get":
        return client.get(f"{USERS}/{page}/page", values, headers=headers)
    kind = "application/x-www-form-urlencoded"
    return client.post(f"{USERS}/{page}/page", urlencode(values), content_type=kind, headers=headers)


@pytest.mark.parametrize("template", ["verify_email", "reset_password", "verify_reminder"])
def test_the_link_in_each_letter_leads_to_its_page(client, owner, template):
    verification_mail(owner, template=template)
    link = re.search(r"http\S+", Mail.objects.filter(template=template).latest("queued_at").text)[0]
    assert client.get(link.removeprefix(settings.PUBLIC_URL), headers={"Accept": "text/html"}).status_code == 200


def test_the_page_verifies_by_a_button(owner):
    (token,) = mailed("verify_email")
    page = browse("get", "verify", token=token)
    assert page["Content-Type"] == "text/html; charset=utf-8" and token in page.content.decode()
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert not User.objects.get().email_verified, "looking at it changes nothing"
    assert "is confirmed" in browse("post", "verify", token=token).content.decode()
    assert User.objects.get().email_verified
    again = browse("post", "verify", token=token, language="ko")
    assert again.status_code == 422 and "링크가 유효하지" in again.content.decode()


def test_the_page_sets_a_password(owner):
    ask()
    (token,) = mailed("reset_password")
    bad = browse("post", "password", token=token, password="abcdefg1", language="ko")
    assert bad.status_code == 422 and "특수문자를 하나 이상" in bad.content.decode() and token in bad.content.decode()
    assert browse("post", "password", token=token, password=NEW).status_code == 200
    assert log_in(NEW).status_code == 200


def test_what_a_link_holds_is_escaped(owner):
    page = browse("get", "verify", token='"><script>alert(1)</script>')
    assert "<script>" not in page.content.decode()


def test_pages_are_limited_too(owner, settings):
    settings.RATES = settings.RATES | {"verify": Rate(2, 3600)}
    answers = [browse("post", "verify", token="x") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.django_db(transaction=True)
def test_of_parallel_uses_of_a_link_one_succeeds(owner):
    ask()
    (token,) = mailed("reset_password")

    def use(number):
        try:
            return confirm(token, f"another-one-{number}").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(6))) == [204] + [422] * 5
    assert not Session.objects.exists()
