"""Reads of lookups."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.problems import Problem
from dogs.models import Dog
from lookups.models import Candidate, Lookup

_FOUND = (Lookup.Outcome.MATCH, Lookup.Outcome.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a lookup comes to now. `candidate` only at `match`: everything less says nothing of any dog."""

    outcome: str
    band: str | None = None
    candidate: Candidate | None = None


def lookups_with_candidates() -> QuerySet[Lookup]:
    """Each with its photo; candidates are read when finding_of() needs them, since most lookups find no dog."""
    return Lookup.objects.select_related("photo")


def lookup_with_best_candidate(lookup_id: uuid.UUID, *, found: bool) -> Lookup | None:
    """What a task shows is asked for again and again. `found`: a dog was found when it was answered, so that one
    statement will most likely do."""
    best = _standing().select_related("lookup").filter(lookup_id=lookup_id).first() if found else None
    if best is None:
        return Lookup.objects.filter(id=lookup_id).first()
    best.lookup.standing_candidates = [best]
    return best.lookup


def _standing() -> QuerySet[Candidate]:
    standing = Candidate.objects.filter(dog__state=Dog.State.REGISTERED)
    return standing.select_related("dog__owner", "nose_photo__photo").order_by("rank")


def lookups_of(user: Any) -> QuerySet[Lookup]:
    """Newest first; the candidates of all of them in one statement."""
    candidates = Prefetch("candidates", _standing(), to_attr="standing_candidates")
    return lookups_with_candidates().filter(user=user).prefetch_related(candidates).order_by("-created_at", "id")


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
    """Of a lookup from one of the functions above. Without a candidate that still stands, the dog is not registered."""
    if lookup.outcome not in _FOUND:
        return Finding(lookup.outcome)
    if not hasattr(lookup, "standing_candidates"):
        lookup.standing_candidates = list(_standing().filter(lookup=lookup)[:1])
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
