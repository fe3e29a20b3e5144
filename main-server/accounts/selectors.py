"""Reads of accounts."""

from accounts.models import User
from accounts.validators import alias_normalise, email_normalise


def email_is_free(email: str) -> bool:
    return not User.objects.filter(email=email_normalise(email)).exists()


def alias_is_free(alias: str) -> bool:
    return not User.objects.filter(alias__iexact=alias_normalise(alias)).exists()
