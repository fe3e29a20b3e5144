"""Wrong configuration stops the process at boot with one clear line."""

import os
import subprocess
import sys

import pytest
from helpers import MAIN_SERVER

from config.environment import WrongEnvironment, read_environment

GOOD = {
    "MAIN_SECRET_KEY": "s" * 32,
    "MAIN_JWT_KEY": "j" * 32,
    "MAIN_DATABASE_URL": "postgresql://main:pw@127.0.0.1:5432/main",
    "MAIN_BROKER_URL": "amqp://main:pw@127.0.0.1:5672/",
    "MAIN_INTERNAL_TOKEN": "t" * 32,
    "MAIN_MEDIA_ROOT": "/srv/media",
    "MAIN_PUBLIC_URL": "http://127.0.0.1:8080",
    "MAIN_ALLOWED_HOSTS": "127.0.0.1, localhost",
}


def test_types_and_defaults():
    environment = read_environment(GOOD)
    assert environment.allowed_hosts == ("127.0.0.1", "localhost")
    assert environment.debug is False and environment.photo_bytes == 15 * 2**20 and environment.job_kinds == {}


def test_what_is_set_wins():
    changed = {"MAIN_DEBUG": "on", "MAIN_PHOTO_BYTES": "1000", "MAIN_JOB_KINDS": '{"dog.lookup": {"lease_s": 5}}'}
    environment = read_environment(GOOD | changed)
    assert (environment.debug, environment.photo_bytes) == (True, 1000)
    assert environment.job_kinds == {"dog.lookup": {"lease_s": 5}}


def test_secrets_are_not_shown():
    assert "pw" not in repr(read_environment(GOOD)) and "ssss" not in repr(read_environment(GOOD))


@pytest.mark.parametrize(("name", "value"), [
    ("MAIN_SECRET_KEY", ""), ("MAIN_JWT_KEY", "short"), ("MAIN_DATABASE_URL", "mysql://x/y"),
    ("MAIN_DATABASE_URL", "postgresql://main:pw@127.0.0.1:5432"), ("MAIN_DATABASE_URL", "postgresql://h/%zz"),
    ("MAIN_WEB_LISTEN", "8000"), ("MAIN_METRICS_LISTEN", "0.0.0.0:70000"), ("MAIN_MEDIA_ROOT", "media"),
    ("MAIN_LOG_LEVEL", "LOUD"), ("MAIN_BROKER_URL", "redis://x"),
    ("MAIN_BROKER_URL", "amqp://x:notaport/"), ("MAIN_PUBLIC_URL", "127.0.0.1"),
    ("MAIN_EMAIL_URL", "http://mail.example.org"), ("MAIN_EMAIL_FROM", "SavePets"),
    ("MAIN_RATE_SIGN_UP", "10"), ("MAIN_RATE_SIGN_UP", "0/60"), ("MAIN_TRUSTED_PROXIES", "gateway"),
    ("MAIN_DEBUG", "maybe"), ("MAIN_PHOTO_BYTES", "0"), ("MAIN_PHOTO_BYTES", "many"), ("MAIN_LONG_POLL_S", "nan"),
    ("MAIN_JOB_KINDS", "{"), ("MAIN_JOB_KINDS", "[]"), ("MAIN_JOB_KINDS", '{"dog.lookup": 5}'),
    ("MAIN_JOB_KINDS", '{"dog.lookup": {"lease_s": "5"}}'), ("MAIN_JOB_KINDS", '{"dog.lookup": {"lease_s": -5}}'),
])  # fmt: skip
def test_each_fault_is_named(name, value):
    with pytest.raises(WrongEnvironment) as stopped:
        read_environment(GOOD | {name: value})
    text = str(stopped.value)
    assert name in text and "\n" not in text
    assert value == "" or len(value) < 5 or value not in text or name not in ("MAIN_JWT_KEY", "MAIN_DATABASE_URL")


@pytest.mark.parametrize("name", GOOD)
def test_each_value_may_lie_in_a_file(tmp_path, name):
    (tmp_path / "value").write_text(f"{GOOD[name]}\n")
    others = {key: value for key, value in GOOD.items() if key != name}
    assert read_environment(others | {f"{name}_FILE": str(tmp_path / "value")}) == read_environment(GOOD)


def test_a_value_is_given_once(tmp_path):
    (tmp_path / "key").write_text("s" * 32)
    with pytest.raises(
        WrongEnvironment, match="^wrong configuration: MAIN_SECRET_KEY and MAIN_SECRET_KEY_FILE are both"
    ):
        read_environment(GOOD | {"MAIN_SECRET_KEY_FILE": str(tmp_path / "key")})
    empty = GOOD | {"MAIN_SECRET_KEY": "", "MAIN_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert read_environment(empty).secret_key == "s" * 32


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xfe" * 20)
    for file, reason in (
        ("missing", "No such file or directory"),
        ("", "Is a directory"),
        ("picture", "it is no text"),
    ):
        path = str(tmp_path / file)
        with pytest.raises(WrongEnvironment) as stopped:
            read_environment(GOOD | {"MAIN_JWT_KEY": "", "MAIN_JWT_KEY_FILE": path})
        assert str(stopped.value) == f"wrong configuration: MAIN_JWT_KEY cannot be read from {path}: {reason}"


def test_an_empty_file_is_a_variable_that_is_not_set(tmp_path):
    (tmp_path / "empty").write_text("\n")
    path = str(tmp_path / "empty")
    assert read_environment(GOOD | {"MAIN_EMAIL_URL_FILE": path}).email_url == ""
    with pytest.raises(WrongEnvironment, match="MAIN_BROKER_URL is not set$"):
        read_environment(GOOD | {"MAIN_BROKER_URL": "", "MAIN_BROKER_URL_FILE": path})


class TestOpenTelemetry:
    ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}

    def test_its_own_variable_is_taken(self):
        assert read_environment(GOOD | self.ENDPOINT).otel_endpoint == "http://127.0.0.1:4318"
        assert read_environment(GOOD).otel_endpoint == ""

    def test_an_endpoint_that_is_none(self):
        with pytest.raises(WrongEnvironment, match="OTEL_EXPORTER_OTLP_ENDPOINT must be http"):
            read_environment(GOOD | {"OTEL_EXPORTER_OTLP_ENDPOINT": "127.0.0.1:4318"})

    @pytest.mark.parametrize("without", ["opentelemetry", "opentelemetry.sdk", "opentelemetry.exporter"])
    def test_the_extra_has_to_be_installed(self, monkeypatch, without):
        """As where it is not: the packages cannot be found."""
        for name in [name for name in sys.modules if name.startswith("opentelemetry.")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, without, None)
        with pytest.raises(WrongEnvironment, match="OTEL_EXPORTER_OTLP_ENDPOINT is set, but .* extra `otel`$"):
            read_environment(GOOD | self.ENDPOINT)


def test_all_faults_are_named_together():
    with pytest.raises(WrongEnvironment) as stopped:
        read_environment({})
    assert all(name in str(stopped.value) for name in GOOD)


@pytest.mark.parametrize("broken", [
    {"MAIN_JWT_KEY": "short"}, {"MAIN_JOB_KINDS": '{"dog.bark": {}}'},
    {"MAIN_JOB_KINDS": '{"dog.lookup": {"colour": 1}}'},
])  # fmt: skip
def test_the_process_stops_with_one_line(broken):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAIN_")} | GOOD | broken
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=MAIN_SERVER,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("wrong configuration: ")
    assert next(iter(broken)) in done.stderr
