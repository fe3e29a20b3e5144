"""The gateway: nginx with the configuration in gateway/, its placeholders filled in, and the web client to serve."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from dev.accounts import account_for, can_reach, give
from dev.apt import apt_install
from dev.certificate import Certificate
from dev.errors import DevError
from dev.packages import find_nginx
from dev.process import Process, wait_until
from dev.web import DIST

GATEWAY = Path(__file__).resolve().parent.parent / "gateway"
PAGES = GATEWAY / "pages"


@dataclass(frozen=True)
class Tls:
    """Where the gateway listens with TLS, and as whom."""

    port: int
    certificate: Certificate


@dataclass
class Nginx:
    """Listens on 127.0.0.1:`port`, for monitoring on `status_port`. `main_server`, `ai_server`: host:port.

    `directory`: all that it writes. `web_root`: the built web client; it need not be there. `settings`: further
    variables of gateway/environment.envsh. Even with TLS `port` serves, unless GATEWAY_PLAIN says otherwise.
    """

    directory: Path
    log: Path
    port: int
    status_port: int
    main_server: str
    ai_server: str
    ai_service_token: str
    public_url: str
    web_root: Path = DIST
    tls: Tls | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        account = account_for("www-data")
        reached = can_reach(account, self.directory / "body", self.web_root / "index.html", PAGES / "status")
        worker = account if reached else "root"
        # Without root's rights nginx keeps our account and only remarks on the directive.
        directives = "daemon off;" if worker is None else f"daemon off; user {worker};"
        argv = [program(), "-p", str(self.directory), "-c", str(self.directory / "nginx.conf"), "-g", directives]
        # At SIGTERM the master ends its workers; killed, it would leave them behind.
        self.process = Process("gateway", argv, self.log, stop_seconds=5)

    @property
    def maintenance(self) -> Path:
        """While this file is there, the gateway serves the page of maintenance."""
        return self.directory / "maintenance"

    @property
    def acme_root(self) -> Path:
        return self.directory / "acme"

    def start(self) -> None:
        """Write the configuration and start nginx, without waiting for it. Raises DevError."""
        give(self.directory, None).chmod(0o711)
        self._render()
        self.process.start()

    def reload(self) -> None:
        """Write the configuration again and have it read, certificates too; what is in hand is finished first."""
        self._render()
        os.kill(self.process.pid, signal.SIGHUP)

    def _render(self) -> None:
        """As the container's image does it; secrets are in it, so the folder is ours alone."""
        shutil.copyfile(GATEWAY / "nginx.conf", self.directory / "nginx.conf")
        give(self.directory / "conf.d", None)
        values, templates = environment(self._variables()), GATEWAY / "templates"
        for template in templates.rglob("*.template"):
            text = template.read_text()
            for name, value in values.items():
                text = text.replace(f"${{{name}}}", value)
            file = self.directory / "conf.d" / template.relative_to(templates).with_suffix("")
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)

    def _variables(self) -> dict[str, str]:
        return {
            "GATEWAY_LISTEN": f"127.0.0.1:{self.port}",
            "GATEWAY_PLAIN": "serve",
            "GATEWAY_STATUS_LISTEN": f"127.0.0.1:{self.status_port}",
            "GATEWAY_MAINTENANCE": str(self.maintenance),
            "GATEWAY_ACME_ROOT": str(self.acme_root),
            "GATEWAY_PAGES": str(PAGES),
            "MAIN_SERVER": self.main_server,
            "AI_SERVER": self.ai_server,
            "AI_SERVICE_TOKEN": self.ai_service_token,
            "PUBLIC_URL": self.public_url,
            "WEB_ROOT": str(self.web_root),
            **self._tls_variables(),
            **self.settings,
        }

    def _tls_variables(self) -> dict[str, str]:
        if self.tls is None:
            return {}
        return {
            "GATEWAY_TLS_LISTEN": f"127.0.0.1:{self.tls.port}",
            "GATEWAY_CERTIFICATE": str(self.tls.certificate.chain),
            "GATEWAY_CERTIFICATE_KEY": str(self.tls.certificate.key),
        }

    def wait_ready(self) -> None:
        """Wait until it answers, whether the web client has been built or not."""
        wait_until(lambda: answers(f"http://127.0.0.1:{self.status_port}/healthz"), self.process, 15)


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """What gateway/environment.envsh makes of the variables. Raises DevError with what it says is wrong."""
    command = ["sh", "-ec", '. "$0"; exec env -0', str(GATEWAY / "environment.envsh")]
    path = f"{Path(program()).parent}:{os.defpath}"  # it asks nginx for its version
    result = subprocess.run(command, env={"PATH": path} | dict(variables), capture_output=True, check=False)
    if result.returncode:
        raise DevError(f"gateway: {result.stderr.decode(errors='replace').strip()}")
    lines = result.stdout.decode().rstrip("\0").split("\0")
    return dict(line.split("=", 1) for line in lines)


def answers(url: str, status: int = 200) -> bool:
    """Whether a GET is answered with the status."""
    try:
        with urlopen(url, timeout=2) as response:
            return bool(response.status == status)
    except URLError as error:
        return getattr(error, "code", None) == status
    except OSError:
        return False


def program() -> str:
    """The path of nginx, which is installed if it is missing. Raises DevError if that is not possible."""
    if find_nginx() is None:
        apt_install("nginx")
    return find_nginx() or "nginx"
