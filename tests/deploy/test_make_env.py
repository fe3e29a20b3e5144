"""`make env`: strong secrets, each of them once, shut to others, and never changed by a second run."""

import datetime
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from dev.env import MINIO, OPEN, Options, self_signed, write
from dev.errors import DevError
from tests.deploy.composed import ROOT, read_env_file

ADDRESS = "https://pets.example"
TOPOLOGY = json.loads((ROOT / "tests/contract/topology.json").read_text())


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in (folder / "secrets").iterdir()}


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_secrets_are_strong_and_each_is_for_one_purpose(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert write(tmp_path / name, Options(ADDRESS))
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    filled = {name: text for name, text in one.items() if text}
    assert one.keys() - filled.keys() == {*OPEN, "main_s3_access_key", "main_s3_secret_key"}
    assert all(len(text) >= 44 for text in filled.values())
    assert not [name for name in filled if one[name] == two[name]]
    assert one["ai_main_token"] == one["main_internal_token"]
    assert len(set(filled.values())) == len(filled) - 1


def test_addresses_hold_the_passwords(tmp_path: Path) -> None:
    write(tmp_path, Options(ADDRESS))
    found = contents(tmp_path)
    for server in ("main", "ai"):
        password = found[f"postgres_{server}_password"]
        assert found[f"{server}_database_url"] == f"postgresql://{server}:{password}@postgres:5432/{server}"
        assert re.fullmatch(rf"amqp://{server}:[0-9a-f]{{64}}@rabbitmq:5672/%2F", found[f"{server}_broker_url"])


def test_what_is_there_stays(tmp_path: Path) -> None:
    write(tmp_path, Options(ADDRESS))
    (tmp_path / ".env").write_text("PUBLIC_URL=https://mine.example\n")
    before = contents(tmp_path)
    assert not write(tmp_path, Options("https://other.example", gpu=True))
    assert contents(tmp_path) == before
    assert (tmp_path / ".env").read_text() == "PUBLIC_URL=https://mine.example\n"


def test_what_was_left_empty_is_filled_in_later(tmp_path: Path) -> None:
    write(tmp_path, Options(ADDRESS))
    before = contents(tmp_path)
    write(tmp_path, Options(ADDRESS, minio=True))
    changed = {name for name, text in contents(tmp_path).items() if text != before[name]}
    assert changed == {"main_s3_access_key", "main_s3_secret_key"}


def test_nobody_else_on_this_machine_can_read_them(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        write(tmp_path, Options(ADDRESS))
    finally:
        os.umask(previous)
    assert (mode(tmp_path / ".env"), mode(tmp_path / "secrets")) == (0o600, 0o700)
    assert {mode(file) for file in (tmp_path / "secrets").iterdir()} == {0o644}  # by containers, whatever their user
    (tmp_path / "secrets").chmod(0o755)
    write(tmp_path, Options(ADDRESS))
    assert mode(tmp_path / "secrets") == 0o700


def test_neither_git_nor_an_image_takes_them() -> None:
    names = [".env", "secrets/main_secret_key"]
    done = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == names


def test_the_settings_are_those_that_were_told(tmp_path: Path) -> None:
    write(tmp_path, Options("https://pets.example:8443/", gpu=True, minio=True))
    told = read_env_file(tmp_path / ".env")
    assert (told["PUBLIC_URL"], told["PUBLIC_HOST"]) == ("https://pets.example:8443", "pets.example")
    assert (told["HTTPS_PORT"], told["COMPOSE_PROFILES"]) == ("8443", "gpu,storage")
    assert told["MAIN_S3_ENDPOINT"] == told["AI_PHOTO_ORIGINS"] == MINIO
    assert told.keys() == read_env_file(ROOT / ".env.example").keys()


@pytest.mark.parametrize("url", ["http://pets.example", "https://", "https://pets.example/x", "ftp://x", "https://a@b"])
def test_an_address_has_to_be_one(tmp_path: Path, url: str) -> None:
    with pytest.raises(DevError, match="^the public address must be https://host"):
        write(tmp_path, Options(url))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("host", "kind"), [("pets.example", "DNS"), ("192.0.2.7", "IP Address")])
def test_the_first_certificate_is_for_the_host(tmp_path: Path, host: str, kind: str) -> None:
    for name, text in zip(("certificate", "key"), self_signed(host), strict=True):
        (tmp_path / name).write_text(text)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "certificate"))
    (decoded,) = trusting.get_ca_certs()
    assert (kind, host) in decoded["subjectAltName"]
    ends = datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(decoded["notAfter"])), datetime.UTC)
    assert 85 < (ends - datetime.datetime.now(datetime.UTC)).days < 95


def test_a_certificate_of_ones_own_is_taken(tmp_path: Path) -> None:
    certificate, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    certificate.write_text("chain")
    key.write_text("key")
    assert not write(tmp_path, Options(ADDRESS, certificate, key))
    found = contents(tmp_path)
    assert (found["gateway_certificate"], found["gateway_certificate_key"]) == ("chain", "key")


def test_a_certificate_comes_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "chain.pem").write_text("chain")
    for options in (
        Options(ADDRESS, tmp_path / "chain.pem"),
        Options(ADDRESS, tmp_path / "no.pem", tmp_path / "no.pem"),
    ):
        with pytest.raises(DevError, match="go together|cannot be read"):
            write(tmp_path, options)


def test_the_accounts_of_the_broker_fit_its_topology(tmp_path: Path) -> None:
    write(tmp_path, Options(ADDRESS))
    made = json.loads(contents(tmp_path)["rabbitmq_definitions"])
    names = {TOPOLOGY["exchange"]["name"], *TOPOLOGY["queues"]}
    for right in made["permissions"]:
        for verb in ("configure", "write", "read"):
            assert all(re.search(right[verb], name) for name in names)
            assert not [
                name
                for name in ("", "amq.default", "amq.gen-1", "savepets2", "ai.bulk.v1.x")
                if re.search(right[verb], name)
            ]
    routes = {right["user"]: right["write"] for right in made["topic_permissions"]}
    assert all(re.search(routes["main"], route) for route in TOPOLOGY["routes"].values())
    assert re.search(routes["ai"], TOPOLOGY["results_route"])
    assert not any(re.search(routes["ai"], route) for route in TOPOLOGY["routes"].values())
    assert all(user["tags"] == [] for user in made["users"])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The program in a folder of its own, as it writes beside itself."""
    (tmp_path / "dev").mkdir()
    for name in ("dev/__init__.py", "dev/env.py", "dev/definitions.py", "dev/errors.py", ".env.example"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make_env(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """By a Python that has no packages."""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(checkout)!r}); import runpy; "]
    command[-1] += "runpy.run_module('dev.env', run_name='__main__')"
    return subprocess.run([*command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)


def test_it_says_what_it_did_and_needs_to_be_told_the_address_once(checkout: Path) -> None:
    first = make_env(checkout, "--public-url", "pets.example")
    assert first.returncode == 0, first.stderr
    assert "self-signed" in first.stdout and "docker compose up" in first.stdout
    (checkout / "secrets/rabbitmq_definitions").unlink()
    second = make_env(checkout)
    assert (second.returncode, "self-signed" in second.stdout) == (0, False)
    assert (checkout / "secrets/rabbitmq_definitions").exists()


def test_without_an_address_and_nobody_to_ask_it_says_what_to_do(checkout: Path) -> None:
    done = make_env(checkout)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "env: name the public address: make env PUBLIC_URL=https://...\n"
