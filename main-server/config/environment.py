"""What the main server is told by its environment: one typed field a variable, `MAIN_` and the field's name
unless it says otherwise.

Each may be given as a file instead, `MAIN_X_FILE` (config.files).
"""

import ipaddress
import json
import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from email.utils import parseaddr
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.files import given
from config.storage import storage_faults
from core.rates import Rate

# In the open, within TLS from the start, and with STARTTLS.
EMAIL_SCHEMES = ("smtp", "smtps", "smtp+starttls")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Sizes in bytes, times in seconds (`_s`), `None` = not set."""

    secret_key: str = field(repr=False)
    jwt_key: str = field(repr=False)
    database_url: str = field(repr=False)
    broker_url: str = field(repr=False)
    internal_token: str = field(repr=False)
    public_url: str
    allowed_hosts: tuple[str, ...]

    # Where photos are kept: in a folder, or in a bucket of an S3-compatible server.
    media_root: str = ""
    s3_bucket: str = ""
    s3_endpoint: str = ""  # http(s)://host:port of the server; without it Amazon's in the region
    s3_url_endpoint: str = ""  # the same as the AI server reaches it, if it does by another name
    s3_region: str = "us-east-1"
    s3_access_key: str = ""  # both or none; without them what the machine or pod is given (its role)
    s3_secret_key: str = field(default="", repr=False)
    s3_kms_key: str = ""  # of the server's KMS, to encrypt with; without it the server's own keys are taken
    s3_url_seconds: int = 60  # for which the AI server may fetch a photo from the bucket
    s3_timeout_s: float = 5.0  # for an answer; each operation is tried twice

    debug: bool = False  # log everything, whatever the log level; answers stay the same
    log_level: str = "INFO"

    web_listen: str = "127.0.0.1:8000"  # of main-web
    web_workers: int = 1  # its processes
    web_threads: int = 16  # of each of them; a long poll takes one
    metrics_listen: str = ""  # of main-worker or relay, where Prometheus reads its metrics; without it nowhere
    # Where spans are sent by OTLP over HTTP, if anywhere; OpenTelemetry's own variable, as are those of its exporter.
    otel_endpoint: str = field(default="", metadata={"variable": "OTEL_EXPORTER_OTLP_ENDPOINT"})

    statement_timeout_s: int = 30

    # How often: COUNT/SECONDS. Per account, else per address, unless said otherwise.
    rate_sign_up: Rate = Rate(10, 3600)
    rate_availability: Rate = Rate(5, 60)
    rate_reset: Rate = Rate(10, 3600)  # per address: asking for a new password, setting it
    rate_reset_mail: Rate = Rate(3, 3600)  # per account: mail to reset a password or to verify an address
    rate_verify: Rate = Rate(30, 3600)
    rate_lookup: Rate = Rate(20, 60)
    rate_number: Rate = Rate(30, 60)
    rate_emoji: Rate = Rate(20, 3600)  # templates that one account makes
    rate_emoji_report: Rate = Rate(30, 3600)
    rate_cover: Rate = Rate(20, 60)
    rate_log_in_address: Rate = Rate(30, 900)  # failed log-ins per address, as are the two below
    rate_log_in_account: Rate = Rate(10, 900)  # per account, from addresses that it was never used from
    rate_log_in_known: Rate = Rate(5, 900)  # per account and address that it was used from
    password_hashes: int = 2  # at a time in one process; each takes a core for 0.2 s
    password_patience_s: float = 5.0  # for one of them to be over
    trusted_proxies: tuple[str, ...] = (  # networks of the gateway, whose X-Real-IP is believed
        "127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7",
    )  # fmt: skip
    terms_version: str = "2026-11"  # which sign-up has to accept
    verify_hours: int = 48  # how long the link in the mail works
    reset_hours: int = 1
    reminders: int = 3  # letters to an owner of a dog whose e-mail is not verified
    reminder_days: int = 3  # between them
    refresh_grace_s: int = 20  # in which a spent refresh token gives the same successor again

    staff_session_hours: int = 8  # then staff logs in again

    photo_bytes: int = 15 * 2**20
    photo_megapixels: int = 50
    photo_long_side: int = 2048
    emoji_long_side: int = 1024
    photo_decoders: int = 2  # child processes of one web process
    photo_decoder_bytes: int = 2**30  # what one photo may take there; some of 50 megapixels take 0.8 GB
    photo_seconds: float = 8.0  # for one photo; the gateway waits 60 s for the answer to seven
    photo_patience_s: float = 8.0  # for a decoder to be free
    interactive_wait_s: int = 60  # lookups and covers that would wait longer are refused
    lookup_days: int = 7  # a lookup that found no dog is deleted then
    contact_hours: int = 24  # after a match, in which its finder can write to the owner
    contacts_per_finder: int = 5  # in 24 hours
    contacts_per_owner: int = 10  # in 24 hours
    contact_days: int = 30  # messages between finder and owner are deleted then, and lookups that found a dog
    face_photo_hours: int = 24  # originals of covered photos are deleted then, with the scores of their faces
    rejected_photo_hours: int = 24  # photos that were rejected, or of a dog that was not registered; the verdict stays
    emoji_deleted_hours: int = 24  # for which covers that are being made still find a template that was deleted
    job_days: int = 30  # jobs that ended are deleted then: their tasks are not found any more

    email_url: str = field(default="", repr=False)  # without it mail waits
    email_from: str = "SavePets <no-reply@savepets.invalid>"
    mail_hours: int = 72  # mail that could not be sent for so long is given up
    mail_attempts: int = 10  # as is mail that was refused so often
    mail_timeout_s: float = 10.0  # for each answer of the mail server

    # Per kind of job, what differs from jobs.kinds.DEFAULTS: {"dog.lookup": {"lease_s": 30}}
    job_kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    sweep_interval_s: float = 3.0
    result_patience_s: int = 600
    job_picture_bytes: int = 16 * 2**20  # of a picture that the AI server made
    long_poll_s: float = 10.0
    long_poll_waiters: int = 12

    @property
    def rates(self) -> dict[str, Rate]:
        """By their names without `rate_`."""
        named = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {name.removeprefix("rate_"): value for name, value in named.items() if isinstance(value, Rate)}


class WrongEnvironment(SystemExit):
    """Stops the process at boot; its text is one line that names every variable at fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("wrong configuration: " + "; ".join(faults))


