"""What tests of templates, and of covers that are made with them, are made of."""

import io
from collections.abc import Iterable
from functools import cache
from typing import Any

import factories
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from rest_framework.test import APIClient

from accounts.models import User
from emojis.expressions import EXPRESSIONS
from emojis.models import Emoji
from emojis.services import emoji_publish
from jobs.models import Job

EMOJIS = "/api/v1/emojis/"


@cache
def face_png(seed: int = 0, side: int = 48) -> bytes:
    """A disc of one colour, transparent around it."""
    image = Image.new("RGBA", (side, side))
    colour = (40 + seed * 37 % 200, 40 + seed * 91 % 200, 40 + seed * 17 % 200, 255)
    ImageDraw.Draw(image).ellipse((side // 20, side // 20, side - 1 - side // 20, side - 1 - side // 20), colour)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def face(seed: int = 0, side: int = 48) -> SimpleUploadedFile:
    return SimpleUploadedFile("face.png", face_png(seed, side), "image/png")


def emoji_form(seed: int = 0, **changes: Any) -> dict[str, Any]:
    """The form of POST emojis/; a field that is changed to None is left out."""
    form = {"name": "웃는 개 🐶", **{name: face(seed + place) for place, name in enumerate(EXPRESSIONS)}}
    return {name: value for name, value in (form | changes).items() if value is not None}


def emoji_posted(owner: User, seed: int = 0, **changes: Any) -> tuple[Emoji, Job]:
    """A template whose pictures are to be cut out."""
    response = factories.client_of(owner).post(EMOJIS, emoji_form(seed, **changes), format="multipart")
    assert response.status_code == 202, response.content
    job = Job.objects.get(id=response.json()["id"])
    return Emoji.objects.get(id=job.subject_id), job


def picture_sent(job: Job, name: str, data: bytes, kind: str = "image/png") -> dict[str, str]:
    """What the AI server is answered when it sends a picture that a job made."""
    client = APIClient(headers={"Authorization": f"Bearer {settings.INTERNAL_TOKEN}"})
    response = client.generic("PUT", f"/internal/jobs/{job.id}/pictures/{name}", data, kind)
    assert response.status_code in (200, 201), response.content
    return response.json()


def cut_out(job: Job, seed: int = 100, names: Iterable[str] = EXPRESSIONS) -> dict[str, Any]:
    """The result of a job whose pictures the AI server has sent."""
    sent = {name: picture_sent(job, name, face_png(seed + place, 64)) for place, name in enumerate(names)}
    return {"pictures": {name: {**picture, "method": "flood"} for name, picture in sent.items()}}


def emoji_ready(owner: User, seed: int = 0, **changes: Any) -> Emoji:
    """A draft that could be published."""
    emoji, job = emoji_posted(owner, seed, **changes)
    factories.finish(job, "cut_out", cut_out(job, seed + 100))
    emoji.refresh_from_db()
    return emoji


def emoji_published(owner: User, seed: int = 0, **changes: Any) -> Emoji:
    emoji = emoji_ready(owner, seed, **changes)
    emoji_publish(emoji.id)
    emoji.refresh_from_db()
    return emoji


def emoji_row(owner: User | None = None, name: str = "Face", published: bool = True) -> Emoji:
    """Of a template no more than its row, where nobody looks at its pictures."""
    emoji = Emoji.objects.create(owner=owner, name=name, state=Emoji.State.DRAFT)
    if published:
        emoji_publish(emoji.id)
        emoji.refresh_from_db()
    return emoji
