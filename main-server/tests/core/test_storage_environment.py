"""Where photos are kept is chosen by variables; wrong ones stop the process, and what is not chosen is not loaded."""

import os
import subprocess
import sys

import pytest
from helpers import MAIN_SERVER
from s3 import NEEDED

from config import storage
from config.environment import WrongEnvironment, read_environment

S3 = {"MAIN_S3_BUCKET": "photos", "MAIN_S3_ACCESS_KEY": "access", "MAIN_S3_SECRET_KEY": "secret-of-s3"}


def loaded(variables) -> set[str]:
    """Which packages of S3 the web server has loaded once it is up."""
    program = (
        "import config.wsgi, sys\nfrom django.core.files.storage import default_storage\n"
        "default_storage.exists; print(*{'boto3', 'botocore', 'storages'} & set(sys.modules))"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAIN_")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=MAIN_SERVER, env=clean | NEEDED | variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_nothing_of_s3_is_loaded_for_a_disk_and_no_folder_is_needed_for_a_bucket():
    assert loaded({"MAIN_MEDIA_ROOT": "/srv/media"}) == set()
    assert loaded(S3) == {"boto3", "botocore", "storages"}


def test_a_bucket_without_keys_takes_what_the_machine_is_given():
    environment = read_environment(NEEDED | {"MAIN_S3_BUCKET": "photos"})
    options = storage.storages(environment)["default"]["OPTIONS"]
    assert (options["access_key"], options["secret_key"], options["endpoint_url"]) == (None, None, None)


def test_the_secret_is_not_shown():
    assert "secret-of-s3" not in repr(read_environment(NEEDED | S3))


@pytest.mark.parametrize(("variables", "named"), [
    ({}, "MAIN_MEDIA_ROOT is not set, nor is MAIN_S3_BUCKET"),
    ({"MAIN_MEDIA_ROOT": "media"}, "MAIN_MEDIA_ROOT must be an absolute path"),
    ({"MAIN_MEDIA_ROOT": "/m", "MAIN_S3_SECRET_KEY": "s"}, "MAIN_S3_SECRET_KEY needs MAIN_S3_BUCKET"),
    (S3 | {"MAIN_S3_BUCKET": "Photos"}, "MAIN_S3_BUCKET must be"),
    (S3 | {"MAIN_S3_SECRET_KEY": ""}, "MAIN_S3_ACCESS_KEY and MAIN_S3_SECRET_KEY go together"),
    (S3 | {"MAIN_S3_ENDPOINT": "minio:9000"}, "MAIN_S3_ENDPOINT must be"),
    (S3 | {"MAIN_S3_URL_ENDPOINT": "https://user:pw@h/bucket"}, "MAIN_S3_URL_ENDPOINT must be"),
    (S3 | {"MAIN_S3_URL_SECONDS": "86400"}, "MAIN_S3_URL_SECONDS must be at most 3600"),
    (S3 | {"MAIN_S3_TIMEOUT_S": "0"}, "MAIN_S3_TIMEOUT_S must be a positive number"),
])  # fmt: skip
def test_each_fault_is_named(variables, named):
    with pytest.raises(WrongEnvironment, match=named) as stopped:
        read_environment(NEEDED | variables)
    assert "\n" not in str(stopped.value) and "secret-of-s3" not in str(stopped.value)


def test_a_bucket_needs_the_extra(monkeypatch):
    monkeypatch.setattr(storage, "find_spec", lambda name: None)
    with pytest.raises(WrongEnvironment, match="needs the extra s3"):
        read_environment(NEEDED | S3)
