"""What tests of accounts, dogs and lookups are made of."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from helpers import CONTRACT
from jsonschema import Draft202012Validator
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import User
from dogs.models import Dog, Review
from jobs.messages import parse_finished
from jobs.models import Job
from jobs.results import apply_finished
from lookups.models import Lookup

SCHEMAS = {
    path.stem: Draft202012Validator(json.loads(path.read_text())) for path in (CONTRACT / "schemas").glob("*.json")
}
PASSWORD = "correct-horse-7"
MODEL = "rootsift-1"


def user(**fields: Any) -> User:
    """A verified account without a password: what needs none need not wait for its hash."""
    tag = uuid4().hex[:10]
    verified = datetime.now(UTC)
    made = User(**{"email": f"{tag}@example.com", "alias": f"K{tag}", "email_verified_at": verified, **fields})
    made.set_unusable_password()
    made.save()
    return made


def client_of(account: User | None) -> APIClient:
    client = APIClient()
    if account is not None:
        client.force_authenticate(account)
    return client


def picture(seed: int = 0, width: int = 64, height: int = 48) -> Image.Image:
    """Smooth noise, different for each seed."""
    small = np.random.default_rng(seed).integers(60, 196, (3, 4, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(content: bytes, name: str = "nose.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def photo(seed: int = 0, **size: int) -> SimpleUploadedFile:
    return upload(encoded(picture(seed, **size)))


def dog_form(seed: int = 0, **changes: Any) -> dict[str, Any]:
    """The form of POST dogs/; a field that is changed to None is left out."""
    form = {
        "name": "초코 🐶",
        "breed": "jindo",
        "birth_year": "2020",
        "sex": "female",
        "nose_photos": [photo(seed + index) for index in range(5)],
        "profile_photo": photo(seed + 99),
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def dog_posted(owner: User, seed: int = 0, **changes: Any) -> tuple[Dog, Job]:
    """A dog whose registration is queued."""
    response = client_of(owner).post("/api/v1/dogs/", dog_form(seed, **changes), format="multipart")
    assert response.status_code == 202, response.content
    job = Job.objects.get(id=response.json()["id"])
    return Dog.objects.get(id=job.subject_id), job


def dog_registered(owner: User, seed: int = 0, **changes: Any) -> Dog:
    dog, job = dog_posted(owner, seed, **changes)
    finish(job, "registered", {"model": MODEL, "photos": verdicts()})
    dog.refresh_from_db()
    return dog


def doubt(dog: Dog, lookalike: Dog, **changes: Any) -> dict[str, Any]:
    """The result of a registration that resembles another dog."""
    return {
        "model": MODEL,
        "dog_id": str(lookalike.id),
        "score": 9.0,
        "threshold": 10.2,
        "gallery_size": 12,
        "photo_id": str(dog.nose_photos.get(index=1).photo_id),
        "nose": [0.2, 0.25, 0.6, 0.5],
        "lookalike_photo_id": str(lookalike.nose_photos.get(index=3).photo_id),
        "lookalike_nose": [0.1, 0.1, 0.8, 0.8],
        "points": [[0.3, 0.4, 0.2, 0.3], [0.5, 0.5, 0.5, 0.5], [0.7, 0.7, 0.8, 0.75]],
        "photos": verdicts(),
        **changes,
    }


def dog_in_review(owner: User, lookalike: Dog, seed: int = 40, **changes: Any) -> Review:
    """A dog that resembles another one, and that staff has to look at."""
    dog, job = dog_posted(owner, seed, **changes)
    finish(job, "needs_review", doubt(dog, lookalike))
    return Review.objects.get(dog=dog)


def staff() -> User:
    """A member of staff who can log in."""
    account = user(is_staff=True)
    account.set_password(PASSWORD)
    account.save()
    return account


def staff_client(account: User, **options: Any) -> Client:
    """A browser with a session of staff."""
    client = Client(**options)
    client.force_login(account)
    return client


def lookup_posted(account: User | None = None, seed: int = 500, **fields: Any) -> tuple[Lookup, Job]:
    """A lookup whose search is queued."""
    form = {"nose_photo": photo(seed), **fields}
    response = client_of(account).post("/api/v1/lookups/", form, format="multipart")
    assert response.status_code == 202, response.content
    job = Job.objects.get(id=response.json()["id"])
    return Lookup.objects.get(id=job.subject_id), job


def lookup_answered(
    outcome: str, *candidates: dict[str, Any], account: User | None = None, seed: int = 500
) -> tuple[Lookup, Job]:
    """A lookup whose search has ended."""
    lookup, job = lookup_posted(account, seed)
    finish(job, outcome, found(outcome, *candidates))
    return lookup, job


def verdicts(reasons: Mapping[int, list[str]] | None = None, count: int = 5) -> list[dict[str, Any]]:
    reasons = reasons or {}
    return [{"index": i, "quality": 70 + i, "reasons": reasons.get(i, [])} for i in range(count)]


def candidate(dog: Dog, outcome: str = "match", index: int = 0, **changes: Any) -> dict[str, Any]:
    """A candidate of a lookup's result, by one of the dog's nose photos."""
    return {
        "dog_id": str(dog.id),
        "photo_id": str(dog.nose_photos.get(index=index).photo_id),
        "score": 40.0,
        "outcome": outcome,
        "band": "certain" if outcome == "match" else "possible",
        "nose": [0.25, 0.25, 0.5, 0.5],
        "points": [[0.1, 0.2, 0.5, 0.5], [0.3, 0.4, 0.25, 0.75]],
        **changes,
    }


def found(outcome: str, *candidates: dict[str, Any]) -> dict[str, Any]:
    """The result of a lookup whose photo was usable."""
    result = {"model": MODEL, "gallery_size": 3, "threshold": 11.5, "quality": 77, "nose": [0.1, 0.1, 0.8, 0.8]}
    return result | ({"candidates": list(candidates)} if candidates else {})


def finish(job: Job, outcome: str, result: dict[str, Any], attempt: int = 1) -> None:
    """Apply the AI server's report of success, shaped and checked as on the wire."""
    _apply(job, attempt, {"state": "succeeded", "outcome": outcome, "result": result})


def fail(job: Job, code: str = "photo_unreadable", retryable: bool = False, attempt: int = 1) -> None:
    """Apply the AI server's report of failure."""
    _apply(job, attempt, {"state": "failed", "error": {"code": code, "retryable": retryable}})


def _apply(job: Job, attempt: int, ending: dict[str, Any]) -> None:
    message = {
        "schema": 1,
        "job_id": str(job.id),
        "attempt": attempt,
        "kind": job.kind,
        "timings": {"fetch": 1.0},
        "traceparent": job.traceparent,
    }
    SCHEMAS["job_finished"].validate(message | ending)
    apply_finished(parse_finished(message | ending))
    job.refresh_from_db()
