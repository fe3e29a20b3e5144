"""The wire contract with the main server: jobs come in, reports on them go out.

Celery protocol 2, JSON, one keyword argument `message`. A consumer takes its own schema version and the one before,
and ignores fields that it does not know. The truth is in tests/contract/.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NoReturn
from uuid import UUID

SCHEMA = 1
ACCEPTED_SCHEMAS = frozenset({SCHEMA})  # version 1 has none before it; the next one adds itself here

JOB = "savepets.job"
JOB_STARTED = "savepets.job_started"
JOB_FINISHED = "savepets.job_finished"

PHOTOS_PER_DOG = 5
EXPRESSIONS = ("neutral", "angry", "disgust", "fear", "happy", "sad", "surprise")
MAX_FACES = 1000

Json = dict[str, object]


class MessageError(ValueError):
    """The message is none that this version can read."""


@dataclass(frozen=True)
class PhotoReference:
    photo_id: UUID
    sha256: str


@dataclass(frozen=True)
class RegisterPayload:
    kind: ClassVar[str] = "dog.register"
    dog_id: UUID
    photos: tuple[PhotoReference, ...]


@dataclass(frozen=True)
class EnrolPayload:
    """A person has looked at the dog and told it from `lookalike_id`."""

    kind: ClassVar[str] = "dog.enrol"
    dog_id: UUID
    photos: tuple[PhotoReference, ...]
    lookalike_id: UUID


@dataclass(frozen=True)
class LookupPayload:
    kind: ClassVar[str] = "dog.lookup"
    lookup_id: UUID
    photo: PhotoReference


@dataclass(frozen=True)
class ForgetPayload:
    kind: ClassVar[str] = "dog.forget"
    dog_id: UUID


@dataclass(frozen=True)
class CutOutPayload:
    """Pictures by expression, all seven."""

    kind: ClassVar[str] = "emoji.cutout"
    emoji_id: UUID
    pictures: Mapping[str, PhotoReference]


@dataclass(frozen=True)
class GivenFace:
    """A face that the user has marked; without an `expression`, that is to be decided.

    box: x, y, width, height as fractions of the photo; it overlaps the photo but may hang over its edges.
    angle: degrees clockwise of the eyes' line.
    """

    box: tuple[float, float, float, float]
    angle: float
    expression: str | None


@dataclass(frozen=True)
class CoverPayload:
    """`emojis` by expression, all seven. `faces`: to be covered, exactly these; None: to be found."""

    kind: ClassVar[str] = "face.cover"
    cover_id: UUID
    photo: PhotoReference
    emojis: Mapping[str, PhotoReference]
    faces: tuple[GivenFace, ...] | None


Payload = RegisterPayload | EnrolPayload | LookupPayload | ForgetPayload | CutOutPayload | CoverPayload


@dataclass(frozen=True)
class Job:
    """One attempt at one job."""

    job_id: UUID
    attempt: int
    traceparent: str
    payload: Payload

    @property
    def kind(self) -> str:
        return self.payload.kind


@dataclass(frozen=True)
class Outcome:
    """What a job came to: `outcome` and `result` of its job_finished message."""

    outcome: str
    result: Json


@dataclass(frozen=True)
class Envelope:
    """A Celery message, ready for any AMQP client: body as JSON, headers and correlation id as they are."""

    headers: Json
    body: list[object]
    correlation_id: str


def parse_job(message: object) -> Job:
    """Read a `savepets.job` message. Raises MessageError."""
    fields = _mapping(message, "message")
    if fields.get("schema") not in ACCEPTED_SCHEMAS:
        raise MessageError("unknown schema")
    kind = fields.get("kind")
    parse_payload = PAYLOADS.get(kind) if isinstance(kind, str) else None
    if parse_payload is None:
        raise MessageError("unknown kind")
    return Job(
        job_id=_uuid(fields, "job_id"),
        attempt=_attempt(fields),
        traceparent=_text(fields, "traceparent", TRACEPARENT),
        payload=parse_payload(_mapping(fields.get("payload"), "payload")),
    )


def job_started(job: Job, worker: str) -> Envelope:
    return _envelope(JOB_STARTED, job, {"worker": worker})


def job_succeeded(job: Job, outcome: Outcome, timings: Mapping[str, float]) -> Envelope:
    """timings: milliseconds by stage."""
    fields: Json = {"state": "succeeded", "outcome": outcome.outcome, "result": outcome.result}
    return _envelope(JOB_FINISHED, job, {"kind": job.kind, **fields, "timings": dict(timings)})


def job_failed(job: Job, code: str, retryable: bool, timings: Mapping[str, float]) -> Envelope:
    fields: Json = {"state": "failed", "error": {"code": code, "retryable": retryable}}
    return _envelope(JOB_FINISHED, job, {"kind": job.kind, **fields, "timings": dict(timings)})


def _envelope(task: str, job: Job, fields: Json) -> Envelope:
    job_id = str(job.job_id)
    message: Json = {"schema": SCHEMA, "job_id": job_id, "attempt": job.attempt, "traceparent": job.traceparent}
    headers: Json = {
        "lang": "py",
        "task": task,
        "id": job_id,
        "root_id": job_id,
        "parent_id": None,
        "group": None,
        "argsrepr": "()",
        "kwargsrepr": "{}",
        "retries": 0,
        "eta": None,
        "expires": None,
        "timelimit": [None, None],
        "ignore_result": True,
        "origin": "savepets",
    }
    embed: Json = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
    return Envelope(headers, [[], {"message": message | fields}, embed], job_id)


IDENTITY = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")
TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def _register_payload(fields: Mapping[str, object]) -> RegisterPayload:
    return RegisterPayload(_uuid(fields, "dog_id"), _photos(fields))


def _enrol_payload(fields: Mapping[str, object]) -> EnrolPayload:
    return EnrolPayload(_uuid(fields, "dog_id"), _photos(fields), _uuid(fields, "lookalike_id"))


def _lookup_payload(fields: Mapping[str, object]) -> LookupPayload:
    return LookupPayload(_uuid(fields, "lookup_id"), _photo(fields.get("photo")))


def _forget_payload(fields: Mapping[str, object]) -> ForgetPayload:
    return ForgetPayload(_uuid(fields, "dog_id"))


def _cut_out_payload(fields: Mapping[str, object]) -> CutOutPayload:
    return CutOutPayload(_uuid(fields, "emoji_id"), _by_expression(fields, "pictures"))


def _cover_payload(fields: Mapping[str, object]) -> CoverPayload:
    photo, emojis, faces = _photo(fields.get("photo")), _by_expression(fields, "emojis"), fields.get("faces", "")
    given = None if faces is None else tuple(_face(face) for face in _list(faces, "faces", 0, MAX_FACES))
    return CoverPayload(_uuid(fields, "cover_id"), photo, emojis, given)


PAYLOADS: dict[str, Callable[[Mapping[str, object]], Payload]] = {
    RegisterPayload.kind: _register_payload,
    EnrolPayload.kind: _enrol_payload,
    LookupPayload.kind: _lookup_payload,
    ForgetPayload.kind: _forget_payload,
    CutOutPayload.kind: _cut_out_payload,
    CoverPayload.kind: _cover_payload,
}


def _photos(fields: Mapping[str, object]) -> tuple[PhotoReference, ...]:
    photos = _list(fields.get("photos"), "photos", PHOTOS_PER_DOG, PHOTOS_PER_DOG)
    return tuple(_photo(photo) for photo in photos)


def _photo(value: object) -> PhotoReference:
    fields = _mapping(value, "photo")
    return PhotoReference(_uuid(fields, "id"), _text(fields, "sha256", SHA256))


def _by_expression(fields: Mapping[str, object], name: str) -> Mapping[str, PhotoReference]:
    pictures = _mapping(fields.get(name), name)
    if set(pictures) != set(EXPRESSIONS):
        raise MessageError(f"{name} are not of the {len(EXPRESSIONS)} expressions")
    return {expression: _photo(pictures[expression]) for expression in EXPRESSIONS}


def _face(value: object) -> GivenFace:
    fields = _mapping(value, "face")
    expression = fields.get("expression", "")
    if expression is not None and not (isinstance(expression, str) and expression in EXPRESSIONS):
        _refuse("expression")
    return GivenFace(_box(fields.get("box")), _number(fields.get("angle"), "angle", -180, 180), expression)


def _box(value: object) -> tuple[float, float, float, float]:
    x, y, width, height = (_number(number, "box", -1, 2) for number in _list(value, "box", 4, 4))
    if not (width > 0 and height > 0 and x < 1 and y < 1 and x + width > 0 and y + height > 0):
        raise MessageError("box does not overlap the photo")
    return x, y, width, height


def _number(value: object, name: str, low: float, high: float) -> float:
    """Within low..high, so not NaN, which Python's JSON reads as well."""
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    return _refuse(name)


def _list(value: object, name: str, least: int, most: int) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not least <= len(value) <= most:
        raise MessageError(f"{name} is not a list of {least} to {most}")
    return value


def _mapping(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise MessageError(f"{name} is not an object")
    return value


def _uuid(fields: Mapping[str, object], name: str) -> UUID:
    return UUID(_text(fields, name, IDENTITY))


def _text(fields: Mapping[str, object], name: str, pattern: re.Pattern[str]) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) and pattern.fullmatch(value) else _refuse(name)


def _attempt(fields: Mapping[str, object]) -> int:
    value = fields.get("attempt")
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 1 else _refuse("attempt")


def _refuse(name: str) -> NoReturn:
    raise MessageError(f"{name} is missing or wrong")
