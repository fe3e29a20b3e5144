"""dog.lookup: which registered dog does this one photo show, if any?"""

import noseprint
from aiserver.handlers.services import AssessedPhoto, Services, box_fractions, fetch_and_assess, fraction, photo_report
from aiserver.messages import Json, LookupPayload, Outcome
from aiserver.stopwatch import Stopwatch
from gallery import Candidate, SearchResult

CANDIDATES = 5


def look_up_dog(payload: LookupPayload, services: Services, watch: Stopwatch) -> Outcome:
    photo = fetch_and_assess(payload.photo, services, watch)
    if not photo.assessment.usable:
        report = photo_report(0, photo.assessment)
        return Outcome("rejected", {"model": noseprint.VERSION, "photos": [report]})
    template = photo.extract(watch.stage)
    found = services.interactive.search(template, CANDIDATES, services.fpir, stage=watch.stage)
    for best in found.candidates[:1]:
        services.metrics.match_score.labels(best.decision.outcome).observe(best.score)
    return _answer(photo, template, found)


def _answer(photo: AssessedPhoto, template: noseprint.Template, found: SearchResult) -> Outcome:
    result: Json = {
        "model": template.version,
        "gallery_size": found.gallery_size,
        "threshold": found.threshold,
        "quality": photo.assessment.quality,
        "nose": box_fractions(template.nose),
    }
    resembling = [candidate for candidate in found.candidates if candidate.decision.band is not None]
    if not resembling:
        return Outcome("not_registered", result)
    return Outcome(resembling[0].decision.outcome, {**result, "candidates": [_report(c) for c in resembling]})


def _report(candidate: Candidate) -> Json:
    return {
        "dog_id": str(candidate.dog_id),
        "photo_id": str(candidate.photo_id),
        "score": candidate.score,
        "outcome": candidate.decision.outcome,
        "band": candidate.decision.band,
        "nose": box_fractions(candidate.nose),
        "points": [[fraction(value) for value in point] for point in candidate.comparison.points],
    }
