"""Where the photos of a test are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import s3 as servers

from core.storage.bucket import Bucket


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    with servers.serving(tmp_path_factory.mktemp("s3") / "requests") as server:
        yield server


@pytest.fixture
def bucket(s3: servers.Server, settings) -> Bucket:
    """An empty one, in which the photos of the test are kept."""
    return servers.new_bucket(settings, s3.url)


@pytest.fixture(params=["disk", "bucket"])
def stored_names(request: pytest.FixtureRequest, settings, tmp_path: Path):
    """For tests that hold wherever photos are kept: stored_names() -> the names of all files."""
    settings.MEDIA_ROOT = tmp_path
    if request.param == "bucket":
        made = request.getfixturevalue("bucket")
        return lambda: servers.names(made)
    return lambda: {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
