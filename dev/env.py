"""`make env`: what docker-compose.yml needs, .env and secrets/. Whatever is there already stays as it is.

Uses the standard library only. Secrets are files, each named like the variable that it is for; the folder is shut to
everybody else on this machine, while the files themselves can be read by all, as containers are given them as they are
and each runs as a user of its own.
"""

import argparse
import base64
import ipaddress
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from dev.definitions import definitions
from dev.errors import DevError

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / ".env.example"
RANDOM = (
    "main_secret_key",
    "main_jwt_key",
    "main_internal_token",
    "ai_service_token",
    "postgres_superuser_password",
    "postgres_main_password",
    "postgres_ai_password",
    "postgres_monitor_password",
    "grafana_admin_password",
    "grafana_secret_key",
)
# For the operator to fill in; empty means that there is none.
OPEN = ("main_email_url", "alert_page_url", "alert_ticket_url", "alert_watchdog_url")
MINIO = "http://minio:9000"
SELF_SIGNED_DAYS = 90
READABLE = 0o644  # the folder is not


@dataclass(frozen=True)
class Options:
    """`public_url`: https://host or https://host:port. `certificate`, `key`: PEM files, both or none."""

    public_url: str
    certificate: Path | None = None
    key: Path | None = None
    gpu: bool = False
    minio: bool = False

    @property
    def address(self) -> SplitResult:
        """Raises DevError if it is not such an address."""
        parts = urlsplit(self.public_url.rstrip("/"))
        if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.username:
            raise DevError(f"the public address must be https://host or https://host:port, not {self.public_url!r}")
        return parts


@dataclass(frozen=True)
class Folder:
    """The folder of secrets; made, or shut, if it has to be."""

    path: Path

    def __post_init__(self) -> None:
        self.path.mkdir(mode=0o700, exist_ok=True)
        self.path.chmod(0o700)

    def keep(self, name: str, make: Callable[[], str]) -> str:
        """What the file holds; it is made if it is not there, or empty."""
        file = self.path / name
        there = file.read_text() if file.exists() else None
        if there:
            return there
        made = make()
        if made or there is None:  # what was left empty may be filled in later
            _write(file, made, READABLE)
        return made


def write(folder: Path, options: Options) -> bool:
    """Write .env and secrets/ below `folder`; returns whether the certificate was made here. Raises DevError."""
    environment = _environment(options)
    safe = Folder(folder / "secrets")
    _write_secrets(safe, options.minio)
    made = _write_certificate(safe, options)
    if not (folder / ".env").exists():
        _write(folder / ".env", environment, 0o600)
    return made


def _environment(options: Options) -> str:
    """.env.example with what was told."""
    told = {
        "PUBLIC_URL": options.public_url.rstrip("/"),
        "PUBLIC_HOST": _host(options.address),
        "HTTPS_PORT": str(options.address.port or 443),
        "COMPOSE_PROFILES": ("gpu" if options.gpu else "cpu") + (",storage" if options.minio else ""),
    }
    if options.minio:
        told |= {"MAIN_S3_BUCKET": "savepets", "MAIN_S3_ENDPOINT": MINIO, "AI_PHOTO_ORIGINS": MINIO}
    return "".join(_line(line, told) for line in EXAMPLE.read_text().splitlines(keepends=True))


def _line(line: str, told: Mapping[str, str]) -> str:
    name = line.partition("=")[0]
    return f"{name}={told[name]}\n" if name in told else line


def _host(address: SplitResult) -> str:
    name = address.hostname or ""
    return f"[{name}]" if ":" in name else name


def _write_secrets(safe: Folder, minio: bool) -> None:
    for name in RANDOM:
        safe.keep(name, _secret)
    for name in OPEN:
        safe.keep(name, str)
    safe.keep("ai_main_token", lambda: safe.keep("main_internal_token", _secret))
    brokers = {server: _write_addresses(safe, server) for server in ("main", "ai")}
    safe.keep("rabbitmq_definitions", lambda: json.dumps(definitions(brokers), indent=2))
    for name in ("main_s3_access_key", "main_s3_secret_key"):
        safe.keep(name, lambda: secrets.token_hex(20) if minio else "")
    safe.keep("minio_kms_key", lambda: "savepets:" + base64.b64encode(secrets.token_bytes(32)).decode())


