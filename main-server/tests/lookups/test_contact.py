"""A finder writes to the owner of a matched dog, and the owner answers: over a real SMTP server, both ways."""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import factories
import pytest
from django.db import connections
from django.db.models import F
from mailserver import mail_server

from core.logging import JsonFormatter
from core.models import Mail
from core.postman import mail_send_due
from jobs.registry import registered_sweeps
from lookups.contacts import contacts_sweep
from lookups.models import Contact, Lookup

pytestmark = pytest.mark.django_db
MESSAGE = "초코를 한강공원에서 봤어요 🐶\n목줄은 빨간색이에요."
FINDER = "finder@example.net"
FORM = {"message": MESSAGE, "place": "여의도 한강공원 2번 출구", "reply_to": FINDER}


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def owner():
    return factories.user(alias="Kim", language="ko")


@pytest.fixture
def dog(owner):
    return factories.dog_registered(owner)


def matched(dog, account=None, seed=500):
    return factories.lookup_answered("match", factories.candidate(dog), account=account, seed=seed)[0]


def contact(lookup, account=None, form=FORM, address="203.0.113.1", **headers):
    client = factories.client_of(account)
    headers = {"X-Real-IP": address, **headers}
    return client.post(f"/api/v1/lookups/{lookup.id}/contact", form, headers=headers)


def seen(lookup, account=None):
    return factories.client_of(account).get(f"/api/v1/lookups/{lookup.id}/contact")


def text_of(letter):
    return letter.get_content().replace("\r\n", "\n")


def link_in(text):
    """Path and query of the one link in a letter."""
    (link,) = re.findall(r"https?://\S+", text)
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


def hours_pass(hours):
    """The clock of the rows goes on."""
    Lookup.objects.update(answered_at=F("answered_at") - timedelta(hours=hours))
    Contact.objects.update(created_at=F("created_at") - timedelta(hours=hours))


