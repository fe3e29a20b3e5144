"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is sent again makes nothing twice."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest

from core.problems import Problem

_KEY = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True)
class Idempotency:
    """The client's key, and a digest of what it asked for (parsed fields and file digests)."""

    key: str
    hash: str


def idempotency_of(request: HttpRequest, fields: Mapping[str, Any]) -> Idempotency | None:
    """Of a request's header; None without one. `fields`: everything that makes two requests the same, the SHA-256 of
    each file included; values must have a stable `str`. Raises Problem `idempotency_key_invalid`."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Problem("idempotency_key_invalid")
    asked = {"method": request.method, "path": request.path, "fields": dict(fields)}
    text = json.dumps(asked, sort_keys=True, default=str, ensure_ascii=False)
    return Idempotency(key, hashlib.sha256(text.encode()).hexdigest())


def idempotency_lock(principal: str, key: str) -> None:
    """Copies of a request that arrive at the same moment wait for one another, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency {principal} {key}"])
