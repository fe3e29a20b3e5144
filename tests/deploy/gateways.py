"""The real nginx with the configuration that ships, in front of two small servers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dev.certificate import Certificate
from dev.nginx import Nginx, Tls
from dev.ports import Ports
from tests.deploy.doubles import PUBLIC_URL, SERVICE_TOKEN, Gateway, Upstream


@contextmanager
def gateway_at(
    directory: Path,
    *,
    web_root: Path = Path("/none"),
    certificate: Certificate | None = None,
    main: int | None = None,
    ai: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Gateway]:
    """A gateway until the end of the block. `main`, `ai`: ports of servers in place of small ones that just answer."""
    ports = Ports()
    upstreams = [Upstream(name, port or ports.reserve()) for name, port in (("main", main), ("ai", ai))]
    nginx = Nginx(
        directory / "nginx",
        directory / "gateway.log",
        ports.reserve(),
        ports.reserve(),
        *(f"127.0.0.1:{upstream.port}" for upstream in upstreams),
        SERVICE_TOKEN,
        PUBLIC_URL,
        web_root,
        Tls(ports.reserve(), certificate) if certificate else None,
        settings or {},
    )
    small = [upstream for upstream, port in zip(upstreams, (main, ai), strict=True) if port is None]
    for upstream in small:
        upstream.start()
    try:
        nginx.start()
        nginx.wait_ready()
        yield Gateway(nginx.port, nginx.log, *upstreams, nginx)
    finally:
        nginx.process.stop()
        for upstream in small:
            upstream.stop()
