"""Files in a bucket of an S3-compatible server. Imported only when MAIN_S3_BUCKET is set."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from core.storage import StorageUnavailable
from core.storage.breaker import Breaker

logger = logging.getLogger("savepets.storage")
CONNECT_S = 2.0
ATTEMPTS = 2  # the second one after a short pause, for a connection that was just closed, or a 503
PAUSE_S = 2.0  # in which nobody tries, after a failure
CONNECTIONS = 32  # kept open; a web process has 16 threads
CHUNK = 1 << 16
PAGE = 1000  # names that a server tells at once; it tells no more
MISSING = {"NoSuchKey", "404"}  # a HEAD has no body to name the error; NoSuchBucket is no file that is not there


class Bucket(S3Storage):
    """
    django-storages' storage of S3, except that

    - all threads share one client, which may be shared; the library makes a session of 10 MB and more for each thread;
    - each operation is one request, as a whole: photos are small, and no answer breaks off halfway through a file;
    - it takes a bounded time, is tried twice, and not at all for a while after the server did not answer;
    - addresses are signed for `url_endpoint`, if those who fetch reach the server by another name than we do.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = _config(self.timeout_s, path_style=bool(self.endpoint_url))
        self.object_parameters = {"CacheControl": "private, no-store", **encryption(self.kms_key)}
        self._breaker = Breaker(PAUSE_S, trial_s=ATTEMPTS * (CONNECT_S + self.timeout_s))
        self._making = threading.Lock()
        self._clients: dict[str, Any] = {}

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"url_endpoint": None, "kms_key": None, "timeout_s": 5.0}

    @property
    def client(self) -> Any:
        """The S3 client, for what Django's storages have no word for (core.storage.policy)."""
        return self._client(self.endpoint_url)

    def url(self, name: str, *_: object, **__: object) -> str:
        """A signed address that is good for `querystring_expire` seconds, for GET alone. Asks nobody."""
        sign = self._client(self.url_endpoint or self.endpoint_url).generate_presigned_url
        return str(sign("get_object", Params=self._place(name), ExpiresIn=self.querystring_expire))

    def delete(self, name: str) -> None:
        """One that is not there is deleted already."""
        try:
            with self._talking(name):
                self.client.delete_object(**self._place(name))
        except FileNotFoundError:
            pass

    def exists(self, name: str) -> bool:
        try:
            return bool(self._head(name))
        except FileNotFoundError:
            return False

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        modified: datetime = self._head(name)["LastModified"]
        return modified

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Names of folders and files; read from the server by the thousand."""
        prefix = f"{path.rstrip('/')}/"
        place = {"Bucket": self.bucket_name, "Prefix": prefix, "Delimiter": "/", "PaginationConfig": {"PageSize": PAGE}}
        folders: list[str] = []
        files: list[str] = []
        with self._talking(path):
            for page in self.client.get_paginator("list_objects_v2").paginate(**place):
                folders += [entry["Prefix"][len(prefix) : -1] for entry in page.get("CommonPrefixes", ())]
                files += [entry["Key"][len(prefix) :] for entry in page.get("Contents", ()) if entry["Key"] != prefix]
        return folders, files

    def _open(self, name: str, mode: str = "rb") -> File:
        with self._talking(name):
            body = self.client.get_object(**self._place(name))["Body"]
            return ContentFile(_read(body, time.monotonic() + self.timeout_s), name)

    def _save(self, name: str, content: File) -> str:
        data = content.read()
        with self._talking(name):
            self.client.put_object(**self._place(name), Body=data, **self._get_write_parameters(name, content))
        return name

    def _head(self, name: str) -> dict[str, Any]:
        with self._talking(name):
            found: dict[str, Any] = self.client.head_object(**self._place(name))
        return found

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}

    def _client(self, endpoint: str | None) -> Any:
        """Made when first needed: a web server forks its workers before."""
        with self._making:  # making one, unlike using it, is not for several threads at once
            if endpoint not in self._clients:
                make = partial(self._create_session().client, "s3", config=self.client_config)
                self._clients[endpoint] = make(region_name=self.region_name, endpoint_url=endpoint)
            return self._clients[endpoint]

    @contextmanager
    def _talking(self, name: str) -> Iterator[None]:
        """Raises FileNotFoundError, or StorageUnavailable for whatever else the server or the way to it does."""
        if not self._breaker.admits():
            raise StorageUnavailable("left alone for a moment, since it did not answer")
        try:
            yield
        except ClientError as error:
            answer = error.response
            broken = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500
            self._breaker.failed() if broken else self._breaker.succeeded()
            if answer.get("Error", {}).get("Code") in MISSING:
                raise FileNotFoundError(name) from None
            raise _unavailable(answer.get("Error", {}).get("Code", "?")) from error
        except (BotoCoreError, boto3.exceptions.Boto3Error, urllib3.exceptions.HTTPError, OSError) as error:
            self._breaker.failed()
            raise _unavailable(type(error).__name__) from error
        else:
            self._breaker.succeeded()


def encryption(kms_key: str | None) -> dict[str, Any]:
    """What a PUT asks for: with the server's own keys (SSE-S3), or with a key of its KMS."""
    if not kms_key:
        return {"ServerSideEncryption": "AES256"}
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key, "BucketKeyEnabled": True}


def _config(timeout_s: float, path_style: bool) -> Config:
    return Config(
        signature_version="s3v4",
        connect_timeout=CONNECT_S,
        read_timeout=timeout_s,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        max_pool_connections=CONNECTIONS,
        tcp_keepalive=True,
        # The digest in the signature, which every server checks, instead of checksums that not every server knows.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={
            "payload_signing_enabled": True,
            "addressing_style": "path" if path_style else "virtual",
            "us_east_1_regional_endpoint": "regional",  # named like those of all other regions
        },
    )


def _read(body: StreamingBody, deadline: float) -> bytes:
    """All of it. Raises OSError (TimeoutError) if it drips."""
    data = bytearray()
    try:
        while chunk := body.read(CHUNK):
            data += chunk
            if time.monotonic() > deadline:
                raise TimeoutError
    finally:
        body.close()
    return bytes(data)


def _unavailable(reason: str) -> StorageUnavailable:
    logger.error("the photo storage fails: %s", reason)
    return StorageUnavailable(reason)
