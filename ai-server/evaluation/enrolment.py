"""Dogs as they are registered: five shots of each of DOGS enrolled, everything else searched, query by query."""

from pathlib import Path
from typing import TypedDict

import numpy as np

import noseprint
from evaluation.bursts import ALIKE, likeness, thumbnail
from evaluation.protocol import NosePrint, Sample
from evaluation.real_photos import Photo, in_folders, read_singles

DOGS = ("sp-brown", "sp-tan", "jae-spitz")
SHOTS = 5


class Query(TypedDict):
    """One search. answer: what the service says; decision: what it would say if quality had let every photo through.

    score: of the best dog, against the other dogs' of the search; own: that of the photo's own dog, None where that is
    not enrolled; burst: the enrolled shot that it repeats.
    """

    photo: str
    answer: str
    decision: str
    best: str
    score: float
    own: float | None
    quality: int
    reasons: list[str]
    burst: str


class Enrolled(TypedDict):
    """One dog of the gallery. usable: shots that quality lets through; linked: in the largest group that the 1:1
    threshold links; bytes: of all its prints."""

    dog: str
    shots: int
    usable: int
    linked: int
    bytes: int


def measure(folder: Path, fpir: float) -> tuple[list[Enrolled], list[Query]]:
    """Return the gallery and all searches; dogs of DOGS that the folder lacks are left out."""
    photos, recipe = in_folders(folder, "dogs"), NosePrint()
    enrolled = {dog: shots for dog in DOGS if (shots := [photo for photo in photos if photo.animal == dog][:SHOTS])}
    gallery = {dog: [recipe.sample(shot.read(), close_up=False) for shot in shots] for dog, shots in enrolled.items()}
    templates = {dog: [sample.template for sample in samples if sample.template] for dog, samples in gallery.items()}
    rows = [enrolled_row(dog, samples, templates[dog], recipe) for dog, samples in gallery.items()]
    asked = [photo for photo in (*photos, *read_singles(folder)) if photo not in enrolled.get(photo.animal, [])]
    if not gallery:
        return [], []
    return rows, [searched(photo, templates, enrolled.get(photo.animal, []), recipe, fpir) for photo in asked]


def enrolled_row(dog: str, samples: list[Sample], templates: list[noseprint.Template], recipe: NosePrint) -> Enrolled:
    """Return what is said of one enrolled dog."""
    scores = np.array([recipe.scores(template, templates) for template in templates]).reshape(len(templates), -1)
    return Enrolled(
        dog=dog,
        shots=len(samples),
        usable=sum(sample.usable == 1 for sample in samples),
        linked=max((len(group) for group in noseprint.link(scores)), default=0) if templates else 0,
        bytes=sum(len(template.to_bytes()) for template in templates),
    )


def searched(
    photo: Photo, gallery: dict[str, list[noseprint.Template]], shots: list[Photo], recipe: NosePrint, fpir: float
) -> Query:
    """Search with one photo; `shots`: those that its own dog is enrolled with."""
    asked = recipe.sample(photo.read(), close_up=False)
    raw = [best_score(asked, templates, recipe) for templates in gallery.values()]
    found = dict(zip(gallery, noseprint.t_norm(raw).tolist(), strict=True))
    best = max(found, key=lambda dog: found[dog])
    decision = said(noseprint.decide(found[best], len(gallery), fpir))
    return Query(
        photo=photo.name,
        answer=decision if asked.usable else "rejected",
        decision=decision,
        best=best if max(raw) else "-",
        score=found[best],
        own=found.get(photo.animal),
        quality=int(asked.quality),
        reasons=list(asked.reasons),
        burst=repeated(photo, shots),
    )


def best_score(asked: Sample, templates: list[noseprint.Template], recipe: NosePrint) -> float:
    """Return the best score with one dog's prints, 0 without any print."""
    return max(recipe.scores(asked.template, templates), default=0.0) if asked.template else 0.0


def said(decision: noseprint.Decision) -> str:
    """Return the outcome, with the band of a match."""
    return f"match, {decision.band}" if decision.outcome == "match" else decision.outcome


def repeated(photo: Photo, shots: list[Photo]) -> str:
    """Return the name of the first of `shots` that is near-identical to the photo, "" where none is."""
    seen = thumbnail(photo.read())
    return next((shot.name for shot in shots if likeness(seen, thumbnail(shot.read())) >= ALIKE), "")
