"""What the AI server reports of covers is applied here, in the transaction that ends the job."""

from typing import Any

from django.db.models.functions import Now

from core.metrics import count_at_commit
from core.photos import photos_delete
from faces.metrics import COVERS, FAILED, count_cover
from faces.models import Cover
from jobs.models import Job
from jobs.pictures import job_pictures_take
from jobs.registry import Result

PICTURE = "covered"  # the AI server's name for it
_FACE = ("box", "angle", "score", "expression", "unsure", "scores")


def cover_succeeded(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """
    Take the covered picture over. With the job nothing is stored but whose it is: faces and scores live with the cover.

    Of a cover that is gone, or whose latest job is another one, nothing is taken. Raises TryAgain.
    """
    stored: Result = {"cover_id": str(job.subject_id)}
    cover = Cover.objects.select_for_update().filter(id=job.subject_id, task_id=job.id).first()
    if cover is None:
        return outcome, stored
    replaced = cover.picture_id
    cover.picture = job_pictures_take(job, {PICTURE: result["picture"]["id"]})[PICTURE]
    cover.state, cover.error_code, cover.finished_at = Cover.State.SUCCEEDED, "", Now()
    cover.outcome, cover.model, cover.made_at = outcome, result["model"], Now()
    cover.emoji_id, cover.confirmed_at = cover.asked_emoji_id, None
    faces = [{name: face[name] for name in _FACE} for face in result["faces"]]
    cover.faces = faces if cover.photo_id else without_scores(faces)
    cover.save()
    photos_delete([replaced] if replaced else [])
    count_cover(outcome, faces)
    return outcome, stored


def cover_failed(job: Job, code: str) -> None:
    """The result that there was before stays."""
    covers = Cover.objects.filter(id=job.subject_id, task_id=job.id)
    if covers.update(state=Cover.State.FAILED, error_code=code, finished_at=Now()):
        count_at_commit(COVERS, FAILED)


def without_scores(faces: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """What a face may have felt is nobody's business once its emoji is chosen."""
    return faces and [face | {"scores": None} for face in faces]
