"""PostgreSQL and RabbitMQ as docker-compose.yml sets them up: init script, access rules, configuration, accounts."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM
from typing import Any

from dev.accounts import as_account
from dev.postgres import Postgres, binary
from dev.process import wait_until
from dev.rabbitmq import Rabbitmq
from tests.deploy.composed import ROOT, SECRETS, services

CONFIGURATION = ROOT / "compose/rabbitmq/30-savepets.conf"
CONTROL = "/usr/lib/rabbitmq/bin/rabbitmqctl"


class ComposedPostgres(Postgres):
    """As the image starts it: the superuser by the local socket alone, and no roles but those that the script makes."""

    def _settings(self) -> list[str]:
        rules = self.directory.parent / "pg_hba.conf"
        return [*super()._settings(), "-c", f"hba_file={rules}", "-c", f"unix_socket_directories={self.directory}"]

    def start(self) -> None:
        rules = shutil.copy(ROOT / "compose/postgres/pg_hba.conf", self.directory.parent)
        Path(rules).chmod(0o644)
        super().start()

    def wait_ready(self) -> None:
        """By the health check of compose."""
        wait_until(self._is_healthy, self.process, 30)

    def _is_healthy(self) -> bool:
        command = [*services()["postgres"]["healthcheck"]["test"][1:], f"--port={self.port}"]
        return subprocess.run([binary(command[0]), *command[1:]]).returncode == 0

    def run_init_script(self, secrets: Path) -> subprocess.CompletedProcess[str]:
        """As the image does: by bash, on the local socket, with the superuser's password."""
        environment = {
            "PATH": f"{binary('psql').parent}:/usr/bin:/bin",
            "POSTGRES_USER": "postgres",
            "PGPASSWORD": self.superuser_password,
            "PGHOST": str(self.directory),
            "PGPORT": str(self.port),
            "SECRETS": str(secrets),
        }
        script = ROOT / "compose/postgres/10-roles.sh"
        return subprocess.run(["bash", script], env=environment, capture_output=True, text=True, timeout=30)


@dataclass
class ComposedRabbitmq(Rabbitmq):
    """With the file of compose as its configuration, and what `make env` wrote as definitions."""

    definitions: Path = Path()

    def _configuration(self) -> str:
        self._write("rabbitmq_definitions", self.definitions.read_text())
        text = CONFIGURATION.read_text().replace(SECRETS, str(self.directory))
        assert f"load_definitions = {self.directory}/rabbitmq_definitions" in text
        text = text.replace("prometheus.tcp.port = 15692", f"prometheus.tcp.port = {self.metrics_port}")
        return text + f"listeners.tcp.default = 127.0.0.1:{self.port}\nprometheus.tcp.ip = 127.0.0.1\n"

    def control(self, *arguments: str) -> list[dict[str, Any]]:
        """What `rabbitmqctl` answers, as rows."""
        command = as_account(self.account, [CONTROL, "--silent", "--formatter=json", *arguments], SIGTERM)
        environment = dict(self.process.env) | {"PATH": os.environ["PATH"]}
        done = subprocess.run(command, env=environment, cwd=self.directory, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows
