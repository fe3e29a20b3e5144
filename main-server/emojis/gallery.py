"""The templates that everybody sees, page by page."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from core.problems import Problem
from emojis.models import Emoji
from emojis.selectors import emojis_public

PAGE = 8


@dataclass(frozen=True)
class Page:
    """Some templates of `count`. `before`: what all pages of one walk have in common."""

    number: int
    count: int
    before: datetime | None
    emojis: list[Emoji]

    @property
    def is_last(self) -> bool:
        return self.number * PAGE >= self.count


def gallery_page(number: int, *, search: str = "", before: datetime | None = None) -> Page:
    """
    The page of a walk, from 1, newest first. Without `before` a walk begins: it is of what is published by now, since
    whatever is published later gets a later moment (emojis.services.publish).

    Raises Problem `page_out_of_range`; the first page is always there.
    """
    emojis = emojis_public()
    if before is None:
        before = emojis.values_list("published_at", flat=True).first()
    found = emojis.filter(name__icontains=unicodedata.normalize("NFC", search)) if search else emojis
    if before is not None:
        found = found.filter(published_at__lte=before)
    count, start = found.count(), (number - 1) * PAGE
    if start < 0 or start >= max(count, 1):
        raise Problem("page_out_of_range")
    return Page(number, count, before, list(found[start : start + PAGE]))
