"""
Log in, refresh, log out.

simplejwt's own refresh lets a token be used twice by parallel requests, outlive a password change, and answers 500 for
a deleted user. Here the row that spends a token is inserted first and is unique, so that of any number of parallel
refreshes one succeeds.
"""

from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.models import User
from accounts.services import user_lock
from accounts.validators import email_normalise
from core.problems import Problem


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


def user_log_in(*, email: str, password: str) -> TokenPair:
    """A first pair. Raises Problem `wrong_credentials`, after the same work whether or not the address is known."""
    user = authenticate(username=email_normalise(email), password=password)
    if not isinstance(user, User):
        raise Problem("wrong_credentials")
    with transaction.atomic():
        return _pair(user_lock(user.id))


@transaction.atomic
def token_refresh(text: str) -> TokenPair:
    """Spend a refresh token for a new pair. Raises Problem `token_not_valid`, also for a token already spent."""
    token = _decode(text)
    _spend(token)
    user = User.objects.select_for_update().filter(id=token[api_settings.USER_ID_CLAIM]).first()
    if user is None or token.get(api_settings.REVOKE_TOKEN_CLAIM) != get_md5_hash_password(user.password):
        raise Problem("token_not_valid")
    return _pair(user)


@transaction.atomic
def user_log_out(text: str) -> None:
    """Spend a refresh token for nothing. Raises Problem `token_not_valid`."""
    _spend(_decode(text))


def _pair(user: User) -> TokenPair:
    refresh = RefreshToken.for_user(user)
    return TokenPair(access=str(refresh.access_token), refresh=str(refresh))


def _decode(text: str) -> RefreshToken:
    try:
        return RefreshToken(text)
    except TokenError:
        raise Problem("token_not_valid") from None


def _spend(token: RefreshToken) -> None:
    issued = OutstandingToken.objects.filter(jti=token[api_settings.JTI_CLAIM]).first()
    if issued is None:  # forged with our key, or of an erased account
        raise Problem("token_not_valid")
    try:
        with transaction.atomic():
            BlacklistedToken.objects.create(token=issued)
    except IntegrityError:
        raise Problem("token_not_valid") from None
