"""What people object to templates, and what staff does about it."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.services import user_lock
from core.problems import Problem
from emojis.models import Emoji, Report
from emojis.registry import publicity_changed
from emojis.services import emoji_lock


@transaction.atomic
def emoji_report(emoji_id: UUID, *, reporter: User, reason: str, text: str = "") -> None:
    """Once per account, and only what it says first. Raises Problem `not_found`, also for what only its owner sees."""
    reporter = user_lock(reporter.id)
    if not emoji_lock(emoji_id).is_public:
        raise Problem("not_found")
    Report.objects.get_or_create(emoji_id=emoji_id, reporter=reporter, defaults={"reason": reason, "text": text})


@transaction.atomic
def emoji_hide(emoji_id: UUID, *, staff: User) -> None:
    """From everybody but its owner. Raises Problem `not_found`."""
    emoji = _published(emoji_id)
    if emoji.hidden_at is None:
        emoji.hidden_at, emoji.hidden_by = Now(), staff
        emoji.save(update_fields=["hidden_at", "hidden_by"])
        publicity_changed()
    _settle(emoji, staff)


@transaction.atomic
def emoji_unhide(emoji_id: UUID, *, staff: User) -> None:
    """Show a template again, at its old place. Raises Problem `not_found`."""
    emoji = _published(emoji_id)
    if emoji.hidden_at is not None:
        emoji.hidden_at = emoji.hidden_by = None
        emoji.save(update_fields=["hidden_at", "hidden_by"])
        publicity_changed()
    _settle(emoji, staff)


@transaction.atomic
def reports_dismiss(emoji_id: UUID, *, staff: User) -> None:
    """Nothing is wrong with a template that was reported; it stays as it is. Raises Problem `not_found`."""
    _settle(_published(emoji_id), staff)


def _published(emoji_id: UUID) -> Emoji:
    emoji = emoji_lock(emoji_id)
    if not emoji.is_published:
        raise Problem("not_found")
    return emoji


def _settle(emoji: Emoji, staff: User) -> None:
    emoji.reports.filter(settled_at=None).update(settled_at=Now(), settled_by=staff)
