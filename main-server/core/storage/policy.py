"""What a bucket of photos has to be like, whatever this program does: encrypted, private, and forgetful."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

import urllib3
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile

from core.models import Shelf
from core.storage import StorageUnavailable
from core.storage.bucket import Bucket, encryption

DAY_H = 24
MARGIN_DAYS = 14  # after our own deletion: time to notice that the relay is down
OURS = "savepets-"  # begins the ids of our lifecycle rules; other rules are left as they are
# Error codes: what servers other than Amazon's do not have, and what nobody has set yet.
NOT_OFFERED = {"NotImplemented", "MethodNotAllowed", "UnsupportedOperation"}
NOT_SET = {
    "NoSuchLifecycleConfiguration",
    "NoSuchPublicAccessBlockConfiguration",
    "ServerSideEncryptionConfigurationNotFoundError",
}
AS_IT_SHOULD_BE, CHANGED, WRONG, ABSENT = "as it should be", "changed", "wrong", "not offered by this server"
PRIVATE = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
PROBE, PROBE_S = "probe/readable-by-nobody", 5.0


def bucket_create(bucket: Bucket) -> bool:
    """Make the bucket unless it is there; whether it was made. Raises StorageUnavailable."""
    place: dict[str, Any] = {"Bucket": bucket.bucket_name}
    with _failures():
        if bucket.bucket_name in (entry["Name"] for entry in bucket.client.list_buckets()["Buckets"]):
            return False
        if bucket.region_name != "us-east-1":  # which is the one that must not be named
            place["CreateBucketConfiguration"] = {"LocationConstraint": bucket.region_name}
        bucket.client.create_bucket(**place)
        return True


def bucket_establish(bucket: Bucket, change: bool) -> Iterator[tuple[str, str]]:
    """
    Yields what the bucket has to have, and how that stands: AS_IT_SHOULD_BE, CHANGED (only if `change`), WRONG or
    ABSENT. Once more changes nothing. Raises StorageUnavailable.
    """
    for trait in (Encryption, PublicAccess, Lifecycle):
        with _failures():
            state = trait(bucket).establish(change)
        yield trait.name, state
    yield "privacy", AS_IT_SHOULD_BE if _is_private(bucket) else WRONG


def lifecycle_rules() -> list[dict[str, Any]]:
    """
    The safety net below our own deletion: what has its end goes even if the relay never runs, some time after the
    settings say. Photos of dogs have no end. In a bucket that keeps versions, deleted ones go too.
    """
    lookups = max(settings.LOOKUP_DAYS, settings.CONTACT_DAYS + ceil(settings.CONTACT_HOURS / DAY_H))
    cut_out_h = settings.JOB_KINDS["emoji.cutout"].deadline_s / 3600 + settings.REJECTED_PHOTO_HOURS
    leftovers = {
        "ID": f"{OURS}leftovers",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        "Expiration": {"ExpiredObjectDeleteMarker": True},
    }
    originals = ceil(max(settings.FACE_PHOTO_HOURS, cut_out_h) / DAY_H)
    return [leftovers, _expiry(Shelf.LOOKUPS, lookups), _expiry(Shelf.ORIGINALS, originals)]


def _expiry(shelf: Shelf, days: int) -> dict[str, Any]:
    return {
        "ID": f"{OURS}{shelf}",
        "Status": "Enabled",
        "Filter": {"Prefix": f"{shelf}/"},
        "Expiration": {"Days": days + MARGIN_DAYS},
    }


class Trait:
    """Something that a bucket has to have."""

    name: str

    def __init__(self, bucket: Bucket) -> None:
        self.client, self.place, self.kms_key = bucket.client, {"Bucket": bucket.bucket_name}, bucket.kms_key

    def read(self) -> Any:
        raise NotImplementedError

    def wanted(self, now: Any) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> None:
        raise NotImplementedError

    def establish(self, change: bool) -> str:
        try:
            now = self._now()
            wanted = self.wanted(now)
            if now == wanted:
                return AS_IT_SHOULD_BE
            if change:
                self.write(wanted)
            return CHANGED if change else WRONG
        except ClientError as error:
            if error.response["Error"]["Code"] in NOT_OFFERED:
                return ABSENT
            raise

    def _now(self) -> Any:
        try:
            return self.read()
        except ClientError as error:
            if error.response["Error"]["Code"] in NOT_SET:
                return None
            raise


class Encryption(Trait):
    """Of whatever is written without saying how; our own writes say it."""

    name = "encryption"

    def read(self) -> Any:
        rule = self.client.get_bucket_encryption(**self.place)["ServerSideEncryptionConfiguration"]["Rules"][0]
        return {"ApplyServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"]}

    def wanted(self, now: Any) -> Any:
        asked = encryption(self.kms_key)
        rule = {"SSEAlgorithm": asked["ServerSideEncryption"]}
        if self.kms_key:
            rule["KMSMasterKeyID"] = asked["SSEKMSKeyId"]
        return {"ApplyServerSideEncryptionByDefault": rule}

    def write(self, value: Any) -> None:
        rule = value | {"BucketKeyEnabled": bool(self.kms_key)}
        self.client.put_bucket_encryption(**self.place, ServerSideEncryptionConfiguration={"Rules": [rule]})


class PublicAccess(Trait):
    """No list of rights and no policy opens the bucket to everybody."""

    name = "public access block"

    def read(self) -> Any:
        return self.client.get_public_access_block(**self.place)["PublicAccessBlockConfiguration"]

    def wanted(self, now: Any) -> Any:
        return PRIVATE

    def write(self, value: Any) -> None:
        self.client.put_public_access_block(**self.place, PublicAccessBlockConfiguration=value)


class Lifecycle(Trait):
    name = "lifecycle"

    def read(self) -> Any:
        return self.client.get_bucket_lifecycle_configuration(**self.place)["Rules"]

    def wanted(self, now: Any) -> Any:
        return [rule for rule in now or [] if not rule.get("ID", "").startswith(OURS)] + lifecycle_rules()

    def write(self, value: Any) -> None:
        self.client.put_bucket_lifecycle_configuration(**self.place, LifecycleConfiguration={"Rules": value})


def _is_private(bucket: Bucket) -> bool:
    """Whether somebody without any right is refused, whatever the server says of its configuration."""
    bucket.save(PROBE, ContentFile(b"probe"))
    try:
        address = bucket.url(PROBE).partition("?")[0]
        with _failures():
            return urllib3.request("GET", address, timeout=PROBE_S, retries=False, redirect=False).status in (401, 403)
    finally:
        bucket.delete(PROBE)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise StorageUnavailable(error.response["Error"]["Code"]) from error
    except (BotoCoreError, urllib3.exceptions.HTTPError) as error:
        raise StorageUnavailable(type(error).__name__) from error
