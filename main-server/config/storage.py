"""Where files are kept: what may be wrong with the variables that say it, and Django's STORAGES made from them."""

import os
import re
from dataclasses import fields
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.environment import Environment

MAX_URL_S = 3600  # a link to a photo that somebody comes by is soon worth nothing
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ORIGIN = re.compile(r"https?://[^/?#@\s]+/?")


def storage_faults(environment: "Environment") -> list[str]:
    """What is wrong, each in a few words that name the variable."""
    faults = []
    if environment.media_root and not os.path.isabs(environment.media_root):
        faults.append("MAIN_MEDIA_ROOT must be an absolute path")
    return faults + (_bucket_faults(environment) if environment.s3_bucket else _leftovers(environment))


def _leftovers(environment: "Environment") -> list[str]:
    """A bucket that was meant, and is not taken for want of its name."""
    given = [entry for entry in fields(environment) if entry.name.startswith("s3_")]
    return [
        f"MAIN_{entry.name.upper()} needs MAIN_S3_BUCKET"
        for entry in given
        if getattr(environment, entry.name) != entry.default
    ]


def _bucket_faults(environment: "Environment") -> list[str]:
    faults = [
        f"MAIN_{name.upper()} must be http://host:port or https://host:port"
        for name in ("s3_endpoint", "s3_url_endpoint")
        if (url := getattr(environment, name)) and not _ORIGIN.fullmatch(url)
    ]
    if not _BUCKET.fullmatch(environment.s3_bucket):
        faults.append("MAIN_S3_BUCKET must be 3 to 63 lower-case letters, digits, hyphens and dots")
    if bool(environment.s3_access_key) != bool(environment.s3_secret_key):
        faults.append("MAIN_S3_ACCESS_KEY and MAIN_S3_SECRET_KEY go together")
    if environment.s3_url_seconds > MAX_URL_S:
        faults.append(f"MAIN_S3_URL_SECONDS must be at most {MAX_URL_S}")
    if find_spec("storages") is None or find_spec("boto3") is None:
        faults.append("MAIN_S3_BUCKET needs the extra s3 of savepets-main-server (django-storages, boto3)")
    return faults


def storages(environment: "Environment") -> dict[str, Any]:
    """Photos are in `default`. `disk` and `bucket` are for the commands that copy from one to the other, or look after
    the bucket; what is not used is not even imported."""
    disk = {"BACKEND": "core.storage.disk.Disk"}
    bucket = {
        "BACKEND": "core.storage.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": environment.s3_bucket,
            "endpoint_url": environment.s3_endpoint.rstrip("/") or None,
            "url_endpoint": environment.s3_url_endpoint.rstrip("/") or None,
            "region_name": environment.s3_region,
            "access_key": environment.s3_access_key or None,
            "secret_key": environment.s3_secret_key or None,
            "kms_key": environment.s3_kms_key or None,
            "querystring_expire": environment.s3_url_seconds,
            "timeout_s": environment.s3_timeout_s,
        },
    }
    return {
        "default": bucket if environment.s3_bucket else disk,
        "disk": disk,
        "bucket": bucket,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
