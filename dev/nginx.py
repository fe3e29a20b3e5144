"""The gateway: nginx with the configuration in gateway/, its placeholders filled in, and the web client to serve."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from dev.accounts import account_for, can_reach, give
from dev.apt import apt_install
from dev.packages import find_nginx
from dev.process import Process, wait_until
from dev.web import DIST

TEMPLATES = Path(__file__).resolve().parent.parent / "gateway"


@dataclass
class Nginx:
    """Listens on 127.0.0.1:`port`. `main_server`, `ai_server`: host:port. `directory`: all that it writes.

    `web_root`: the built web client; it need not be there.
    """

    directory: Path
    log: Path
    port: int
    main_server: str
    ai_server: str
    ai_service_token: str
    public_url: str
    web_root: Path = DIST
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        account = account_for("www-data")
        self.worker = account if can_reach(account, self.directory / "body", self.web_root / "index.html") else "root"
        # Without root's rights nginx keeps our account and only remarks on the directive.
        directives = "daemon off;" if self.worker is None else f"daemon off; user {self.worker};"
        argv = [program(), "-p", str(self.directory), "-c", str(self.directory / "nginx.conf"), "-g", directives]
        # At SIGTERM the master ends its workers; killed, it would leave them behind.
        self.process = Process("gateway", argv, self.log, stop_seconds=5)

    def start(self) -> None:
        """Write the configuration (secrets in it: ours alone) and start nginx, without waiting for it."""
        give(self.directory, None).chmod(0o711)
        for name in ("nginx.conf", "site.conf"):
            self._render(name)
        self.process.start()

    def _render(self, name: str) -> None:
        text = (TEMPLATES / f"{name}.template").read_text()
        for placeholder, value in self._values().items():
            text = text.replace(f"${{{placeholder}}}", value)
        file = self.directory / name
        file.touch(mode=0o600)
        file.write_text(text)

    def _values(self) -> dict[str, str]:
        return {
            "GATEWAY_DIRECTORY": str(self.directory),
            "GATEWAY_LISTEN": f"127.0.0.1:{self.port}",
            "MAIN_SERVER": self.main_server,
            "AI_SERVER": self.ai_server,
            "AI_SERVICE_TOKEN": self.ai_service_token,
            "PUBLIC_URL": self.public_url,
            "WEB_ROOT": str(self.web_root),
        }

    def wait_ready(self) -> None:
        """Wait until it answers, whether the web client has been built or not."""
        wait_until(lambda: answers(f"http://127.0.0.1:{self.port}/api", 404), self.process, 15)


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
