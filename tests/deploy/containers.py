"""What compose runs, without containers: its commands, environment, secrets and health checks, on other ports."""

import re
import subprocess
from pathlib import Path

from dev.env import Options, write
from dev.ports import Ports
from dev.process import Process
from tests.deploy.backing import ComposedPostgres, ComposedRabbitmq
from tests.deploy.composed import environment, read_env_file, services
from tests.deploy.images import Image

SERVERS = ("main-server", "ai-server")
PORTS = ("8000", "9101", "9102", "8100")  # of the containers; here others


class Composed:
    """What compose would run, in `directory`, on ports of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory, ports = directory, Ports()
        self.images = {name: Image(name, directory / name / "app", directory / name / "packages") for name in SERVERS}
        self.ports = {port: str(ports.reserve()) for port in PORTS}
        write(directory, Options("https://pets.example"))
        self.secrets, self.told = directory / "secrets", read_env_file(directory / ".env")
        self.postgres = ComposedPostgres(
            directory / "postgres",
            directory / "postgres.log",
            ports.reserve(),
            self.secret("postgres_superuser_password"),
            {},
            durable=False,
        )
        passwords = {name: re.split("[:@]", self.secret(f"{name}_broker_url"))[2] for name in ("main", "ai")}
        self.rabbitmq = ComposedRabbitmq(
            directory / "rabbitmq",
            directory / "rabbitmq.log",
            passwords,
            *(ports.reserve() for _ in range(4)),
            definitions=self.secrets / "rabbitmq_definitions",
        )
        self.processes: dict[str, Process] = {}

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text()

    def start_backing(self) -> None:
        self.rabbitmq.start()
        self.postgres.start()
        self.postgres.wait_ready()
        done = self.postgres.run_init_script(self.secrets)
        assert done.returncode == 0, done.stdout + done.stderr
        self._name_the_real_addresses()
        self.rabbitmq.wait_ready()

    def _name_the_real_addresses(self) -> None:
        real = {"postgres:5432": self.postgres.port, "rabbitmq:5672": self.rabbitmq.port}
        for file in self.secrets.glob("*_url"):
            text = file.read_text()
            for name, port in real.items():
                text = text.replace(name, f"127.0.0.1:{port}")
            file.write_text(text)

    def variables(self, service: str) -> dict[str, str]:
        """What its process finds in its environment: what compose says, and nothing of ours."""
        given = {name: self._here(value) for name, value in environment(service, self.secrets, self.told).items()}
        (self.directory / "photos").mkdir(exist_ok=True)
        return given | {"PATH": self.image(service).path, "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"}

    def _here(self, text: str) -> str:
        """Addresses and folders of containers as they are here."""
        for port, taken in self.ports.items():
            text = re.sub(rf"(main-web|0\.0\.0\.0|127\.0\.0\.1):{port}\b", f"127.0.0.1:{taken}", text)
        text = {"8100": self.ports["8100"], "0.0.0.0": "127.0.0.1"}.get(text, text)
        return text.replace("/var/lib/savepets/photos", str(self.directory / "photos"))

    def image(self, service: str) -> Image:
        return self.images["main-server" if services()[service]["image"].startswith("savepets-main") else "ai-server"]

    def command(self, service: str) -> list[str]:
        return services()[service].get("command") or ["python", "-m", "aiserver"]

    def run(self, service: str, *command: str, **changed: str) -> subprocess.CompletedProcess[str]:
        """To its end; the command that compose has, unless another one is given."""
        return subprocess.run(
            ["env", *(command or self.command(service))],  # looks for the program in the PATH that it is given
            env=self.variables(service) | changed,
            cwd=self.image(service).app,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, service: str) -> None:
        variables, app = self.variables(service), self.image(service).app
        log, argv = self.directory / f"{service}.log", ["env", *self.command(service)]
        self.processes[service] = Process(service, argv, log, variables, app, stop_seconds=30)
        self.processes[service].start()

    def is_healthy(self, service: str) -> bool:
        """By the health check that compose has."""
        check = [self._here(word) for word in services()[service]["healthcheck"]["test"][1:]]
        return self.run(service, *check).returncode == 0

    def stop(self) -> None:
        """The servers first: they take leave of a broker that still answers."""
        for process in self.processes.values():
            process.request_stop()
        for process in self.processes.values():
            process.wait_stopped()
        for process in (self.rabbitmq.process, self.rabbitmq.epmd, self.postgres.process):
            process.kill()
