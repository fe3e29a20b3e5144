"""What is shown of a cover, made at each look."""

from typing import Any

from django.urls import reverse

from core.problems import title_of
from core.responses import public_url
from faces.models import Cover
from faces.results import without_scores


def cover_body(cover: Cover, language: str, *, scores: bool = True) -> dict[str, Any]:
    """Of a cover from faces.selectors, for its owner. `scores` False: without those of the expressions."""
    return {
        "id": str(cover.id),
        "task_id": str(cover.task_id),
        "state": _state(cover),
        "outcome": cover.outcome or None,
        "error": _error(cover, language),
        "created_at": cover.created_at,
        "finished_at": cover.finished_at,
        "emoji": _emoji(cover),
        "faces": cover.faces if scores else without_scores(cover.faces),
        "photo_url": _url("cover-photo", cover) if cover.photo_id else None,
        "photo_until": cover.photo_until,
        "confirmed": cover.confirmed_at is not None,
        "picture_url": _url("cover-picture", cover) if cover.shown_picture else None,
    }


def _state(cover: Cover) -> str:
    """While it is pending: that of the job, which is annotated."""
    return cover.job_state if cover.state == Cover.State.PENDING else cover.state


def _error(cover: Cover, language: str) -> dict[str, str] | None:
    if cover.state != Cover.State.FAILED:
        return None
    return {"code": cover.error_code, "title": title_of(cover.error_code, language)}


def _emoji(cover: Cover) -> dict[str, str] | None:
    """Of a template that its owner deleted, or staff hid, not even the name is told."""
    emoji = cover.emoji
    if emoji is None or emoji.deleted_at or (emoji.hidden_at and not emoji.is_of(cover.user)):
        return None
    return {"id": str(emoji.id), "name": emoji.name}


def _url(name: str, cover: Cover) -> str:
    return public_url(reverse(name, args=[cover.id]))
