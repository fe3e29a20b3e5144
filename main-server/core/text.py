"""What strangers write to one another: made plain, so that it can neither lead anywhere nor pass for something else."""

import re
import unicodedata

REMOVED = "[…]"  # shorter than any link: nothing grows
_DOT = "[.\u3002\uff0e\uff61]"  # a browser takes all four for the dot of a host name
# An e-mail address stays as it is: it is no link, and whoever writes it wants it to be read.
# Repetitions are bounded, so that no text takes long.
_LINK = re.compile(
    rf"""
    (?P<email> (?<![\w.+-]) [\w.+-]+ @ [\w-]+ (?: \.[\w-]+ )+ (?! [\w/@] ) )
    | [a-z0-9+.-]{{1,32}} ://\S*                            # a scheme
    | \b www {_DOT} \S+
    | (?<![\w-]) (?: [\w-]{{1,63}} {_DOT} ){{1,10}}         # a bare host: mail programs make links of these
      (?: xn--[a-z0-9-]+ | [a-z]{{2,24}} | 한국 | 닷컴 | 닷넷 ) (?! \w ) (?: :\d+ )? (?: [/?\#] \S* )?
    | \b \d{{1,3}} (?: {_DOT} \d{{1,3}} ){{3}} (?: :\d+ )? / \S*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Joiners and tags hold emoji together; every other invisible character, such as one that turns the direction of
# reading, only deceives.
_JOINERS = {"\u200c", "\u200d", *map(chr, range(0xE0020, 0xE0080))}
# Letters and signs, to Unicode, of which nothing is seen: the fillers of Hangul, and braille without a dot.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def text_cleaned(text: str) -> str:
    """Without links and control characters, in Unicode normal form C, lines ended by LF, never two blank ones."""
    text = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029\x85\v\f]", "\n", text)).replace("\t", " ")
    text = "".join(character for character in text if character == "\n" or _is_visible(character))
    text = _LINK.sub(lambda link: link["email"] or REMOVED, text)
    return re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", text).strip()


def name_cleaned(text: str) -> str:
    """A name that others see: on one line, without control characters; empty if there is nothing to be seen."""
    visible = "".join(filter(_is_visible, re.sub(r"\s", " ", text)))
    name = " ".join(unicodedata.normalize("NFC", visible).split())
    return name if any(map(_has_shape, name)) else ""


def line_cleaned(text: str) -> str:
    """As text_cleaned, on one line."""
    return " ".join(text_cleaned(text).split())


def text_quoted(text: str) -> str:
    """Every line marked as somebody else's words, so that none passes for ours."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _has_shape(character: str) -> bool:
    """What is unknown to us counts: it may be an emoji that is newer than we are."""
    return unicodedata.category(character)[0] not in "MZ" and character not in _BLANK | _JOINERS


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf") or character in _JOINERS
