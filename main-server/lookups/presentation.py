"""What is shown of a lookup, made at each look from our own rows."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from core.responses import public_url
from jobs.models import Job
from jobs.registry import Result
from lookups.evidence import evidence_points
from lookups.models import Candidate, Lookup
from lookups.selectors import finding_of, lookup_with_best_candidate


def task_presented(job: Job, outcome: str, result: Result) -> tuple[str, Result]:
    """What GET tasks/{id} shows of an answered lookup; of one that was deleted, that it found nothing."""
    found = outcome in (Lookup.Outcome.MATCH, Lookup.Outcome.POSSIBLE)
    lookup = lookup_with_best_candidate(job.subject_id, found=found)
    if lookup is None:
        kept = outcome if outcome == Lookup.Outcome.REJECTED else Lookup.Outcome.NOT_REGISTERED.value
        return kept, _result(job.subject_id)
    return str(finding_of(lookup).outcome), lookup_result(lookup)


def lookup_body(lookup: Lookup) -> dict[str, Any]:
    """GET lookups/{id}: what was asked, and the task's result."""
    return {
        "id": str(lookup.id),
        "state": lookup.state,
        "outcome": finding_of(lookup).outcome or None,
        "created_at": lookup.created_at,
        "answered_at": lookup.answered_at,
        "place": _place(lookup),
        "photo_url": _url("lookup-photo", lookup) if lookup.photo_id else None,
        **lookup_result(lookup),
    }


def lookup_result(lookup: Lookup) -> dict[str, Any]:
    finding = finding_of(lookup)
    result = _result(lookup.id, finding.band)
    if finding.candidate is not None:
        result |= {"dog": _dog(lookup, finding.candidate), "evidence": _evidence(lookup, finding.candidate)}
    if lookup.state == Lookup.State.ANSWERED:
        result["photos"] = [{"index": 0, "quality": lookup.quality, "reasons": lookup.reasons}]
    return result


def _result(lookup_id: UUID, band: str | None = None) -> dict[str, Any]:
    return {"lookup_id": str(lookup_id), "band": band, "dog": None, "evidence": None}


def owner_masked(owner: User) -> dict[str, Any]:
    """What a finder learns of an owner: hardly anything, unless the owner opted in to more."""
    return {
        "display": owner.masked_alias,
        "reachable": owner.email_verified,
        "phone": owner.phone_for_finders,
        "email": owner.email_for_finders,
    }


def _dog(lookup: Lookup, candidate: Candidate) -> dict[str, Any]:
    dog = candidate.dog
    return {
        "number": dog.formatted_number,
        "name": dog.name,
        "breed": dog.breed,
        "photo_url": _url("lookup-dog-photo", lookup),
        "owner": owner_masked(dog.owner),
    }


def _evidence(lookup: Lookup, candidate: Candidate) -> dict[str, Any]:
    return {
        "points": evidence_points(candidate),
        "photo_url": _url("lookup-photo", lookup),
        "reference_url": _url("lookup-reference", lookup),
    }


def _place(lookup: Lookup) -> dict[str, Any] | None:
    if lookup.latitude is None and not lookup.place:
        return None
    return {"latitude": lookup.latitude, "longitude": lookup.longitude, "text": lookup.place}


def _url(name: str, lookup: Lookup) -> str:
    return public_url(reverse(name, args=[lookup.id]))
