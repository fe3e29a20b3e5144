"""
Registration numbers such as `SP-7F3K-92QX-M`.

Eight random characters of Crockford's base 32 (0-9 and A-Z without I, L, O, U: 40 bits, nothing personal) and a check
character by the hybrid system MOD M+1,M of ISO/IEC 7064 with M = 32, that is MOD 33,32 over the same alphabet; it finds
every wrong character and nearly every swap of two neighbours. Stored without `SP` and dashes.
"""

import re
import secrets
import unicodedata

from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH = 8
PREFIX = "SP"
# As Crockford reads what people write.
_LOOK_ALIKES = str.maketrans("OIL", "011")


def number_new() -> str:
    """Nine characters: a random body and its check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + mod_37_36.calc_check_digit(body, ALPHABET)


def number_parse(text: str) -> str | None:
    """The stored form of a number as a person typed it (case, spaces, dashes, prefix are free), or None."""
    compact = re.sub(r"[\s\-‐-―−]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(compact) == len(PREFIX) + BODY_LENGTH + 1:
        compact = compact.removeprefix(PREFIX)
    compact = compact.translate(_LOOK_ALIKES)
    if len(compact) != BODY_LENGTH + 1 or not set(compact) <= set(ALPHABET):
        return None
    return compact if mod_37_36.is_valid(compact, ALPHABET) else None


def number_format(number: str) -> str:
    """`7F3K92QXM` -> `SP-7F3K-92QX-M`"""
    return f"{PREFIX}-{number[:4]}-{number[4:8]}-{number[8:]}"
