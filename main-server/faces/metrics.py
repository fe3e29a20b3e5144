"""What is counted of covers."""

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client import Counter

from core.metrics import OTHER, bounded, count_at_commit, initialise
from emojis.expressions import EXPRESSIONS
from faces.models import Cover

FAILED = "failed"
COVERS = Counter("savepets_covers", "What came of photos whose people were to be covered.", ["outcome"])
FACES = Counter("savepets_faces_covered", "Faces that were covered, by the expression of their emoji.", ["expression"])

initialise(COVERS, (*Cover.Outcome.values, FAILED, OTHER))
initialise(FACES, (*EXPRESSIONS, OTHER))


def count_cover(outcome: str, faces: Iterable[Mapping[str, Any]]) -> None:
    """`faces`: with the `expression` of each."""
    count_at_commit(COVERS, bounded(outcome, Cover.Outcome.values))
    for face in faces:
        count_at_commit(FACES, bounded(face["expression"], EXPRESSIONS))
