"""Writes of accounts: sign up, change, leave. Tokens are in accounts.tokens."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.links import link_use, reset_mail, verification_mail
from accounts.metrics import SIGN_UPS
from accounts.models import Language, MailedToken, Session, User
from accounts.registry import erasers
from accounts.validators import alias_normalise, email_normalise
from core.idempotency import Idempotency, idempotency_lock
from core.mail import mails_erase
from core.metrics import count_at_commit
from core.problems import Problem
from core.rates import rate_take

UNIQUE = {"accounts_email_unique": "email", "accounts_alias_unique": "alias"}


def user_create(
    *,
    email: str,
    alias: str,
    password: str,
    phone: str = "",
    language: str = Language.KOREAN,
    show_phone: bool = False,
    show_email: bool = False,
    terms_version: str = "",
    idempotency: Idempotency | None = None,
) -> User:
    """
    A new account, and a letter to verify its e-mail address. The same request again gives the same account.

    Raises Problem `email_taken`, `alias_taken` or `idempotency_key_reused`.
    """
    user = User(
        email=email_normalise(email),
        alias=alias_normalise(alias),
        phone=phone,
        language=language,
        show_phone=show_phone,
        show_email=show_email,
        terms_version=terms_version,
        idempotency_key=idempotency and idempotency.key,
        idempotency_hash=idempotency and idempotency.hash,
    )
    user.set_password(password)
    with transaction.atomic():
        earlier = _earlier(idempotency, password)
        if earlier is not None:
            return earlier
        with _unique():
            user.save(force_insert=True)
        verification_mail(user)
        count_at_commit(SIGN_UPS)
    return user


def _earlier(idempotency: Idempotency | None, password: str) -> User | None:
    """The account that the same request made. Its password is no part of the hash that is kept, and so checked here."""
    if idempotency is None:
        return None
    idempotency_lock("sign-up", idempotency.key)
    user = User.objects.filter(idempotency_key=idempotency.key).first()
    if user is not None and not (user.idempotency_hash == idempotency.hash and user.check_password(password)):
        raise Problem("idempotency_key_reused")
    return user


@transaction.atomic
def user_update(user: User, changes: Mapping[str, Any]) -> User:
    """
    Change alias, phone, language, what finders see, or password. A new password needs `current_password` and ends all
    tokens.

    Raises Problem `alias_taken` or `wrong_password`.
    """
    user, fields = user_lock(user.id), dict(changes)
    current, password = fields.pop("current_password", ""), fields.pop("password", None)
    if password is not None:
        if not user.check_password(current):
            raise Problem("wrong_password", errors={"current_password": [{"code": "wrong_password"}]})
        password_set(user, password)
    if "alias" in fields:
        fields["alias"] = alias_normalise(fields["alias"])
    for name, value in fields.items():
        setattr(user, name, value)
    with _unique():
        user.save()
    return user


@transaction.atomic
def user_delete(user: User) -> None:
    """Erase the account and, through the registered erasers, all that belongs to it."""
    user_lock(user.id)
    for erase in erasers():
        erase(user)
    mails_erase(user.email)
    user.delete()


def user_lock(user_id: uuid.UUID) -> User:
    """
    The account, locked against deletion until the transaction ends: what is being made for it cannot outlive it.

    Raises Problem `not_authenticated` if it has just been deleted.
    """
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise Problem("not_authenticated")
    return user


def password_set(user: User, password: str) -> None:
    """A new password, which ends all sessions and mailed links. The caller holds the account's lock, and saves it."""
    user.set_password(password)
    Session.objects.filter(user=user).delete()
    MailedToken.objects.filter(user=user, purpose=MailedToken.Purpose.RESET).delete()


@transaction.atomic
def email_verify(token: str) -> User:
    """The mailbox is its owner's. Raises Problem `link_not_valid`."""
    user = link_use(MailedToken.Purpose.VERIFY, token)
    User.objects.filter(pk=user.pk, email_verified_at=None).update(email_verified_at=Now())
    return user


@transaction.atomic
def verification_resend(user: User) -> None:
    """The letter once more, unless the address is verified."""
    user = user_lock(user.id)
    if not user.email_verified:
        verification_mail(user)


def password_reset_request(email: str) -> None:
    """Mail a link to whoever has an account with this address, though not too often."""
    user = User.objects.filter(email=email_normalise(email)).first()
    if user is None or rate_take("reset_mail", f"reset {user.pk}"):
        return
    with transaction.atomic():
        reset_mail(user_lock(user.pk))


@transaction.atomic
def password_reset(*, token: str, password: str) -> None:
    """A new password for whoever could read the mail, which verifies the address too. Raises Problem
    `link_not_valid`."""
    user = link_use(MailedToken.Purpose.RESET, token)
    password_set(user, password)
    if not user.email_verified:
        user.email_verified_at = Now()
    user.save()


@contextmanager
def _unique() -> Iterator[None]:
    """Two sign-ups at one moment are told apart by the database alone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        field = UNIQUE.get(error.__cause__.diag.constraint_name)
        if field is None:
            raise
        raise Problem(f"{field}_taken", errors={field: [{"code": f"{field}_taken"}]}) from None