class TestBothWays:
    def test_a_message_and_its_answer(self, smtp, owner, dog):
        lookup = matched(dog)
        response = contact(lookup, **{"Accept-Language": "en"})
        assert response.status_code == 201
        assert response.json() | {"created_at": ""} == {
            "message": MESSAGE, "place": FORM["place"], "by_mail": True, "created_at": "", "answer": "",
            "answered_at": None,
        }  # fmt: skip
        assert mail_send_due() == 1
        (letter,) = smtp.letters
        text = text_of(letter)
        assert letter["To"] == owner.email and dog.name in letter["Subject"]
        assert "> 초코를 한강공원에서 봤어요 🐶\n> 목줄은 빨간색이에요." in text and f"> {FORM['place']}" in text
        assert text.index("사기에 주의하세요") < text.index("한강공원")

        client, link = factories.client_of(None), link_in(text)
        shown = client.get(link)
        assert (shown.json()["message"], shown.json()["dog"], shown.json()["answer"]) == (MESSAGE, dog.name, "")
        answer = "제 강아지가 맞아요! 010-1234-5678로 연락 주세요 🙏"
        assert client.post(link, {"message": answer}).json()["answer"] == answer
        assert mail_send_due() == 1
        letter = smtp.letters[-1]
        text = text_of(letter)
        assert letter["To"] == FINDER and dog.name in letter["Subject"]
        assert f"> {answer}" in text and text.index("Beware of fraud") < text.index(answer)
        assert (seen(lookup).json()["answer"], Mail.objects.count()) == (answer, 0)

    def test_neither_sees_the_others_address(self, smtp, owner, dog):
        lookup = matched(dog)
        contact(lookup)
        mail_send_due()
        link = link_in(text_of(smtp.letters[0]))
        answered = factories.client_of(None).post(link, {"message": "네"})
        mail_send_due()
        to_owner, to_finder = [letter.as_string() + text_of(letter) for letter in smtp.letters]
        assert FINDER not in to_owner + answered.content.decode()
        assert owner.email not in to_finder + seen(lookup).content.decode()
        for letter in smtp.letters:
            assert letter["Reply-To"] is letter["Cc"] is letter["Bcc"] is None

    def test_without_an_address_the_answer_waits_for_the_finder(self, smtp, dog):
        lookup = matched(dog)
        assert contact(lookup, form={"message": MESSAGE}).json()["by_mail"] is False
        mail_send_due()
        factories.client_of(None).post(link_in(text_of(smtp.letters[0])), {"message": "네, 제 개예요"})
        assert mail_send_due() == 0
        assert seen(lookup).json()["answer"] == "네, 제 개예요" and seen(lookup).json()["answered_at"]

    def test_one_answer(self, smtp, dog):
        contact(matched(dog))
        mail_send_due()
        client, link = factories.client_of(None), link_in(text_of(smtp.letters[0]))
        assert [client.post(link, {"message": "네"}).status_code for _ in range(2)] == [200, 200]
        response = client.post(link, {"message": "아니요"})
        assert (response.status_code, response.json()["code"]) == (409, "contact_answered")
        assert mail_send_due() == 1

    @pytest.mark.parametrize("key", ["", "x", "x" * 43, "\x00", "초코"])
    def test_no_other_key_opens_it(self, dog, key):
        contact(matched(dog))
        client = factories.client_of(dog.owner)
        for response in (
            client.get("/api/v1/contacts/answer", {"key": key}),
            client.post(f"/api/v1/contacts/answer?key={key}", {"message": "네"}),
        ):
            assert response.status_code in (404, 422)
        assert Contact.objects.get().answered_at is None

    def test_only_its_digest_is_kept(self, smtp, dog):
        contact(matched(dog))
        mail_send_due()
        key = link_in(text_of(smtp.letters[0])).partition("key=")[2]
        assert len(key) == 43
        assert key not in json.dumps(list(Contact.objects.values()), default=str)

    def test_a_browser_gets_a_page(self, smtp, dog):
        form = {"message": '<script>alert(1)</script> & "초코"', "place": "<b>여기</b>"}
        contact(matched(dog), form=form)
        mail_send_due()
        client, link = factories.client_of(None), link_in(text_of(smtp.letters[0]))
        browser = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ko"}
        page = client.get(link, headers=browser)
        assert page["Content-Type"] == "text/html; charset=utf-8"
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
        text = page.content.decode()
        assert "&lt;script&gt;" in text and "<script" not in text and "<b>" not in text and "<form" in text
        typed = "message=%EB%84%A4%20%F0%9F%90%B6%0D%0A%EA%B0%90%EC%82%AC%ED%95%A9%EB%8B%88%EB%8B%A4"
        page = client.post(link, typed, content_type="application/x-www-form-urlencoded", headers=browser)
        assert page.status_code == 200 and "네 🐶\n감사합니다" in page.content.decode()
        assert "<form" not in client.get(link, headers=browser).content.decode()
        for bad, status in (("/api/v1/contacts/answer?key=x", 404), ("/api/v1/contacts/answer", 422)):
            page = client.get(bad, headers=browser)
            assert (page.status_code, page["Content-Type"]) == (status, "text/html; charset=utf-8")


