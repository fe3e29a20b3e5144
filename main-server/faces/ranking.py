"""Which templates were used most lately. Counted by one statement, then kept in Django's cache for a minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from core.problems import Problem
from emojis.models import Emoji
from emojis.selectors import PUBLIC
from faces.models import Cover

DAYS, CACHED_S = 7, 60
TOP, PAGE = 3, 8
# What was counted before somebody said that it has changed is not taken, even if it is stored only afterwards.
_GENERATION, _COUNTED = "faces.ranking.generation", "faces.ranking.counted"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A template, its place from 1, and how many pictures were covered with it."""

    rank: int
    emoji: Emoji
    covers: int


@dataclass(frozen=True, slots=True)
class RankingPage:
    since: datetime
    count: int  # of all that are ranked
    top: list[Ranked]
    results: list[Ranked]
    pages: int


def ranking_page(number: int) -> RankingPage:
    """The first three, and the page with this number of the others. Raises Problem `page_out_of_range`."""
    since, counted = _counted()
    pages = max(1, -(-(len(counted) - TOP) // PAGE))
    if number > pages:
        raise Problem("page_out_of_range")
    first = TOP + (number - 1) * PAGE
    wanted = [*enumerate(counted[:TOP], 1), *enumerate(counted[first : first + PAGE], first + 1)]
    ranked = _with_emojis(wanted)
    return RankingPage(
        since, len(counted), [r for r in ranked if r.rank <= TOP], [r for r in ranked if r.rank > TOP], pages
    )


def ranking_changed() -> None:
    """A cover or a template has gone, or come back: count anew once the transaction has committed."""
    transaction.on_commit(lambda: cache.set(_GENERATION, uuid4().hex, timeout=None), robust=True)


def _counted() -> tuple[datetime, list[tuple[UUID, int]]]:
    """Since when, and (template, covers) in their order."""
    held = cache.get_many([_GENERATION, _COUNTED])
    generation = held.get(_GENERATION)
    counted = held.get(_COUNTED)
    if counted is None or counted["generation"] != generation:
        since = timezone.now() - timedelta(days=DAYS)
        counted = {"generation": generation, "since": since, "counts": _count(since)}
        cache.set(_COUNTED, counted, timeout=CACHED_S)
    return counted["since"], counted["counts"]


def _count(since: datetime) -> list[tuple[UUID, int]]:
    public = Emoji.objects.filter(PUBLIC)
    covers = Cover.objects.filter(outcome=Cover.Outcome.COVERED, made_at__gte=since, emoji__in=public)
    by_emoji = covers.values_list("emoji_id").annotate(covers=Count("id"))
    return list(by_emoji.order_by("-covers", "emoji__name", "emoji_id"))


def _with_emojis(wanted: Sequence[tuple[int, tuple[UUID, int]]]) -> list[Ranked]:
    """One that went out of sight this very moment is left out."""
    public = Emoji.objects.filter(PUBLIC).select_related("owner")
    emojis = public.in_bulk([emoji_id for _, (emoji_id, _) in wanted])
    return [Ranked(rank, emojis[emoji_id], covers) for rank, (emoji_id, covers) in wanted if emoji_id in emojis]