def _write_addresses(safe: Folder, server: str) -> str:
    """Where a server finds its database and the broker; returns its password at the broker."""
    password = safe.keep(f"postgres_{server}_password", _secret)
    safe.keep(f"{server}_database_url", lambda: f"postgresql://{server}:{password}@postgres:5432/{server}")
    broker = safe.keep(f"{server}_broker_url", lambda: f"amqp://{server}:{_secret()}@rabbitmq:5672/%2F")
    return urlsplit(broker).password or ""


def _secret() -> str:
    return secrets.token_hex(32)


def _write_certificate(safe: Folder, options: Options) -> bool:
    """The one that was given; else, if there is none yet, a self-signed one (then the answer is True)."""
    names = ("gateway_certificate", "gateway_certificate_key")
    if any((safe.path / name).exists() for name in names):
        return False
    for name, text in zip(names, _certificate(options), strict=True):
        _write(safe.path / name, text, READABLE)
    return options.certificate is None


def _certificate(options: Options) -> tuple[str, str]:
    if options.certificate and options.key:
        return _read(options.certificate), _read(options.key)
    if options.certificate or options.key:
        raise DevError("a certificate and its key go together")
    return self_signed(options.address.hostname or "")


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise DevError(f"{path} cannot be read: {error}") from error


def self_signed(host: str) -> tuple[str, str]:
    """A certificate for the host and its key, in PEM. Raises DevError without openssl."""
    kind = "IP" if _is_address(host) else "DNS"
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = Path(folder, "certificate"), Path(folder, "key")
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-days", str(SELF_SIGNED_DAYS), "-subj", "/CN=SavePets", "-addext", f"subjectAltName={kind}:{host}"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=30)
        except (OSError, subprocess.SubprocessError) as error:
            raise DevError(f"openssl makes no certificate ({error}): name one with CERTIFICATE=... KEY=...") from error
        return certificate.read_text(), key.read_text()


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _write(file: Path, text: str, mode: int) -> None:
    """All of it or nothing, and never open to anybody else meanwhile."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as new:
        new.write(text)
        os.fchmod(new.fileno(), mode)
    os.replace(new.name, file)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m dev.env", description=__doc__)
    parser.add_argument(
        "--public-url", metavar="https://HOST", help="what clients call this place; asked for if missing"
    )
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="whole chain; else a self-signed one is made")
    parser.add_argument("--key", type=Path, metavar="PEM")
    parser.add_argument("--gpu", action="store_true", help="run the AI server on NVIDIA cards")
    parser.add_argument("--minio", action="store_true", help="keep photos in a MinIO of our own")
    given = vars(parser.parse_args(arguments))
    try:
        url = given.pop("public_url") or _said_before(ROOT / ".env") or _asked_for()
        made = write(ROOT, Options(url if "://" in url else f"https://{url}", **given))
    except DevError as error:
        print(f"env: {error}", file=sys.stderr)
        return 1
    print("Written, where it was missing: .env and secrets/. Next: docker compose up -d --build")
    if made:
        print(f"The certificate is self-signed ({SELF_SIGNED_DAYS} days), for a first try: browsers will warn.")
    return 0


def _said_before(file: Path) -> str:
    lines = file.read_text().splitlines() if file.exists() else []
    return next((line.partition("=")[2] for line in lines if line.startswith("PUBLIC_URL=")), "")


def _asked_for() -> str:
    if not sys.stdin.isatty():
        raise DevError("name the public address: make env PUBLIC_URL=https://...")
    return input("What will clients call this place? https://")


if __name__ == "__main__":
    sys.exit(main())