class TestWho:
    def test_whoever_may_see_the_lookup(self, owner, dog):
        finder = factories.user()
        lookup = matched(dog, finder)
        for stranger in (None, owner, factories.user()):
            assert contact(lookup, stranger).json()["code"] == "not_found"
            assert seen(lookup, stranger).status_code == 404
        assert seen(lookup, finder).status_code == 404, "nothing was written yet"
        assert contact(lookup, finder).status_code == 201
        assert seen(lookup, finder).json()["message"] == MESSAGE
        for stranger in (None, owner):
            assert seen(lookup, stranger).status_code == 404

    def test_only_after_a_match(self, owner, dog):
        pending, _ = factories.lookup_posted(seed=1)
        possible, _ = factories.lookup_answered("possible", factories.candidate(dog, "possible"), seed=2)
        nothing, _ = factories.lookup_answered("not_registered", seed=3)
        rejected, job = factories.lookup_posted(seed=4)
        factories.finish(job, "rejected", {"model": factories.MODEL, "photos": factories.verdicts(count=1)})
        gone = matched(dog, seed=5)
        factories.client_of(owner).delete(f"/api/v1/dogs/{dog.id}")
        for lookup in (pending, possible, nothing, rejected, gone):
            response = contact(lookup)
            assert (response.status_code, response.json()["code"]) == (409, "contact_without_match")
        assert not Contact.objects.exists() and not Mail.objects.exists()

    def test_once_for_a_lookup(self, dog):
        lookup = matched(dog)
        contact(lookup)
        response = contact(lookup, form=FORM | {"message": "또 봤어요"})
        assert (response.status_code, response.json()["code"]) == (409, "contact_exists")
        assert Mail.objects.count() == 1

    def test_within_a_day_of_the_match(self, dog):
        lookup = matched(dog)
        hours_pass(24.1)
        assert (contact(lookup).status_code, contact(lookup).json()["code"]) == (409, "contact_closed")
        Lookup.objects.update(answered_at=F("answered_at") + timedelta(minutes=12))
        assert contact(lookup).status_code == 201

    @pytest.mark.parametrize("with_account", [True, False])
    def test_a_finder_s_cap(self, settings, dog, with_account):
        settings.CONTACTS_PER_FINDER, finder = 2, factories.user() if with_account else None
        lookups = [matched(dog, finder, seed) for seed in range(3)]
        assert [contact(lookup, finder).status_code for lookup in lookups] == [201, 201, 429]
        refused = contact(lookups[2], finder)
        assert refused.json()["code"] == "contact_limit" and 86_000 < int(refused["Retry-After"]) <= 86_400
        other = factories.user()
        assert contact(matched(dog, other, 9), other, address="203.0.113.2").status_code == 201
        hours_pass(12)
        assert 43_000 < int(contact(lookups[2], finder)["Retry-After"]) <= 43_201
        Contact.objects.update(created_at=F("created_at") - timedelta(hours=12.1))
        assert contact(lookups[2], finder).status_code == 201

    def test_an_owner_s_cap(self, settings, owner, dog):
        settings.CONTACTS_PER_OWNER = 2
        lookups = [matched(dog, seed=seed) for seed in range(3)]
        codes = [contact(lookup, address=f"203.0.113.{seed}").status_code for seed, lookup in enumerate(lookups)]
        assert codes == [201, 201, 429]
        others = factories.dog_registered(factories.user(), 40)
        assert contact(matched(others, seed=9), address="203.0.113.9").status_code == 201

    def test_addresses_of_finders_are_not_kept(self, dog):
        contact(matched(dog), address="203.0.113.77")
        assert "203.0.113.77" not in json.dumps(list(Contact.objects.values()), default=str)


class TestText:
    @pytest.mark.parametrize("link", ["https://evil.example/pay", "evil.com/x", "www.evil.example", "사기.com"])
    def test_links_are_stripped(self, smtp, dog, link):
        form = {"message": f"여기 {link} 보세요", "place": f"{link} 앞"}
        assert contact(matched(dog), form=form).json()["message"] == "여기 […] 보세요"
        mail_send_due()
        text = text_of(smtp.letters[0])
        assert "evil" not in text and "사기.com" not in text and "> […] 앞" in text
        answer_link = link_in(text)
        answered = factories.client_of(None).post(answer_link, {"message": f"네 {link}"})
        assert answered.json()["answer"] == "네 […]"

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"message": ""}, "message", "blank"),
            ({"message": "\u200b \u2060"}, "message", "blank"),
            ({"message": "가" * 1001}, "message", "max_length"),
            ({"message": "가" * 20_000}, "message", "max_length"),
            ({"message": "\ud83d"}, "message", "surrogate_characters_not_allowed"),
            ({"message": ["a"]}, "message", "invalid"),
            ({"place": "x" * 201}, "place", "max_length"),
            ({"reply_to": "kim"}, "reply_to", "invalid"),
            ({"reply_to": "kim@example.com\nBcc: all@example.com"}, "reply_to", "invalid"),
            ({"reply_to": "kim@example.com, lee@example.com"}, "reply_to", "invalid"),
            ({"reply_to": "x" * 250 + "@example.com"}, "reply_to", "max_length"),
        ],
    )
    def test_a_form_that_is_wrong(self, dog, changes, field, code):
        client, body = factories.client_of(None), json.dumps(FORM | changes)
        path = f"/api/v1/lookups/{matched(dog).id}/contact"
        response = client.post(path, body, content_type="application/json")
        assert response.status_code == 422
        assert code in {error["code"] for error in response.json()["errors"][field]}
        assert not Contact.objects.exists() and not Mail.objects.exists()

    def test_the_longest(self, smtp, dog):
        message = ("초코 🐶\n" * 200)[:1000].strip()
        assert contact(matched(dog), form={"message": message}).status_code == 201
        mail_send_due()
        assert text_of(smtp.letters[0]).count("> 초코 🐶") == 200

    def test_no_header_can_be_injected(self, smtp, owner, dog):
        dog.name = "초코\r\nBcc: all@example.org"
        dog.save()
        evil = "안녕\r\nBcc: all@example.org\r\n\r\n.\r\nRCPT TO:<all@example.org>"
        contact(matched(dog), form={"message": evil, "place": evil, "reply_to": FINDER})
        mail_send_due()
        factories.client_of(None).post(link_in(text_of(smtp.letters[0])), {"message": evil})
        mail_send_due()
        assert [letter["To"] for letter in smtp.letters] == [owner.email, FINDER]
        for letter in smtp.letters:
            assert letter["Bcc"] is None and "\n" not in letter["Subject"]
            assert not letter.defects
            assert "> Bcc: all@example.org" in text_of(letter)

    def test_nothing_personal_is_logged(self, smtp, owner, dog, caplog):
        caplog.set_level(logging.DEBUG)
        lookup = matched(dog)
        contact(lookup, address="203.0.113.77")
        contact(lookup, form=FORM | {"reply_to": "junk"})
        mail_send_due()
        link = link_in(text_of(smtp.letters[0]))
        factories.client_of(None).post(link, {"message": "제 번호는 010-1234-5678"})
        mail_send_due()
        ours = [
            record for record in caplog.records if record.name.startswith(("savepets", "django", "core", "lookups"))
        ]
        text = "".join(JsonFormatter().format(record) for record in ours if not record.name.startswith("django.db"))
        assert text
        key = link.partition("key=")[2]
        for secret in (FINDER, owner.email, "한강", "1234-5678", "203.0.113.77", key):
            assert secret not in text


