"""Links that are mailed: to verify an e-mail address, to set a new password. Each works once and for a while."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now

from accounts.models import MailedToken, User
from core.mail import mail_queue
from core.problems import Problem


def verification_mail(user: User, template: str = "verify_email") -> None:
    """Queue a letter with a link that verifies the address of the account."""
    _mail(user, MailedToken.Purpose.VERIFY, template, settings.VERIFY_HOURS)


def reset_mail(user: User) -> None:
    """Queue a letter with a link under which a new password can be set."""
    _mail(user, MailedToken.Purpose.RESET, "reset_password", settings.RESET_HOURS)


def link_use(purpose: MailedToken.Purpose, token: str) -> User:
    """
    The account, locked, whose link this is; all its links for this purpose are used up. To be called in a transaction.

    Raises Problem `link_not_valid`.
    """
    found = MailedToken.objects.filter(digest=_digest(token), purpose=purpose, expires_at__gt=Now())
    user_id = found.values_list("user_id", flat=True).first()
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None or not found.exists():  # asked again under the lock: somebody else may have used it meanwhile
        raise Problem("link_not_valid")
    MailedToken.objects.filter(user=user, purpose=purpose).delete()
    return user


def links_sweep() -> None:
    """Forget links that have expired."""
    MailedToken.objects.filter(expires_at__lt=Now()).delete()


def _mail(user: User, purpose: MailedToken.Purpose, template: str, hours: int) -> None:
    token = secrets.token_urlsafe(32)
    expires_at = Now() + timedelta(hours=hours)
    MailedToken.objects.create(digest=_digest(token), user=user, purpose=purpose, expires_at=expires_at)
    context = {"alias": user.alias, "token": token, "hours": hours}
    mail_queue(to=user.email, language=user.language, template=template, context=context)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
