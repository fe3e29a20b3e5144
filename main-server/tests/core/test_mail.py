"""Mail over a real SMTP server: all of it arrives, once, whatever was away meanwhile."""

import string
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.db.transaction import TransactionManagementError
from helpers import child, eventually
from mailserver import mail_server

from core.mail import mail_queue, mail_render, mails_erase
from core.models import Mail
from core.postman import MailServerAway, Postman, mail_send_due

pytestmark = pytest.mark.django_db(transaction=True)
CONTEXT = {"alias": "김초코", "token": "t0ken", "hours": 48}


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "SavePets <no-reply@example.org>"
        yield server


def queue(to="kim@example.com", language="ko"):
    with transaction.atomic():
        return mail_queue(to=to, language=language, template="verify_email", context=CONTEXT)


def due_again(mail):
    Mail.objects.filter(pk=mail.pk).update(due_at=Now())


def test_a_letter_arrives_in_korean(smtp):
    mail = queue()
    assert mail_send_due() == 1
    (letter,) = smtp.letters
    assert (letter["To"], letter["From"]) == ("kim@example.com", "SavePets <no-reply@example.org>")
    assert letter["Subject"].strip() == "[SavePets] 이메일 주소를 확인해 주세요"
    assert (
        f"{django_settings.PUBLIC_URL}/api/v1/users/verify/page?token=t0ken" in letter.get_content()
        and "김초코" in letter.get_content()
    )
    assert (letter["Message-ID"], letter["Auto-Submitted"]) == (f"<{mail.id}@example.org>", "auto-generated")
    assert not Mail.objects.exists(), "a letter that was sent is not kept"
    assert mail_send_due() == 0 and len(smtp.letters) == 1


def test_what_is_rolled_back_is_not_sent(smtp):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mail_queue(to="kim@example.com", language="en", template="verify_email", context=CONTEXT)
        raise ZeroDivisionError
    assert mail_send_due() == 0


def test_mail_belongs_into_a_transaction():
    with pytest.raises(TransactionManagementError):
        mail_queue(to="kim@example.com", language="en", template="verify_email", context=CONTEXT)


def test_nothing_is_lost_while_the_mail_server_is_away(smtp):
    smtp.stop()
    sent_to = {queue(f"k{index}@example.com").recipient for index in range(3)}
    for _ in range(2):
        with pytest.raises(MailServerAway):
            mail_send_due()
    assert Mail.objects.filter(attempts=0).count() == 3
    smtp.start()
    assert mail_send_due() == 3
    assert {letter["To"] for letter in smtp.letters} == sent_to


def test_many_postmen_send_each_letter_once(smtp):
    for index in range(12):
        queue(f"k{index}@example.com")

    def work(_):
        try:
            return mail_send_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 12
    assert len({letter["To"] for letter in smtp.letters}) == len(smtp.letters) == 12


def test_a_claimed_letter_is_left_alone_until_its_claim_is_over(smtp):
    mail = queue()
    Mail.objects.update(claimed_until=Now() + timedelta(seconds=60))
    assert mail_send_due() == 0
    Mail.objects.update(claimed_until=Now() - timedelta(seconds=1))
    assert mail_send_due() == 1
    assert smtp.letters[0]["Message-ID"].startswith(f"<{mail.id}@")


def test_a_refusal_for_now_is_tried_again_later(smtp):
    smtp.answers = ["451 try later"]
    mail, other = queue(), queue("lee@example.com")
    assert mail_send_due() == 1, "the next letter does not wait for this one"
    mail.refresh_from_db()
    assert mail.attempts == 1 and not Mail.objects.filter(pk=other.pk).exists()
    assert mail_send_due() == 0
    due_again(mail)
    assert mail_send_due() == 1


def test_a_final_refusal_ends_it(smtp):
    smtp.answers = ["550 no such mailbox"]
    queue()
    assert mail_send_due() == 0
    assert not Mail.objects.exists()


def test_refusals_are_bounded(smtp, settings):
    settings.MAIL_ATTEMPTS = 2
    smtp.answers = ["451 later"] * 2
    mail = queue()
    for _ in range(2):
        due_again(mail)
        assert mail_send_due() == 0
    assert not Mail.objects.exists()


def test_an_address_that_smtp_cannot_write_stops_nobody_else(smtp):
    queue("kim@example.com\nBcc: all@example.com")
    queue("lee@example.com")
    assert mail_send_due() == 1
    assert [letter["To"] for letter in smtp.letters] == ["lee@example.com"] and not Mail.objects.exists()


def test_mail_that_is_too_old_is_given_up(smtp):
    queue()
    Mail.objects.update(queued_at=Now() - timedelta(hours=73))
    assert mail_send_due() == 0 and not Mail.objects.exists()


def test_the_postman_does_not_keep_the_relay_waiting(smtp, monkeypatch):
    reached, let_go = threading.Event(), threading.Event()

    def slow():
        reached.set()
        let_go.wait(10)

    monkeypatch.setattr("core.postman.mail_send_due", slow)
    postman = Postman()
    postman()
    assert reached.wait(5)
    reached.clear()
    postman()
    let_go.set()
    assert not reached.wait(0.2), "one thread at a time"
    postman._thread.join()


def test_without_a_mail_server_mail_waits_and_that_is_said_once(settings, caplog):
    settings.EMAIL_HOST = ""
    queue()
    postman = Postman()
    for _ in range(3):
        postman()
    assert [record.message for record in caplog.records] == ["MAIN_EMAIL_URL is not set: mail waits"]
    assert Mail.objects.count() == 1


def test_the_relay_sends_mail(smtp, process_environment):
    queue()
    variables = {"MAIN_EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}", "MAIN_SWEEP_INTERVAL_S": "0.2"}
    with child(["manage.py", "relay"], process_environment | variables):
        eventually(lambda: smtp.letters)
    assert len(smtp.letters) == 1


def test_a_deleted_account_gets_no_more_mail(smtp):
    queue()
    mails_erase("kim@example.com")
    assert mail_send_due() == 0


@pytest.mark.parametrize(
    "template", sorted({path.name.split(".")[0] for path in django_settings.MAIL_TEMPLATES.glob("*.txt")})
)
def test_both_languages_use_the_same_values(template):
    def names(language):
        text = (django_settings.MAIL_TEMPLATES / f"{template}.{language}.txt").read_text(encoding="utf-8")
        assert "\n" not in text.partition("\n\n")[0], "the first line alone is the subject"
        return set(string.Template(text).get_identifiers())

    assert names("ko") == names("en")


def test_a_value_cannot_add_a_header_or_another_value():
    subject, text = mail_render("verify_email", "en", CONTEXT | {"alias": "a\r\nBcc: b $token"})
    assert "\n" not in subject and "Bcc: b $token" in text
    assert connection.in_atomic_block is False