class TestAgain:
    def test_the_same_request_gives_the_same_contact(self, dog):
        lookup, key = matched(dog), {"Idempotency-Key": "k1"}
        first, second = contact(lookup, **key), contact(lookup, **key)
        assert (first.status_code, second.status_code) == (201, 201) and first.json() == second.json()
        assert (Contact.objects.count(), Mail.objects.count()) == (1, 1)
        other = contact(lookup, form=FORM | {"place": "집"}, **key)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert contact(lookup, **{"Idempotency-Key": "k2"}).json()["code"] == "contact_exists"
        assert contact(lookup, **{"Idempotency-Key": "a b"}).json()["code"] == "idempotency_key_invalid"

    @pytest.mark.django_db(transaction=True)
    def test_copies_at_one_moment_are_one_contact(self, dog):
        lookup = matched(dog)

        def post(_):
            try:
                return contact(lookup, **{"Idempotency-Key": "k1"}).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as threads:
            assert set(threads.map(post, range(6))) == {201}
        assert (Contact.objects.count(), Mail.objects.count()) == (1, 1)

    @pytest.mark.django_db(transaction=True)
    def test_caps_hold_at_one_moment(self, settings, dog):
        settings.CONTACTS_PER_OWNER = 2
        lookups = [matched(dog, seed=seed) for seed in range(6)]

        def post(index):
            try:
                return contact(lookups[index], address=f"203.0.113.{index}").status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as threads:
            assert sorted(threads.map(post, range(6))) == [201, 201, 429, 429, 429, 429]


class TestErasure:
    def test_it_goes_after_its_days(self, dog):
        lookup = matched(dog)
        contact(lookup)
        hours_pass(24 * 29.9)
        assert contacts_sweep() == 0
        hours_pass(24 * 0.2)
        assert (contacts_sweep(), Contact.objects.count()) == (1, 0)
        assert contacts_sweep in registered_sweeps()
        assert contact(lookup).json()["code"] == "contact_closed"

    def test_with_the_dog_and_its_owner(self, smtp, owner, dog):
        contact(matched(dog))
        mail_send_due()
        link = link_in(text_of(smtp.letters[0]))
        assert factories.client_of(owner).delete("/api/v1/users/me").status_code == 204
        assert not Contact.objects.exists()
        assert factories.client_of(None).get(link).json()["code"] == "not_found"

    def test_with_the_finder(self, dog):
        finder = factories.user()
        contact(matched(dog, finder), finder)
        assert factories.client_of(finder).delete("/api/v1/users/me").status_code == 204
        assert not Contact.objects.exists()
