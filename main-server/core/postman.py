"""Sends queued mail over SMTP. Runs in the relay, in a thread of its own: a slow mail server must not hold up jobs."""

import logging
import smtplib
import threading
import time
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from core.mail import LETTERS
from core.metrics import MAIL_OUTCOMES, MAILS, OTHER, bounded, count_at_commit, initialise
from core.models import Mail

logger = logging.getLogger("savepets.mail")
BATCH = 50
CLAIM_S = 300  # longer than all steps of one delivery may take, each bounded by MAIL_TIMEOUT_S
FIRST_BACKOFF_S, LAST_BACKOFF_S = 30, 3600
ADDRESS_REFUSED = 553
AWAY_S = 15.0  # how long a mail server that is away is left alone
initialise(MAILS, (*LETTERS, OTHER), MAIL_OUTCOMES)


class MailServerAway(Exception):
    """The mail server cannot be reached, or does not let us in: no fault of any one letter."""


def mail_send_due() -> int:
    """
    Send what is due, oldest first, at most BATCH letters over one connection. Returns how many were sent.

    A letter is claimed before it is sent and deleted after, so any number of processes may do this: each letter goes
    out once; twice only if a process dies between the two, under the same Message-ID.
    Raises MailServerAway; the letter in hand is then due again at once.
    """
    mails_give_up()
    backend, sent = get_connection(fail_silently=False), 0
    try:
        while sent < BATCH and threading.main_thread().is_alive() and (mail := _claim()) is not None:
            sent += _send(backend, mail)
    finally:
        backend.close()
    return sent


def mails_give_up() -> int:
    """Delete letters that could not be sent for too long; returns how many."""
    with transaction.atomic():
        old = Mail.objects.filter(queued_at__lt=Now() - timedelta(hours=settings.MAIL_HOURS))
        letters = list(old.select_for_update(skip_locked=True).values_list("id", "template"))
        Mail.objects.filter(id__in=[mail_id for mail_id, _ in letters]).delete()
        for _, letter in letters:
            count_at_commit(MAILS, bounded(letter, LETTERS), "failed")
    if letters:
        logger.error("letters were too old to be sent still", extra={"count": len(letters)})
    return len(letters)


class Postman:
    """The relay's chore: each call starts a thread that sends what is due, unless one is still at it."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._away_until = 0.0
        self._told = False

    def __call__(self) -> None:
        if not settings.EMAIL_HOST:
            self._tell()
        elif time.monotonic() >= self._away_until and not (self._thread and self._thread.is_alive()):
            # Not a daemon: at its end the process waits for the letter in hand.
            self._thread = threading.Thread(target=self._work, name="postman")
            self._thread.start()

    def _tell(self) -> None:
        if not self._told:
            logger.warning("MAIN_EMAIL_URL is not set: mail waits")
        self._told = True

    def _work(self) -> None:
        try:
            close_old_connections()
            mail_send_due()
        except MailServerAway as error:
            logger.warning("the mail server is away: %s", type(error.__cause__).__name__)
            self._away_until = time.monotonic() + AWAY_S
        except Exception:
            logger.exception("sending mail failed")
            self._away_until = time.monotonic() + AWAY_S
        finally:
            connection.close()


@transaction.atomic
def _claim() -> Mail | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    due = Mail.objects.filter(free, due_at__lte=Now()).order_by("due_at")
    mail = due.select_for_update(skip_locked=True).first()
    if mail is not None:
        Mail.objects.filter(pk=mail.pk).update(claimed_until=Now() + timedelta(seconds=CLAIM_S))
    return mail


def _send(backend: BaseEmailBackend, mail: Mail) -> bool:
    """Whether it was sent. A letter that is refused is put off or, in the end or if it never will be taken, deleted."""
    try:
        backend.send_messages([_message(mail)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        _refused(mail, _status(error))
        return False
    except ValueError:  # an address that cannot be written in SMTP
        _refused(mail, ADDRESS_REFUSED)
        return False
    except (OSError, smtplib.SMTPException) as error:
        Mail.objects.filter(pk=mail.pk).update(claimed_until=None)
        raise MailServerAway from error
    mail.delete()
    _count(mail, "sent")
    return True


def _refused(mail: Mail, status: int) -> None:
    """4xx: perhaps later. 5xx: never (RFC 5321, 4.2.1)."""
    attempts = mail.attempts + 1
    logger.warning("a letter was refused", extra={"status": status, "attempt": attempts, "kind": mail.template})
    _count(mail, "refused")
    if status >= 500 or attempts >= settings.MAIL_ATTEMPTS:
        mail.delete()
        _count(mail, "failed")
        return
    pause_s = min(FIRST_BACKOFF_S * 2**mail.attempts, LAST_BACKOFF_S)
    due_at = Now() + timedelta(seconds=pause_s)
    Mail.objects.filter(pk=mail.pk).update(attempts=attempts, due_at=due_at, claimed_until=None)


def _count(mail: Mail, outcome: str) -> None:
    count_at_commit(MAILS, bounded(mail.template, LETTERS), outcome)


def _status(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(status for status, _ in error.recipients.values())
    return error.smtp_code


def _message(mail: Mail) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.id}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.recipient], headers=headers)
