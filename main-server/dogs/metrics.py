"""What is counted of registrations."""

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client import Counter

from core.metrics import OTHER, Rejections, bounded, count_at_commit, initialise
from core.quality import NOSE_PHOTO_REASONS
from dogs.services import OUTCOMES, REGISTER

FAILED = "failed"
REGISTRATIONS = Counter(
    "savepets_registrations", "What came of dogs, those included that staff has told from a look-alike.", ["outcome"]
)
REJECTIONS = Rejections(REGISTER, NOSE_PHOTO_REASONS)

initialise(REGISTRATIONS, (*OUTCOMES, FAILED, OTHER))


def count_verdict(outcome: str, photos: Iterable[Mapping[str, Any]]) -> None:
    """`photos`: with the `reasons` against each."""
    count_at_commit(REGISTRATIONS, bounded(outcome, OUTCOMES))
    if outcome == "rejected":
        REJECTIONS.count_at_commit(reason for photo in photos for reason in photo["reasons"])
