"""
What comes of the pictures of a template whose background was to be removed.

These functions run in the transaction that ends the job, whose row is locked. Results that they do not take over are
deleted with the end of the job (jobs.pictures).
"""

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now

from emojis.metrics import REJECTIONS
from emojis.models import Emoji, EmojiPicture
from emojis.services import originals_delete
from jobs.models import Job
from jobs.pictures import job_pictures_take
from jobs.registry import Result


def cut_out_succeeded(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """Apply `cut_out` or `rejected`; what is returned is all that the owner gets to see."""
    shown: Result = {"emoji_id": str(job.subject_id)}
    if outcome == "rejected":
        shown["rejected"] = {expression: entry["reasons"] for expression, entry in result["pictures"].items()}
    emoji = Emoji.objects.select_for_update().filter(id=job.subject_id, deleted_at=None).first()
    if emoji is None:  # deleted meanwhile
        return outcome, shown
    if outcome == "rejected":
        _reject(emoji, shown["rejected"])
    else:
        _take(emoji, job, result["pictures"])
    return outcome, shown


def _reject(emoji: Emoji, reasons: dict[str, list[str]]) -> None:
    """Whoever tries again sends all seven again: nobody needs these any more."""
    for expression, found in reasons.items():
        REJECTIONS.count_at_commit(found)
        emoji.pictures.filter(expression=expression).update(reasons=found)
    originals_delete(emoji, Emoji.State.REJECTED)


def _take(emoji: Emoji, job: Job, pictures: dict[str, dict[str, str]]) -> None:
    photos = job_pictures_take(job, {expression: entry["id"] for expression, entry in pictures.items()})
    originals_delete(emoji, Emoji.State.DRAFT)
    for expression, photo in photos.items():
        EmojiPicture.objects.filter(emoji=emoji, expression=expression).update(
            photo=photo, method=pictures[expression]["method"]
        )


def cut_out_failed(job: Job, code: str) -> None:
    """The pictures stay for a while, since the operator may have the job tried again. (Of a template that is being
    deleted nothing is left to change.)"""
    age = timedelta(hours=settings.REJECTED_PHOTO_HOURS)
    Emoji.objects.filter(id=job.subject_id, state=Emoji.State.PENDING, deleted_at=None).update(
        state=Emoji.State.FAILED, originals_until=Now() + age
    )
