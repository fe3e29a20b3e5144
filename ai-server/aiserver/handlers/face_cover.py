"""face.cover: the people in a photo, found or given, are covered by emojis of their expressions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import facecover
from aiserver.handlers.services import Services
from aiserver.messages import MAX_FACES, CoverPayload, GivenFace, Json, Outcome
from aiserver.pictures import Image, decode_rgb, encode_jpeg
from aiserver.stopwatch import Stopwatch
from aiserver.uploader import JPEG
from facecover import Box

NAME = "covered"
LEAST = 1e-6


@dataclass(frozen=True)
class Person:
    """A face in the photo. score: of the detection, None for a box that was given; scores: of the expressions, None
    for one that was given; angle in degrees clockwise."""

    box: Box
    angle: float
    score: float | None
    expression: str
    unsure: bool = False
    scores: Mapping[str, float] | None = None


def cover_faces(job_id: UUID, payload: CoverPayload, services: Services, watch: Stopwatch) -> Outcome:
    with watch.stage("fetch"):
        data = services.photos.fetch(payload.photo)
    with watch.stage("decode"):
        image = decode_rgb(data, services.decoders)
    people = _people(image, payload, services, watch)
    covered = _covered(image, people, payload, services, watch)
    with watch.stage("encode"):
        jpeg = encode_jpeg(covered)
    with watch.stage("upload"):
        picture = services.uploader.send(job_id, NAME, jpeg, JPEG)
    faces = [_report(person) for person in people[:MAX_FACES]]
    result: Json = {"model": facecover.VERSION, "faces": faces, "picture": picture}
    return Outcome("covered" if people else "no_face", result)


def _people(image: Image, payload: CoverPayload, services: Services, watch: Stopwatch) -> list[Person]:
    if payload.faces is not None:
        return _given(image, payload.faces, services, watch)
    with watch.stage("find"):
        found = services.faces.find(image)
    with watch.stage("read"):
        read = services.faces.read(image, [(face.box, face.angle) for face in found])
    return [_chosen(face.box, face.angle, face.score, scores) for face, scores in zip(found, read, strict=True)]


def _given(image: Image, faces: Sequence[GivenFace], services: Services, watch: Stopwatch) -> list[Person]:
    """In the order in which they are given; only what has no expression is read."""
    with watch.stage("read"):
        unknown = [(Box(*face.box), face.angle) for face in faces if face.expression is None]
        read = iter(services.faces.read(image, unknown))
    return [
        _chosen(Box(*face.box), face.angle, None, next(read))
        if face.expression is None
        else Person(Box(*face.box), face.angle, None, face.expression)
        for face in faces
    ]


def _chosen(box: Box, angle: float, score: float | None, scores: Mapping[str, float]) -> Person:
    expression, unsure = facecover.choose(scores)
    return Person(box, angle, score, expression, unsure, scores)


def _covered(
    image: Image, people: Sequence[Person], payload: CoverPayload, services: Services, watch: Stopwatch
) -> Image:
    """Only the emojis that are used are fetched, once each."""
    if not people:
        return image
    with watch.stage("fetch"):
        used = sorted({person.expression for person in people})
        emojis = {expression: services.emojis.get(payload.emojis[expression]) for expression in used}
    with watch.stage("cover"):
        return facecover.cover(image, [(person.box, person.angle, emojis[person.expression]) for person in people])


def _report(person: Person) -> Json:
    return {
        "box": _numbers(person.box),
        "angle": round(float(person.angle), 2),
        "score": None if person.score is None else _probability(person.score),
        "expression": person.expression,
        "unsure": person.unsure,
        "scores": person.scores and {name: _probability(score) for name, score in person.scores.items()},
    }


def _numbers(box: Box) -> list[float]:
    """[x, y, width, height], rounded, but not to a box that is empty or beside the photo."""
    start = [round(min(1 - LEAST, float(value)), 6) for value in (box.x, box.y)]
    return start + [round(max(LEAST, float(value)), 6) for value in (box.width, box.height)]


def _probability(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 4)
