"""What an e-mail address, an alias, a phone number and a password may be. Codes are part of the API."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from core.problems import CODES

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
    _require(ALIAS.fullmatch(alias), "alias_characters")


def validate_phone(phone: str) -> None:
    _require(PHONE.fullmatch(phone), "phone_format")


def validate_password(password: str) -> None:
    """8 to 72 characters with at least one letter, one digit and one symbol."""
    _require(len(password) >= PASSWORD_LENGTH.start, "password_too_short")
    _require(len(password) < PASSWORD_LENGTH.stop, "password_too_long")
    _require(any(c.isalpha() for c in password), "password_without_letter")
    _require(any(c.isdigit() for c in password), "password_without_digit")
    _require(any(_is_symbol(c) for c in password), "password_without_symbol")


def _is_symbol(character: str) -> bool:
    return character.isprintable() and not character.isalnum() and not character.isspace()


def _require(condition: object, code: str) -> None:
    if not condition:
        raise ValidationError(CODES[code].english, code=code)
