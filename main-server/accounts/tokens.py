"""
Log in, refresh, log out.

simplejwt's own refresh lets a token be used twice by parallel requests, outlive a password change, and answers 500 for
a deleted user. Here every token belongs to a session, and whoever changes a session holds the lock of its account: of
any number of parallel refreshes one makes the successor and the others get the same one.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models.functions import Now
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.attempts import attempt
from accounts.metrics import LOG_INS, SUCCEEDED, THROTTLED, WRONG
from accounts.models import Session, SessionToken, User
from accounts.services import user_lock
from accounts.validators import email_normalise
from core.metrics import count_at_commit
from core.problems import Problem

FAMILY_CLAIM = "sid"


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


def user_log_in(*, email: str, password: str, client: str) -> TokenPair:
    """
    A first pair. `client` stands for the address that attempts are counted by.

    Raises Problem `throttled` or `wrong_credentials`, after the same work whether or not the e-mail is known.
    """
    try:
        user = _authenticated(email_normalise(email), password, client)
    except Problem as problem:
        LOG_INS.labels(THROTTLED if problem.code == "throttled" else WRONG).inc()
        raise
    with transaction.atomic():
        user = user_lock(user.id)
        count_at_commit(LOG_INS, SUCCEEDED)
        session = Session.objects.create(user=user, expires_at=Now() + api_settings.REFRESH_TOKEN_LIFETIME)
        return _pair(user, session, _issue(session))


def _authenticated(email: str, password: str, client: str) -> User:
    with attempt(email=email, client=client):
        user = authenticate(username=email, password=password)
        if not isinstance(user, User):
            raise Problem("wrong_credentials")
        return user


def token_refresh(text: str) -> TokenPair:
    """
    Spend a refresh token for a new pair. Sent again within REFRESH_GRACE_S, it gives the same successor again: a client
    may have missed the answer. Sent again later, it may be stolen, and its session ends.

    Raises Problem `token_not_valid`.
    """
    token = _decode(text)
    with transaction.atomic():
        pair = _rotate(token)
    if pair is None:  # raised only here: the end of the session is to be committed
        raise Problem("token_not_valid")
    return pair


def user_log_out(text: str) -> None:
    """End the session of a refresh token. Raises Problem `token_not_valid`."""
    ended, _ = Session.objects.filter(id=_family(_decode(text))).delete()
    if not ended:
        raise Problem("token_not_valid")


def sessions_sweep() -> None:
    """Forget sessions whose last token has expired."""
    Session.objects.filter(expires_at__lt=Now()).delete()


def _rotate(token: RefreshToken) -> TokenPair | None:
    user = User.objects.select_for_update().filter(id=token.get(api_settings.USER_ID_CLAIM)).first()
    session = Session.objects.filter(id=_family(token), user=user).first()
    if user is None or session is None:
        return None
    since = Now() - timedelta(seconds=settings.REFRESH_GRACE_S)
    session.tokens.filter(spent_at__lt=since).delete()
    spent = session.tokens.select_related("successor").filter(jti=token[api_settings.JTI_CLAIM]).first()
    if spent is None:  # spent long ago
        session.delete()
        return None
    return _pair(user, session, spent.successor or _succeed(session, spent))


def _succeed(session: Session, spent: SessionToken) -> SessionToken:
    successor = _issue(session)
    session.tokens.filter(pk=spent.pk).update(spent_at=Now(), successor=successor)
    Session.objects.filter(pk=session.pk).update(expires_at=Now() + api_settings.REFRESH_TOKEN_LIFETIME)
    return successor


def _issue(session: Session) -> SessionToken:
    issued = SessionToken.objects.create(session=session)
    issued.refresh_from_db(fields=["issued_at"])
    return issued


def _pair(user: User, session: Session, issued: SessionToken) -> TokenPair:
    refresh = RefreshToken()
    refresh[api_settings.JTI_CLAIM] = issued.jti.hex
    refresh.set_iat(at_time=issued.issued_at)
    refresh.set_exp(from_time=issued.issued_at)
    refresh[api_settings.USER_ID_CLAIM] = str(user.id)
    refresh[api_settings.REVOKE_TOKEN_CLAIM] = get_md5_hash_password(user.password)
    refresh[FAMILY_CLAIM] = session.id.hex
    return TokenPair(access=str(refresh.access_token), refresh=str(refresh))


def _decode(text: str) -> RefreshToken:
    try:
        return RefreshToken(text)
    except TokenError:
        raise Problem("token_not_valid") from None


def _family(token: RefreshToken) -> uuid.UUID:
    try:
        return uuid.UUID(token.get(FAMILY_CLAIM, ""))
    except ValueError:
        raise Problem("token_not_valid") from None
