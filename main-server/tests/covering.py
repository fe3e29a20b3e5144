"""What tests of covered photos are made of."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import factories
from django.db import transaction
from PIL import Image

from accounts.models import User
from core.models import PNG, Photo
from core.photos import photo_create, photos_atomic
from core.pictures import picture_as_it_is
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji, EmojiPicture
from faces.models import Cover
from jobs.models import Job
from jobs.pictures import job_picture_put

COVERS = "/api/v1/faces/tasks/"
MODEL = "mtcnn-minixception-1"
BOX = [0.25, 0.25, 0.2, 0.3]


def emoji(owner: User | None = None, name: str = "강아지", published: bool = True, **fields: Any) -> Emoji:
    """A template that is ready. Its pictures are rows without files: nobody here looks at them."""
    made = Emoji.objects.create(
        owner=owner,
        name=name,
        state=Emoji.State.DRAFT,
        published_at=datetime.now(UTC) if published else None,
        **fields,
    )
    photos = [Photo(sha256=f"{i}" * 64, content_type=PNG, width=512, height=512, size=1) for i in range(7)]
    with transaction.atomic():
        Photo.objects.bulk_create(photos)
        EmojiPicture.objects.bulk_create(
            EmojiPicture(emoji=made, expression=expression, photo=photo, method="alpha")
            for expression, photo in zip(EXPRESSIONS, photos, strict=True)
        )
    return made


def post(account: User | None, template: Emoji | UUID, seed: int = 1, key: str | None = None, **fields: Any) -> Any:
    """POST faces/tasks/; `faces` as a value or as text."""
    faces = fields.pop("faces", ...)
    if faces is not ...:
        fields["faces"] = faces if isinstance(faces, str) else json.dumps(faces)
    form = {"photo": factories.photo(seed), "emoji_id": str(getattr(template, "id", template)), **fields}
    headers = {"Idempotency-Key": key} if key else {}
    return factories.client_of(account).post(COVERS, form, format="multipart", headers=headers)


def posted(account: User, template: Emoji | None = None, **fields: Any) -> tuple[Cover, Job]:
    """A photo that waits to be covered."""
    response = post(account, template or emoji(), **fields)
    assert response.status_code == 202, response.content
    cover = Cover.objects.get(id=response.json()["id"])
    return cover, job_of(cover)


def covered(account: User, template: Emoji | None = None, outcome: str = "covered", **fields: Any) -> Cover:
    """A photo that was covered."""
    cover, job = posted(account, template, **fields)
    finish(job, outcome)
    cover.refresh_from_db()
    return cover


def url(cover: Cover, path: str = "") -> str:
    return f"{COVERS}{cover.id}{path}"


def code_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def job_of(cover: Cover) -> Job:
    """The latest one."""
    return Job.objects.get(id=Cover.objects.get(id=cover.id).task_id)


def again(account: User | None, cover: Cover, key: str | None = None, **body: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = {"faces": None} | body
    return factories.client_of(account).post(f"{COVERS}{cover.id}/again", body, headers=headers)


def shown(account: User | None, cover: Cover) -> dict[str, Any]:
    return factories.client_of(account).get(f"{COVERS}{cover.id}").json()


def looked_at(account: User | None, cover: Cover, path: str) -> Any:
    """The answer to GET faces/tasks/{id}/photo or /picture, whose file is read to its end, and so closed."""
    response = factories.client_of(account).get(f"{COVERS}{cover.id}/{path}")
    if response.streaming:
        response.body = b"".join(response)
    return response


def face(**changes: Any) -> dict[str, Any]:
    """As the AI server reports one."""
    scores = dict.fromkeys(EXPRESSIONS, 0.05) | {"happy": 0.7}
    return {
        "box": BOX, "angle": -4.5, "score": 0.997, "expression": "happy", "unsure": False, "scores": scores, **changes,
    }  # fmt: skip


def picture_sent(job: Job, colour: str = "blue", size: tuple[int, int] = (64, 48)) -> Photo:
    """As PUT internal/jobs/{id}/pictures/covered keeps it."""
    jpeg = factories.encoded(Image.new("RGB", size, colour))
    photo, _ = job_picture_put(job_id=job.id, name="covered", picture=picture_as_it_is(jpeg, "image/jpeg"))
    return photo


def result(photo: Photo, *faces: dict[str, Any]) -> dict[str, Any]:
    return {"model": MODEL, "faces": list(faces), "picture": {"id": str(photo.id), "sha256": photo.sha256}}


def finish(job: Job, outcome: str = "covered", *faces: dict[str, Any], colour: str = "blue") -> Photo:
    """The AI server sends its picture, then its report."""
    photo = picture_sent(job, colour)
    found = () if outcome == "no_face" else faces or (face(),)
    factories.finish(job, outcome, result(photo, *found), attempt=job.attempt)
    return photo


def stored_photo(seed: int) -> Photo:
    """A photo of nobody in particular."""
    with photos_atomic():
        return photo_create(picture_as_it_is(factories.encoded(factories.picture(seed)), "image/jpeg"))
