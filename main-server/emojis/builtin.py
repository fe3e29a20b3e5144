"""The template that comes with the system: drawings in `builtin/`, rendered when it is installed."""

import hashlib
from pathlib import Path
from uuid import UUID

import resvg_py
from django.db import connection

from core.models import PNG
from core.photos import photo_create, photos_atomic, photos_delete
from core.pictures import Picture
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, EmojiPicture
from emojis.registry import publicity_changed
from emojis.services import publish

ID = UUID("019aa000-0000-7000-8000-000000000001")  # the same on every system
NAME = "SavePets"
METHOD = "drawn"
SIDE = 512  # px
DRAWINGS = Path(__file__).parent / "builtin"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('emojis built in', 0))"


def builtin_install() -> int:
    """
    Store the built-in template, or replace those of its pictures whose drawing has changed. Returns how many.

    Whether staff has hidden it stays as it is.
    """
    drawn = {expression: rendered(expression) for expression in EXPRESSIONS}
    with photos_atomic():
        with connection.cursor() as cursor:  # two that install at one moment do it one after the other
            cursor.execute(_LOCK)
        emoji, is_new = Emoji.objects.get_or_create(id=ID, defaults={"name": NAME, "state": Emoji.State.DRAFT})
        replaced = [_replace(emoji, expression, picture) for expression, picture in drawn.items()]
        if is_new:
            publish(emoji)
        elif any(replaced):
            publicity_changed()
        return sum(replaced)


def rendered(expression: str) -> Picture:
    """A drawing as RGBA pixels."""
    drawing = (DRAWINGS / f"{expression}.svg").read_text(encoding="utf-8")
    png = bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=SIDE, height=SIDE, skip_system_fonts=True))
    return Picture(data=png, content_type=PNG, sha256=hashlib.sha256(png).hexdigest(), width=SIDE, height=SIDE)


def _replace(emoji: Emoji, expression: str, picture: Picture) -> bool:
    """Whether the picture is another one than before."""
    known = emoji.pictures.filter(expression=expression).select_related("photo").first()
    if known is not None and known.photo is not None and known.photo.sha256 == picture.sha256:
        return False
    EmojiPicture.objects.update_or_create(
        emoji=emoji, expression=expression, defaults={"photo": photo_create(picture), "method": METHOD}
    )
    if known is not None and known.photo_id is not None:
        photos_delete([known.photo_id])
    return True
