"""Reads of templates."""

import uuid
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from accounts.models import User
from core.models import Photo
from core.problems import Problem
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, Report

PUBLIC = Q(published_at__isnull=False, hidden_at=None, deleted_at=None)


def emojis_shown() -> QuerySet[Emoji]:
    """All but the deleted, with what emojis.serializers shows of them."""
    return Emoji.objects.filter(deleted_at=None).select_related("owner").prefetch_related("pictures")


def emojis_public() -> QuerySet[Emoji]:
    """Published, not hidden, not deleted; the newest first."""
    return emojis_shown().filter(PUBLIC).order_by("-published_at", "-id")


def emojis_of(owner: User) -> QuerySet[Emoji]:
    """Newest first."""
    return emojis_shown().filter(owner=owner).order_by("-created_at", "-id")


def emoji_for(user: Any, emoji_id: uuid.UUID) -> Emoji:
    """A template that is public, or one's own. To everybody else there is none: raises Problem `not_found`."""
    emoji = emojis_shown().filter(id=emoji_id).first()
    if emoji is None or not (emoji.is_public or emoji.is_of(user)):
        raise Problem("not_found")
    return emoji


def emoji_of(owner: User, emoji_id: uuid.UUID) -> Emoji:
    """One's own template. Raises Problem `not_found`."""
    emoji = emojis_of(owner).filter(id=emoji_id).first()
    if emoji is None:
        raise Problem("not_found")
    return emoji


def emoji_usable(user: Any, emoji_id: uuid.UUID) -> Emoji:
    """
    A template to cover faces with: public, or one's own that is ready.

    Raises Problem `not_found`, and of one's own `emoji_not_ready` or `emoji_hidden`.
    """
    emoji = emoji_for(user, emoji_id)
    if emoji.state != Emoji.State.DRAFT:
        raise Problem("emoji_not_ready")
    if emoji.hidden_at is not None:
        raise Problem("emoji_hidden")
    return emoji


def pictures_of(emoji: Emoji) -> dict[str, dict[str, str]]:
    """By expression, `id` and `sha256` of each picture that there is: what the AI server is told of a template."""
    rows = emoji.pictures.filter(photo__isnull=False).values_list("expression", "photo_id", "photo__sha256")
    return {expression: {"id": str(photo_id), "sha256": sha256} for expression, photo_id, sha256 in rows}


def picture_of(emoji: Emoji, expression: str) -> Photo:
    """A picture that is cut out. Raises Problem `not_found`."""
    if emoji.state != Emoji.State.DRAFT or expression not in EXPRESSIONS:
        raise Problem("not_found")
    return Photo.objects.get(id__in=emoji.pictures.filter(expression=expression).values("photo_id"))


def emojis_listed(*, hidden: bool) -> QuerySet[Emoji]:
    """
    For staff. Reported: whose first open report is the oldest comes first. Hidden: the newest first.

    Each with the number of its open reports as `waiting`, the moment of the first as `since`, and `open_reports`.
    """
    unsettled = Q(reports__settled_at=None, reports__id__isnull=False)
    emojis = (
        Emoji.objects.filter(deleted_at=None, published_at__isnull=False)
        .select_related("hidden_by")
        .prefetch_related(Prefetch("reports", Report.objects.filter(settled_at=None), "open_reports"))
        .annotate(waiting=Count("reports", filter=unsettled), since=Min("reports__created_at", filter=unsettled))
    )
    if hidden:
        return emojis.filter(hidden_at__isnull=False).order_by("-hidden_at", "id")
    return emojis.filter(waiting__gt=0).order_by("since", "id")


def emoji_published(emoji_id: uuid.UUID) -> Emoji:
    """For staff: a template that is published, or was until it was hidden. Raises Problem `not_found`."""
    emojis = emojis_shown().select_related("hidden_by").filter(published_at__isnull=False)
    emoji = emojis.filter(id=emoji_id).first()
    if emoji is None:
        raise Problem("not_found")
    return emoji
