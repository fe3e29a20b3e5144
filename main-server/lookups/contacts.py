"""The finder of a matched dog writes to its owner, and the owner answers. Both ways by mail, through us."""

import hashlib
import math
import secrets
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from accounts.models import User
from core.mail import mail_queue
from core.metrics import count_at_commit
from core.problems import Problem
from core.responses import public_url
from core.text import line_cleaned, text_quoted
from dogs.models import Dog
from jobs.idempotency import Idempotency
from lookups.metrics import ANSWERED, CONTACTS, REFUSED, SENT
from lookups.models import Candidate, Contact, Lookup
from lookups.selectors import finding_of, lookup_for, lookups_with_candidates

CAP_WINDOW = timedelta(hours=24)


def contact_create(
    *,
    user: Any,
    lookup_id: uuid.UUID,
    finder: str,
    language: str,
    fields: Mapping[str, Any],
    idempotency: Idempotency | None = None,
) -> Contact:
    """
    Write to the owner of the dog that a lookup found: the mail is queued. The same request gives the same contact.

    `finder` is what contacts are counted by, `fields` message, place and reply_to, cleaned. Raises Problem `not_found`,
    `contact_without_match`, `owner_unreachable`, `contact_exists`, `contact_closed`, `contact_limit` or
    `idempotency_key_reused`.
    """
    try:
        return _create(user, lookup_id, finder, language, fields, idempotency)
    except Problem:
        CONTACTS.labels(REFUSED).inc()
        raise


def _create(
    user: Any,
    lookup_id: uuid.UUID,
    finder: str,
    language: str,
    fields: Mapping[str, Any],
    idempotency: Idempotency | None,
) -> Contact:
    owner_id = _match_of(lookup_for(user, lookup_id)).dog.owner_id
    with transaction.atomic():
        _lock_finder(finder)
        owner = _owner_locked(owner_id)
        lookup = _lookup_locked(lookup_id)
        earlier = _earlier(lookup, idempotency)
        if earlier is not None:
            return earlier
        dog = _dog_locked(lookup, owner)
        _require_room(Contact.objects.filter(finder=finder), settings.CONTACTS_PER_FINDER)
        _require_room(Contact.objects.filter(owner=owner), settings.CONTACTS_PER_OWNER)
        key = secrets.token_urlsafe(32)
        contact = Contact.objects.create(
            lookup=lookup,
            dog=dog,
            owner=owner,
            finder=finder,
            language=language,
            key_digest=_digest(key),
            idempotency_key=idempotency and idempotency.key,
            idempotency_hash=idempotency and idempotency.hash,
            **fields,
        )
        mail_queue(to=owner.email, language=owner.language, template="contact", context=_contact_mail(contact, key))
        contact.refresh_from_db(fields=["created_at"])
        count_at_commit(CONTACTS, SENT)
        return contact


def contact_answer(*, key: str, answer: str) -> Contact:
    """
    The owner answers, once: the finder is sent the answer, if there is an address, and can read it with the lookup.

    The same answer again changes nothing. Raises Problem `not_found` or `contact_answered`.
    """
    with transaction.atomic():
        contact = Contact.objects.select_for_update(of=["self"]).select_related("dog").filter(_key(key)).first()
        if contact is None:
            raise Problem("not_found")
        if contact.answered_at is not None:
            if contact.answer != answer:
                raise Problem("contact_answered")
            return contact
        contact.answer, contact.answered_at = answer, Now()
        contact.save(update_fields=["answer", "answered_at"])
        contact.refresh_from_db(fields=["answered_at"])
        if contact.reply_to:
            context = {"dog": line_cleaned(contact.dog.name), "answer": text_quoted(answer)}
            mail_queue(to=contact.reply_to, language=contact.language, template="contact_answer", context=context)
        count_at_commit(CONTACTS, ANSWERED)
        return contact


def contact_of(lookup: Lookup) -> Contact:
    """What was written about a lookup. Raises Problem `not_found` if nothing was."""
    contact = Contact.objects.filter(lookup=lookup).first()
    if contact is None:
        raise Problem("not_found")
    return contact


