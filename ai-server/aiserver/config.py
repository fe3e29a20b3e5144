"""Typed settings from AI_* variables; the only module here that touches the environment.

Each variable X may be given as X_FILE instead, the path of a file that holds it, as orchestrators hand out secrets.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

IMAGE_PIXELS = 50_000_000  # what the main server accepts; it stores less


class ConfigurationError(Exception):
    """A variable is missing or wrong; the text is one line for whoever starts the process."""


class Role(StrEnum):
    INTERACTIVE = "interactive"
    BULK = "bulk"
    QUARANTINE = "quarantine"

    @property
    def queue(self) -> str:
        return f"ai.{self}.v1"


class Device(StrEnum):
    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True)
class Settings:
    """One process's settings; sizes in bytes, times in seconds."""

    role: Role
    database_url: str = field(repr=False)
    broker_url: str = field(repr=False)
    main_url: str
    main_token: str = field(repr=False)
    service_token: str = field(repr=False)
    http_host: str
    http_port: int
    threads: int
    device: Device
    fpir: float
    photo_origins: frozenset[str]
    photo_bytes: int
    photo_seconds: float
    decoder_bytes: int
    decode_seconds: float
    frame_pixels: int
    quality_slots: int
    grace_seconds: float
    stall_seconds: float
    rembg_model: Path | None
    otlp_endpoint: str | None
    service_name: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check all variables. Raises ConfigurationError."""
        reader = Reader(environment)
        role = reader.read("AI_ROLE", Role)
        quarantine = role is Role.QUARANTINE  # one thread, on the CPU: what it runs may have killed others
        return cls(
            role=role,
            database_url=reader.read("AI_DATABASE_URL", _url("postgresql", "postgres")),
            broker_url=reader.read("AI_BROKER_URL", _url("amqp", "amqps")),
            main_url=reader.read("AI_MAIN_URL", _url("http", "https")).rstrip("/"),
            main_token=reader.read("AI_MAIN_TOKEN", _secret),
            service_token=reader.read("AI_SERVICE_TOKEN", _secret),
            http_host=reader.read("AI_HTTP_HOST", str),
            http_port=reader.read("AI_HTTP_PORT", _integer(1, 65535)),
            threads=1 if quarantine else reader.read("AI_THREADS", _integer(1, 64)),
            device=Device.CPU if quarantine else reader.read("AI_DEVICE", Device, "auto"),
            fpir=reader.read("AI_FPIR", _fraction, "0.01"),
            photo_origins=reader.read("AI_PHOTO_ORIGINS", _origins, ""),
            photo_bytes=reader.read("AI_PHOTO_BYTES", _integer(1024, 1 << 30), str(16 << 20)),
            photo_seconds=reader.read("AI_PHOTO_SECONDS", _seconds, "10"),
            decoder_bytes=reader.read("AI_DECODER_BYTES", _integer(64 << 20, 1 << 34), str(768 << 20)),
            decode_seconds=reader.read("AI_DECODE_SECONDS", _seconds, "5"),
            frame_pixels=reader.read("AI_FRAME_PIXELS", _integer(10_000, IMAGE_PIXELS), str(4_000_000)),
            quality_slots=reader.read("AI_QUALITY_SLOTS", _integer(1, 64), "2"),
            grace_seconds=reader.read("AI_GRACE_SECONDS", _seconds, "18"),
            stall_seconds=reader.read("AI_STALL_SECONDS", _seconds, "60"),
            rembg_model=reader.read("AI_REMBG_MODEL", _path, ""),
            otlp_endpoint=reader.read("OTEL_EXPORTER_OTLP_ENDPOINT", _optional_url, ""),
            service_name=reader.read("OTEL_SERVICE_NAME", str, f"savepets-ai-{role}"),
        )


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """The one variable that `migrate` needs. Raises ConfigurationError."""
    return Reader(environment).read("AI_DATABASE_URL", _url("postgresql", "postgres"))


@dataclass(frozen=True)
class Reader:
    environment: Mapping[str, str]

    def read(self, name: str, parse: Callable[[str], T], default: str | None = None) -> T:
        value = self._given(name) or default
        if value is None:
            raise ConfigurationError(f"{name} is not set")
        try:
            return parse(value)
        except ValueError as error:
            raise ConfigurationError(f"{name} is wrong: {_explain(parse, error)}") from error

    def _given(self, name: str) -> str:
        """The variable's value, or that of its file; empty = not set. Raises ConfigurationError."""
        text, path = (self.environment.get(key, "").strip() for key in (name, f"{name}_FILE"))
        if text and path:
            raise ConfigurationError(f"{name} and {name}_FILE are both set")
        return _content(name, path) if path else text


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ConfigurationError(f"{name} cannot be read from {path}: {reason}") from error


def _explain(parse: object, error: ValueError) -> str:
    if isinstance(parse, type) and issubclass(parse, StrEnum):
        return f"expected one of {', '.join(parse)}"
    return str(error)


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"expected a URL that starts with {schemes[0]}://")  # never shown: it holds a password
        return value

    return parse


def _optional_url(value: str) -> str | None:
    return _url("http", "https")(value) if value else None


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return int(value)

    return parse


def _secret(value: str) -> str:
    if len(value) < 16:
        raise ValueError("expected a secret of at least 16 characters")
    return value


def _path(value: str) -> Path | None:
    """What it leads to is looked at by whoever opens it."""
    return Path(value) if value else None


def _fraction(value: str) -> float:
    number = _number(value)
    if not 0 < number < 1:
        raise ValueError("expected a number between 0 and 1")
    return number


def _seconds(value: str) -> float:
    number = _number(value)
    if not 0 < number <= 3600:
        raise ValueError("expected seconds, more than 0 and at most 3600")
    return number


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError("expected a number") from None


def _origins(value: str) -> frozenset[str]:
    return frozenset(origin(part.strip()) for part in value.split(",") if part.strip())


def origin(url: str) -> str:
    """scheme://host:port of a URL. Raises ValueError when it is no http(s) URL."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected origins such as https://photos.example.org, separated by commas")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}:{port}"
