"""Who may pass to an S3 server: AWS Signature Version 4, in a header or in the address, checked as Amazon describes it.

moto's server takes any signature and knows no expiry; what SavePets says of addresses that expire is tested here.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, unquote

ALGORITHM = "AWS4-HMAC-SHA256"
SKEW = timedelta(minutes=15)
_HEADER = re.compile(rf"{ALGORITHM} Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{{64}})")


class Refused(Exception):
    """The text is S3's error code."""


@dataclass(frozen=True)
class Request:
    """`headers` by lower-case name; `path` and `query` as they were sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


def signer(request: Request, keys: Mapping[str, str]) -> str:
    """`header`, `query` or `nobody`. Raises Refused."""
    if "authorization" in request.headers:
        _check_header(request, keys)
        return "header"
    if "X-Amz-Signature=" in request.query:
        _check_query(request, keys)
        return "query"
    return "nobody"


def _check_header(request: Request, keys: Mapping[str, str]) -> None:
    found = _HEADER.fullmatch(request.headers["authorization"])
    if found is None:
        raise Refused("AuthorizationHeaderMalformed")
    date, payload = request.headers.get("x-amz-date", ""), request.headers.get("x-amz-content-sha256", "")
    if abs(datetime.now(UTC) - _moment(date)) > SKEW:
        raise Refused("RequestTimeTooSkewed")
    if payload != hashlib.sha256(request.body).hexdigest():
        raise Refused("XAmzContentSHA256Mismatch")
    _compare(request, keys, found[1], date, found[2], request.query, payload, found[3])


def _check_query(request: Request, keys: Mapping[str, str]) -> None:
    given = dict(parse_qsl(request.query))
    date = given.get("X-Amz-Date", "")
    if datetime.now(UTC) > _moment(date) + timedelta(seconds=int(given.get("X-Amz-Expires", "0"))):
        raise Refused("AccessDenied")
    rest = "&".join(part for part in request.query.split("&") if not part.startswith("X-Amz-Signature="))
    credential, signed = given.get("X-Amz-Credential", ""), given.get("X-Amz-SignedHeaders", "")
    _compare(request, keys, credential, date, signed, rest, "UNSIGNED-PAYLOAD", given["X-Amz-Signature"])


def _compare(
    request: Request, keys: Mapping[str, str], credential: str, date: str, signed: str, query: str, payload: str,
    signature: str,
) -> None:  # fmt: skip
    access_key, _, scope = credential.partition("/")
    if access_key not in keys:
        raise Refused("InvalidAccessKeyId")
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed.split(";"))
    canonical = "\n".join([request.method, _path(request.path), _query(query), headers, signed, payload])
    text = "\n".join([ALGORITHM, date, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{keys[access_key]}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), signature):
        raise Refused("SignatureDoesNotMatch")


def _path(path: str) -> str:
    return quote(unquote(path), safe="/-_.~")


def _query(query: str) -> str:
    pairs = [part.partition("=") for part in query.split("&") if part]
    return "&".join(f"{name}={value}" for name, _, value in sorted(pairs))


def _moment(date: str) -> datetime:
    try:
        return datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused("AccessDenied") from None
