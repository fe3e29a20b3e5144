"""What goes into the gallery and what comes out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import noseprint

# One query against many references, in their order. The process that owns the device hands it in.
Compare = Callable[[noseprint.Template, Sequence[noseprint.Template]], Sequence[noseprint.Comparison]]


class DogForgotten(Exception):
    """The dog has a tombstone: its owner deleted it, and no late or repeated enrolment revives it."""


@dataclass(frozen=True)
class Print:
    """One photo's template, ready to be enrolled. `photo_sha256` is 64 lower-case hex digits."""

    photo_id: UUID
    photo_sha256: str
    template: noseprint.Template


@dataclass(frozen=True)
class Candidate:
    """A dog, by the one of its prints that resembles the query most; score: normalised within the search."""

    dog_id: UUID
    photo_id: UUID
    nose: noseprint.Box
    comparison: noseprint.Comparison
    score: float
    decision: noseprint.Decision


@dataclass(frozen=True)
class SearchResult:
    """Candidates, best first, whatever was decided on them; gallery_size counts dogs, threshold is that of a match."""

    candidates: tuple[Candidate, ...]
    gallery_size: int
    threshold: float


@dataclass(frozen=True)
class Resemblance:
    """Why a person has to look: the two prints that agree most, and what that was judged by.

    points: x1, y1 on the new dog's photo, x2, y2 on the look-alike's, fractions of the photos; noses likewise.
    """

    photo_id: UUID
    nose: noseprint.Box
    lookalike_photo_id: UUID
    lookalike_nose: noseprint.Box
    points: tuple[tuple[float, ...], ...]
    threshold: float
    gallery_size: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"photo_id": str(self.photo_id), "lookalike_photo_id": str(self.lookalike_photo_id)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Resemblance":
        return cls(
            photo_id=UUID(stored["photo_id"]),
            nose=noseprint.Box(**stored["nose"]),
            lookalike_photo_id=UUID(stored["lookalike_photo_id"]),
            lookalike_nose=noseprint.Box(**stored["lookalike_nose"]),
            points=tuple(tuple(point) for point in stored["points"]),
            threshold=stored["threshold"],
            gallery_size=stored["gallery_size"],
        )


@dataclass(frozen=True)
class Verdict:
    """What an enrolment came to.

    With `already_registered` and `needs_review`, the dog that it is or may be and the score that says so; with
    `needs_review`, the evidence too.
    """

    outcome: str
    dog_id: UUID | None = None
    score: float | None = None
    resemblance: Resemblance | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "dog_id": None if self.dog_id is None else str(self.dog_id),
            "score": self.score,
            "resemblance": None if self.resemblance is None else self.resemblance.to_json(),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Verdict":
        dog_id, resemblance = stored["dog_id"], stored.get("resemblance")  # verdicts of earlier versions have none
        return cls(
            outcome=stored["outcome"],
            dog_id=None if dog_id is None else UUID(dog_id),
            score=stored["score"],
            resemblance=None if resemblance is None else Resemblance.from_json(resemblance),
        )


@dataclass(frozen=True)
class Statistics:
    """What the gallery holds.

    dogs: that are searched; prints_by_version: of the templates, this version's included; unsearchable: dogs that an
    enrolment registered and that have no print of this version; stray: dogs with prints that no enrolment registered,
    or that were to be forgotten.
    """

    dogs: int
    prints_by_version: Mapping[str, int]
    unsearchable: int = 0
    stray: int = 0

    @property
    def prints(self) -> int:
        """Those that are searched."""
        return self.prints_by_version.get(noseprint.VERSION, 0)

    @property
    def prints_of_other_versions(self) -> int:
        """Those that are left out until they are rebuilt."""
        return sum(self.prints_by_version.values()) - self.prints

    @property
    def verified(self) -> bool:
        """Whether all that was registered is searched, and nothing else: the prints agree with the enrolments."""
        return not self.unsearchable and not self.stray
