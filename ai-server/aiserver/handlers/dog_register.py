"""dog.register: five photos, all usable, all of one dog, and of none that the gallery has. dog.enrol: the same again,
once a person has told the dog from the one that it resembles.

The photos are linked by single linkage. `different_dog` needs proof: a second group of two or more photos, or a photo
that matches another registered dog; a photo that links to nothing is `unlinked_photo`.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

import numpy as np

import noseprint
from aiserver.handlers.services import AssessedPhoto, Services, box_fractions, fetch_and_assess, fraction, photo_report
from aiserver.messages import PHOTOS_PER_DOG, EnrolPayload, Json, Outcome, RegisterPayload
from aiserver.stopwatch import Stopwatch
from gallery import Print, Verdict

Enrol = Callable[[Sequence[Print]], Verdict]


def register_dog(job_id: UUID, payload: RegisterPayload, services: Services, watch: Stopwatch) -> Outcome:
    def enrol(prints: Sequence[Print]) -> Verdict:
        return services.bulk.enrol(job_id, payload.dog_id, prints, services.fpir, watch.stage)

    return _register(payload, enrol, services, watch)


def enrol_reviewed_dog(job_id: UUID, payload: EnrolPayload, services: Services, watch: Stopwatch) -> Outcome:
    def enrol(prints: Sequence[Print]) -> Verdict:
        known, fpir = payload.lookalike_id, services.fpir
        return services.bulk.enrol_reviewed(job_id, payload.dog_id, prints, fpir, known, watch.stage)

    return _register(payload, enrol, services, watch)


def _register(payload: RegisterPayload | EnrolPayload, enrol: Enrol, services: Services, watch: Stopwatch) -> Outcome:
    photos = [fetch_and_assess(photo, services, watch) for photo in payload.photos]
    if not all(photo.assessment.usable for photo in photos):
        return _rejected(photos, {})
    templates = [photo.extract(watch.stage) for photo in photos]
    with watch.stage("link"):
        strangers = _strangers(templates, payload.dog_id, services)
    if strangers:
        services.metrics.observe_reasons(strangers.values())
        return _rejected(photos, strangers)
    prints = [
        Print(photo.reference.photo_id, photo.reference.sha256, template)
        for photo, template in zip(photos, templates, strict=True)
    ]
    verdict = enrol(prints)
    result: Json = {"model": noseprint.VERSION, "photos": _reports(photos, {})}
    return Outcome(verdict.outcome, result | _grounds(verdict))


def _grounds(verdict: Verdict) -> Json:
    """What a verdict other than `registered` rests on."""
    if verdict.dog_id is None:
        return {}
    grounds: Json = {"dog_id": str(verdict.dog_id), "score": verdict.score}
    found = verdict.resemblance
    if found is None:
        return grounds
    return grounds | {
        "threshold": found.threshold,
        "gallery_size": found.gallery_size,
        "photo_id": str(found.photo_id),
        "nose": box_fractions(found.nose),
        "lookalike_photo_id": str(found.lookalike_photo_id),
        "lookalike_nose": box_fractions(found.lookalike_nose),
        "points": [[fraction(value) for value in point] for point in found.points],
    }


def _strangers(templates: Sequence[noseprint.Template], dog_id: UUID, services: Services) -> dict[int, str]:
    """Reason by index of each photo that does not show the dog that most photos show."""
    groups = noseprint.link(_scores(templates, services))
    if len(groups) == 1:
        return {}
    registered = [_registered_dog([templates[i] for i in group], dog_id, services) for group in groups]
    # Photos that show one registered dog show one dog, even if they do not link to each other.
    others = [
        (group, known)
        for group, known in zip(groups[1:], registered[1:], strict=True)
        if known is None or known != registered[0]
    ]
    reasons = {i: _reason(group, known) for group, known in others for i in group}
    if others and len(groups[0]) == 1 and registered[0] is None:
        reasons |= {groups[0][0]: "unlinked_photo"}
    return reasons


def _reason(group: Sequence[int], registered: UUID | None) -> str:
    return "different_dog" if len(group) > 1 or registered is not None else "unlinked_photo"


def _registered_dog(templates: Sequence[noseprint.Template], dog_id: UUID, services: Services) -> UUID | None:
    """The registered dog that one of the photos matches best, other than the dog itself."""
    fpir = services.fpir / PHOTOS_PER_DOG
    found = [services.bulk.search(template, 1, fpir, exclude=dog_id).candidates for template in templates]
    matches = [best for candidates in found for best in candidates if best.decision.outcome == "match"]
    return max(matches, key=lambda best: best.score).dog_id if matches else None


def _scores(templates: Sequence[noseprint.Template], services: Services) -> np.ndarray:
    """float[n, n]: the score of each pair, on both sides of the diagonal."""
    scores = np.zeros((len(templates), len(templates)))
    for i, query in enumerate(templates[:-1]):
        scores[i, i + 1 :] = [found.score for found in services.compare_in_bulk(query, templates[i + 1 :])]
    return scores + scores.T


def _rejected(photos: Sequence[AssessedPhoto], strangers: dict[int, str]) -> Outcome:
    return Outcome("rejected", {"model": noseprint.VERSION, "photos": _reports(photos, strangers)})


def _reports(photos: Sequence[AssessedPhoto], strangers: dict[int, str]) -> list[Json]:
    return [
        photo_report(i, photo.assessment, *([strangers[i]] if i in strangers else [])) for i, photo in enumerate(photos)
    ]
