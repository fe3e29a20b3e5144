"""The real nginx with the configuration that ships, in front of two small servers and a small web client."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.nginx import Nginx
from dev.ports import Ports
from tests.deploy.doubles import PUBLIC_URL, SERVICE_TOKEN, WEB_FILES, Gateway, Upstream


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
    directory, ports = tmp_path_factory.mktemp("gateway"), Ports()
    main, ai = Upstream("main", ports.reserve()), Upstream("ai", ports.reserve())
    main.start()
    ai.start()
    nginx = Nginx(
        directory / "nginx",
        directory / "gateway.log",
        ports.reserve(),
        ports.reserve(),
        f"127.0.0.1:{main.port}",
        f"127.0.0.1:{ai.port}",
        SERVICE_TOKEN,
        PUBLIC_URL,
        web_root,
    )
    try:
        nginx.start()
        nginx.wait_ready()
        yield Gateway(nginx.port, nginx.log, main, ai)
    finally:
        nginx.process.stop()
        main.stop()
        ai.stop()


@pytest.fixture
def gateway(running_gateway: Gateway) -> Gateway:
    """The gateway with a clean memory on both servers behind it."""
    for upstream in (running_gateway.main, running_gateway.ai):
        upstream.seen.clear()
        upstream.answer_headers.clear()
    return running_gateway
