"""The environment variables of the two servers (what they read is in config/ and aiserver/config.py)."""

import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

PREFIXES = ("MAIN_", "AI_")
TUNABLE = {"AI_DEVICE": "auto", "AI_FPIR": "0.01", "AI_THREADS": "4"}
# One machine plays a crowd: what the limits would otherwise keep from it. (Not for `make run`, which serves people.)
CROWD = {
    f"MAIN_RATE_{name}": "1000000/1"
    for name in (
        "SIGN_UP",
        "AVAILABILITY",
        "RESET",
        "RESET_MAIL",
        "VERIFY",
        "LOOKUP",
        "NUMBER",
        "EMOJI",
        "EMOJI_REPORT",
        "COVER",
    )
} | {f"MAIN_RATE_LOG_IN_{name}": "1000000/1" for name in ("ADDRESS", "ACCOUNT", "KNOWN")}
CROWD |= {f"GATEWAY_{name}": "60000" for name in ("RATE_ADDRESS", "RATE_TOKEN", "CONNECTIONS", "UPLOADS")}


@dataclass(frozen=True)
class Secrets:
    """All secrets of one stack. Each is used for one purpose; none has a default."""

    main_key: str
    main_jwt_key: str
    main_internal_token: str
    ai_service_token: str
    postgres_superuser: str
    postgres_main: str
    postgres_ai: str
    rabbitmq_main: str
    rabbitmq_ai: str

    @classmethod
    def generate(cls) -> "Secrets":
        return cls(**{name: secrets.token_hex(32) for name in cls.__dataclass_fields__})

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Endpoints:
    """Where the parts of one stack find each other."""

    main_database: str
    ai_database: str
    main_broker: str
    ai_broker: str
    main_port: int
    public_url: str


def main_variables(endpoints: Endpoints, secret: Secrets, media_root: Path) -> dict[str, str]:
    return {
        "MAIN_SECRET_KEY": secret.main_key,
        "MAIN_JWT_KEY": secret.main_jwt_key,
        "MAIN_DATABASE_URL": endpoints.main_database,
        "MAIN_BROKER_URL": endpoints.main_broker,
        "MAIN_INTERNAL_TOKEN": secret.main_internal_token,
        "MAIN_MEDIA_ROOT": str(media_root),
        "MAIN_PUBLIC_URL": endpoints.public_url,
        "MAIN_ALLOWED_HOSTS": "127.0.0.1,localhost",
    }


def ai_variables(endpoints: Endpoints, secret: Secrets, role: str, port: int) -> dict[str, str]:
    return {
        "AI_ROLE": role,
        "AI_DATABASE_URL": endpoints.ai_database,
        "AI_BROKER_URL": endpoints.ai_broker,
        "AI_MAIN_URL": f"http://127.0.0.1:{endpoints.main_port}",
        "AI_MAIN_TOKEN": secret.main_internal_token,
        "AI_SERVICE_TOKEN": secret.ai_service_token,
        "AI_HTTP_HOST": "127.0.0.1",
        "AI_HTTP_PORT": str(port),
        **TUNABLE,
    }


def tuned() -> dict[str, str]:
    """Variables of the servers in our environment that are a matter of taste, not of where things are."""
    wiring = {"DATABASE_URL", "BROKER_URL", "INTERNAL_TOKEN", "MEDIA_ROOT", "PUBLIC_URL", "ALLOWED_HOSTS", "SECRET_KEY"}
    wiring |= {"JWT_KEY", "ROLE", "MAIN_URL", "MAIN_TOKEN", "SERVICE_TOKEN", "HTTP_HOST", "HTTP_PORT"}
    wiring |= {"WEB_LISTEN", "METRICS_LISTEN"}
    ours = {name: value for name, value in os.environ.items() if name.startswith(PREFIXES)}
    return {name: value for name, value in ours.items() if name.partition("_")[2] not in wiring}


def clean_environment() -> dict[str, str]:
    """Our environment without any variable of the servers: what they get is what is written here."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