def variable_of(entry: Field[Any]) -> str:
    return str(entry.metadata.get("variable", f"MAIN_{entry.name.upper()}"))


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """The typed environment, or `WrongEnvironment`."""
    variables = os.environ if variables is None else variables
    values: dict[str, Any] = {}
    faults: list[str] = []
    for entry in fields(Environment):
        name = variable_of(entry)
        try:
            if text := given(variables, name):
                values[entry.name] = _parse(entry, text)
            elif entry.default is MISSING and entry.default_factory is MISSING:
                faults.append(f"{name} is not set")
        except ValueError as error:
            faults.append(f"{name} {error}")
    if not values.keys() & {"media_root", "s3_bucket"}:
        faults.append("MAIN_MEDIA_ROOT is not set, nor is MAIN_S3_BUCKET")
    if not faults:
        environment = Environment(**values)
        faults = _faults(environment)
    if faults:
        raise WrongEnvironment(faults)
    return environment


def _parse(entry: Field[Any], text: str) -> Any:
    if entry.type is bool:
        return _boolean(text)
    if entry.type in (int, float):
        return _number(entry.type, text)
    if entry.type == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if entry.type is Rate:
        return Rate.parse(text)
    if entry.type is str:
        return text
    return _table(text)


def _boolean(text: str) -> bool:
    try:
        return {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}[text.lower()]
    except KeyError:
        raise ValueError("must be on or off") from None


def _number(number: type[int] | type[float], text: str) -> float:
    try:
        value = number(text)
    except ValueError:
        value = 0
    if not value > 0:
        raise ValueError(f"must be a positive number, not {text!r}")
    return value


def _table(text: str) -> dict[str, dict[str, int]]:
    try:
        table = json.loads(text)
        rows = list(table.values())
        if all(isinstance(row, dict) and all(type(n) is int and n > 0 for n in row.values()) for row in rows):
            return table
    except (ValueError, AttributeError):
        pass
    raise ValueError('must be JSON such as {"dog.lookup": {"lease_s": 30}}')


def _faults(environment: Environment) -> list[str]:
    """What is wrong with values whose types are right."""
    faults = [
        f"MAIN_{name.upper()} must be {schemes[0]}://..."
        for name, schemes in (
            ("broker_url", ("amqp", "amqps")),
            ("public_url", ("http", "https")),
        )
        if not _is_url(getattr(environment, name), schemes)
    ]
    faults += [
        f"MAIN_{name.upper()} must have at least {size} bytes"
        for name, size in (("secret_key", 32), ("jwt_key", 32), ("internal_token", 16))
        if len(getattr(environment, name).encode()) < size
    ]
    if environment.email_url and not _is_url(environment.email_url, EMAIL_SCHEMES):
        faults.append(
            f"MAIN_EMAIL_URL must be {EMAIL_SCHEMES[0]}://user:password@host:port, or {EMAIL_SCHEMES[1]}, "
            f"or {EMAIL_SCHEMES[2]}"
        )
    if "@" not in parseaddr(environment.email_from)[1]:
        faults.append("MAIN_EMAIL_FROM must be an address, such as SavePets <no-reply@example.org>")
    if not _is_database(environment.database_url):
        faults.append("MAIN_DATABASE_URL must be postgresql://user:password@host:port/database")
    if not all(map(_is_network, environment.trusted_proxies)):
        faults.append("MAIN_TRUSTED_PROXIES must be networks, such as 10.0.0.0/8,::1/128")
    faults += [
        f"MAIN_{name.upper()} must be an address and a port, such as 0.0.0.0:9101"
        for name in ("web_listen", "metrics_listen")
        if (listen := getattr(environment, name)) and not _is_listen(listen)
    ]
    faults += _faults_of_otel(environment.otel_endpoint)
    faults += storage_faults(environment)
    if environment.log_level not in LOG_LEVELS:
        faults.append(f"MAIN_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}")
    return faults


def _faults_of_otel(endpoint: str) -> list[str]:
    if not endpoint:
        return []
    if not _is_url(endpoint, ("http", "https")):
        return ["OTEL_EXPORTER_OTLP_ENDPOINT must be http://... or https://..."]
    if not all(map(_is_installed, ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"))):
        return ["OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: install the extra `otel`"]
    return []


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of what it is in
        return False


def _is_database(text: str) -> bool:
    try:
        return _is_url(text, ("postgresql", "postgres")) and bool(conninfo_to_dict(text).get("dbname"))
    except ProgrammingError:
        return False


def _is_network(text: str) -> bool:
    try:
        return bool(ipaddress.ip_network(text))
    except ValueError:
        return False


def _is_listen(text: str) -> bool:
    host, _, port = text.rpartition(":")
    return bool(host) and port.isdecimal() and 0 < int(port) < 65536


def _is_url(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
