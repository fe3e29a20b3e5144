"""What an e-mail address, an alias, a phone number and a password may be. Codes are part of the API."""

import re
import unicodedata

from django.core.exceptions import ValidationError

ALIAS = re.compile(r"[A-Za-z0-9가-힣ㄱ-ㅎㅏ-ㅣ]+")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164: at most 15 digits, country code first
PASSWORD_LENGTH = range(8, 73)


def email_normalise(text: str) -> str:
    """One spelling for each mailbox. Local parts that differ by case alone are the same mailbox nearly everywhere."""
    return unicodedata.normalize("NFC", text).strip().lower()


def alias_normalise(text: str) -> str:
    """Hangul typed on a Mac arrives decomposed: 각 as three letters."""
    return unicodedata.normalize("NFC", text).strip()


def validate_alias(alias: str) -> None:
    if not ALIAS.fullmatch(alias):
        raise ValidationError("Only Hangul, Latin letters and digits.", code="alias_characters")


def validate_phone(phone: str) -> None:
    if not PHONE.fullmatch(phone):
        raise ValidationError("Only E.164 such as +821012345678.", code="phone_format")


def validate_password(password: str) -> None:
    """8 to 72 characters with at least one letter, one digit and one symbol."""
    if len(password) < PASSWORD_LENGTH.start:
        raise ValidationError("At least 8 characters.", code="password_too_short")
    if len(password) >= PASSWORD_LENGTH.stop:
        raise ValidationError("At most 72 characters.", code="password_too_long")
    if not any(c.isalpha() for c in password):
        raise ValidationError("At least one letter.", code="password_without_letter")
    if not any(c.isdigit() for c in password):
        raise ValidationError("At least one digit.", code="password_without_digit")
    if not any(not c.isalnum() and not c.isspace() and c.isprintable() for c in password):
        raise ValidationError("At least one symbol.", code="password_without_symbol")
