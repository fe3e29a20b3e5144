"""The real nginx with the configuration that ships, in front of two small servers and a small web client."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.doubles import WEB_FILES, Gateway
from tests.deploy.gateways import gateway_at


@pytest.fixture(scope="session")
def web_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the web client leaves, beside a file that is none of it."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "package.json").write_bytes(b"{}")
    for name, content in WEB_FILES.items():
        file = folder / "dist" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder / "dist"


@pytest.fixture(scope="session")
def running_gateway(tmp_path_factory: pytest.TempPathFactory, web_root: Path) -> Iterator[Gateway]:
    with gateway_at(tmp_path_factory.mktemp("gateway"), web_root=web_root) as gateway:
        yield gateway


@pytest.fixture
def gateway(running_gateway: Gateway) -> Gateway:
    """The gateway with a clean memory on both servers behind it."""
    for upstream in (running_gateway.main, running_gateway.ai):
        upstream.seen.clear()
        upstream.answer_headers.clear()
        upstream.says.clear()
        upstream.status = 200
    return running_gateway
