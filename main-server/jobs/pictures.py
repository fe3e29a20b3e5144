"""Pictures that a job has made: sent while it is open, taken over by the app that asked for them, or deleted."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from core.models import Photo
from core.photos import photo_create, photo_delete, photos_atomic, photos_delete
from core.pictures import Picture
from core.problems import Problem
from jobs.models import Job, JobPicture
from jobs.registry import TryAgain


def job_require_open(job: Job | None) -> Job:
    """Raises Problem `not_found` or `job_closed`."""
    if job is None:
        raise Problem("not_found")
    if not job.is_open:
        raise Problem("job_closed")
    return job


def job_picture_put(*, job_id: UUID, name: str, picture: Picture) -> tuple[Photo, bool]:
    """
    Keep a picture of an open job under a name, in place of another one; the same one again stays as it is.

    Returns it and whether it is new. Raises Problem `not_found`, `job_closed`, and `validation_failed` for more
    pictures than jobs of this kind send.
    """
    with photos_atomic():
        # Locked: a job that ends meanwhile would leave the picture to nobody.
        job = job_require_open(Job.objects.select_for_update().filter(pk=job_id).first())
        others = {sent.name: sent for sent in job.pictures.select_related("photo")}
        sent = others.pop(name, None)
        if sent is not None and sent.photo.sha256 == picture.sha256:
            return sent.photo, False
        if len(others) >= settings.JOB_KINDS[job.kind].pictures:
            raise Problem("validation_failed", f"More pictures than a job {job.kind} sends.")
        photo = photo_create(picture)
        JobPicture.objects.update_or_create(job=job, name=name, defaults={"photo": photo})
        if sent is not None:
            photo_delete(sent.photo)
        return photo, True


def job_pictures_take(job: Job, ids: Mapping[str, str | UUID]) -> dict[str, Photo]:
    """
    Take over the pictures that a result names: for a handler's on_succeeded, before it writes anything.

    Raises TryAgain if one of them is not the job's (any more): a later attempt may have sent others.
    """
    sent = {picture.name: picture for picture in job.pictures.select_related("photo")}
    if any(name not in sent or str(sent[name].photo_id) != str(wanted) for name, wanted in ids.items()):
        raise TryAgain("picture_missing")
    taken = [sent[name] for name in ids]
    JobPicture.objects.filter(pk__in=[picture.pk for picture in taken]).delete()
    return {picture.name: picture.photo for picture in taken}


def job_pictures_drop(job: Job) -> None:
    """Delete what nobody took, in the transaction that ends the job."""
    left = list(job.pictures.values_list("photo_id", flat=True))
    job.pictures.all().delete()
    photos_delete(left)
