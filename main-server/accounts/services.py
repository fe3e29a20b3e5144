"""Writes of accounts: sign up, change, leave. Tokens are in accounts.tokens."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Language, Session, User
from accounts.registry import erasers
from accounts.validators import alias_normalise, email_normalise
from core.problems import Problem

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
) -> User:
    """A new account. Raises Problem `email_taken` or `alias_taken`."""
    user = User(
        email=email_normalise(email),
        alias=alias_normalise(alias),
        phone=phone,
        language=language,
        show_phone=show_phone,
        show_email=show_email,
    )
    user.set_password(password)
    with _unique():
        user.save(force_insert=True)
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
    """A new password, which ends all sessions. The caller holds the account's lock, and saves it."""
    user.set_password(password)
    Session.objects.filter(user=user).delete()


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
