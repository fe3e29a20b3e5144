"""Reads of lookups."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.problems import Problem
from dogs.models import Dog
from lookups.models import Candidate, Lookup


@dataclass(frozen=True, slots=True)
class Finding:
    """What a lookup comes to now. `candidate` only at `match`: everything less says nothing of any dog."""

    outcome: str
    band: str | None = None
    candidate: Candidate | None = None


def lookups_with_candidates() -> QuerySet[Lookup]:
    """Each with its candidates that our own rows bear out, best first."""
    standing = (
        Candidate.objects.filter(dog__state=Dog.State.REGISTERED)
        .select_related("dog__owner", "dog__profile_photo", "nose_photo__photo")
        .order_by("rank")
    )
    return Lookup.objects.select_related("photo").prefetch_related(
        Prefetch("candidates", standing, to_attr="standing_candidates")
    )


def lookups_of(user: Any) -> QuerySet[Lookup]:
    """Newest first."""
    return lookups_with_candidates().filter(user=user).order_by("-created_at", "id")


def lookup_for(user: Any, lookup_id: uuid.UUID) -> Lookup:
    """
    A lookup for the account that made it, or, if no account made it, for whoever knows its id.

    Raises Problem `not_found`.
    """
    lookup = lookups_with_candidates().filter(id=lookup_id).first()
    if lookup is None or (lookup.user_id is not None and lookup.user_id != user.pk):
        raise Problem("not_found")
    return lookup


def finding_of(lookup: Lookup) -> Finding:
    """Of a lookup from lookups_with_candidates(). Without a candidate that still stands, the dog is not registered."""
    if lookup.outcome not in (Lookup.Outcome.MATCH, Lookup.Outcome.POSSIBLE):
        return Finding(lookup.outcome)
    best = next(iter(lookup.standing_candidates), None)
    if best is None:
        return Finding(Lookup.Outcome.NOT_REGISTERED)
    if best.outcome == Lookup.Outcome.MATCH:
        return Finding(Lookup.Outcome.MATCH, best.band, best)
    return Finding(Lookup.Outcome.POSSIBLE, best.band)


def match_of(lookup: Lookup) -> Candidate:
    """The matched candidate. Raises Problem `not_found` if there is none, or no more."""
    candidate = finding_of(lookup).candidate
    if candidate is None:
        raise Problem("not_found")
    return candidate