def contact_by_key(key: str) -> Contact:
    """For its owner, who was mailed the key. Raises Problem `not_found`."""
    contact = Contact.objects.select_related("dog").filter(_key(key)).first()
    if contact is None:
        raise Problem("not_found")
    return contact


def contact_erase(lookup_id: uuid.UUID) -> None:
    """Part of the deletion of a lookup. That somebody wrote still counts: else whoever deletes could write again."""
    Contact.objects.filter(lookup_id=lookup_id).update(
        lookup=None,
        message="",
        place="",
        reply_to="",
        answer="",
        answered_at=None,
        idempotency_key=None,
        idempotency_hash=None,
    )


def contacts_sweep(limit: int = 500) -> int:
    """Delete what was written longer than CONTACT_DAYS ago, and what is left of erased contacts once no cap counts
    them. Returns how many contacts."""
    late = Q(created_at__lt=Now() - timedelta(days=settings.CONTACT_DAYS))
    uncounted = Q(lookup=None, created_at__lt=Now() - CAP_WINDOW)
    old = Contact.objects.filter(late | uncounted).order_by("created_at")
    return Contact.objects.filter(id__in=list(old.values_list("id", flat=True)[:limit])).delete()[0]


def _contact_mail(contact: Contact, key: str) -> dict[str, str]:
    return {
        "dog": line_cleaned(contact.dog.name),
        "message": text_quoted(contact.message),
        "place": text_quoted(contact.place or "-"),
        "days": str(settings.CONTACT_DAYS),
        "link": public_url(f"{reverse('contact-answer')}?key={key}"),
    }


def _lock_finder(finder: str) -> None:
    """One contact of a finder at a time, so that they can be counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contacts {finder}"])


def _owner_locked(owner_id: uuid.UUID) -> User:
    """Before the lookup, as where an account is deleted. Other contacts to the owner wait here, to be counted."""
    owner = User.objects.select_for_update().filter(id=owner_id).first()
    if owner is None:
        raise Problem("contact_without_match")
    if not owner.email_verified:  # it may be a stranger's address
        raise Problem("owner_unreachable")
    return owner


def _lookup_locked(lookup_id: uuid.UUID) -> Lookup:
    lookup = lookups_with_candidates().select_for_update(of=["self"]).filter(id=lookup_id).first()
    if lookup is None:
        raise Problem("not_found")
    return lookup


def _earlier(lookup: Lookup, idempotency: Idempotency | None) -> Contact | None:
    """The contact that the same request made before. Raises Problem if another request did."""
    contact = Contact.objects.filter(lookup=lookup).first()
    if contact is None:
        return None
    if idempotency is None or contact.idempotency_key != idempotency.key:
        raise Problem("contact_exists")
    if contact.idempotency_hash != idempotency.hash:
        raise Problem("idempotency_key_reused")
    return contact


def _match_of(lookup: Lookup) -> Candidate:
    candidate = finding_of(lookup).candidate
    if candidate is None:
        raise Problem("contact_without_match")
    return candidate


def _dog_locked(lookup: Lookup, owner: User) -> Dog:
    """The matched dog, which cannot be deleted until the transaction ends, if it can still be written about."""
    late = Now() - timedelta(hours=settings.CONTACT_HOURS)
    if Lookup.objects.filter(id=lookup.id, answered_at__lt=late).exists():
        raise Problem("contact_closed")
    dog_id = _match_of(lookup).dog_id
    dog = Dog.objects.select_for_update().filter(id=dog_id, owner=owner, state=Dog.State.REGISTERED).first()
    if dog is None:
        raise Problem("contact_without_match")
    return dog


def _require_room(contacts: QuerySet[Contact], cap: int) -> None:
    """Fewer than `cap` of them in the last 24 hours, else Problem `contact_limit`, which says when there are."""
    recent = contacts.filter(created_at__gt=Now() - CAP_WINDOW).order_by("-created_at")
    oldest: datetime | None = recent.values_list("created_at", flat=True)[cap - 1 : cap].first()
    if oldest is not None:
        wait = oldest + CAP_WINDOW - datetime.now(UTC)
        raise Problem("contact_limit", headers={"Retry-After": str(max(1, math.ceil(wait.total_seconds())))})


def _key(key: str) -> Q:
    return Q(key_digest=_digest(key), lookup__isnull=False)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
