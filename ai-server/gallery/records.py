"""What goes into the gallery and what comes out of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    """A dog, by the one of its prints that resembles the query most."""

    dog_id: UUID
    photo_id: UUID
    nose: noseprint.Box
    comparison: noseprint.Comparison
    decision: noseprint.Decision


@dataclass(frozen=True)
class SearchResult:
    """Candidates, best first, whatever was decided on them; gallery_size counts dogs, threshold is that of a match."""

    candidates: tuple[Candidate, ...]
    gallery_size: int
    threshold: float


@dataclass(frozen=True)
class Verdict:
    """What an enrolment came to; with `already_registered`, the dog it is and the score that says so."""

    outcome: str
    dog_id: UUID | None = None
    score: float | None = None

    def to_json(self) -> dict[str, str | float | None]:
        return {
            "outcome": self.outcome,
            "dog_id": None if self.dog_id is None else str(self.dog_id),
            "score": self.score,
        }

    @classmethod
    def from_json(cls, stored: dict[str, str | float | None]) -> "Verdict":
        dog_id, score = stored["dog_id"], stored["score"]
        return cls(
            outcome=str(stored["outcome"]),
            dog_id=None if dog_id is None else UUID(str(dog_id)),
            score=None if score is None else float(score),
        )


@dataclass(frozen=True)
class Statistics:
    """Dogs and prints that are searched, and prints that are not, because another version made their template."""

    dogs: int
    prints: int
    prints_of_other_versions: int
