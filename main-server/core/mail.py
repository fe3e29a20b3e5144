"""
Mail: queued in the caller's transaction, sent later by the relay.

A letter is rendered when it is queued, so that a template that fails, fails its caller, and what is sent later no
longer depends on rows that may be gone by then. It is deleted when it is sent: it may hold a secret link, and it holds
an address.
"""

import string
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError

from core.models import Mail

LETTERS = tuple(sorted({path.name.partition(".")[0] for path in settings.MAIL_TEMPLATES.glob("*.txt")}))


def mail_queue(*, to: str, language: str, template: str, context: dict[str, Any]) -> Mail:
    """
    Queue one letter inside the caller's transaction; once that commits, the relay sends it.

    `template` names `core/mails/{template}.{language}.txt`; `context` gives a value to every `$name` in it. Raises
    KeyError for a value that is missing and FileNotFoundError for a template that is.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("mail_queue belongs into the transaction that makes the letter necessary")
    subject, text = mail_render(template, language, context)
    return Mail.objects.create(recipient=to, template=template, subject=subject, text=text)


def mail_render(template: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject (one line) and text."""
    source = (settings.MAIL_TEMPLATES / f"{template}.{language}.txt").read_text(encoding="utf-8")
    subject, _, text = source.partition("\n\n")
    values = {"public_url": settings.PUBLIC_URL, **context}
    in_one_line = {name: " ".join(str(value).split()) for name, value in values.items()}
    return string.Template(subject).substitute(in_one_line), string.Template(text).substitute(values)


def mails_erase(address: str) -> None:
    """Part of the deletion of an account: what was still to be sent to it is not."""
    Mail.objects.filter(recipient=address).delete()
