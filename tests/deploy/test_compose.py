"""docker-compose.yml: valid to two readers; nothing in it is secret, unbounded or unpinned; and who reaches whom."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from dev.apt import apt_install
from dev.env import Options, write
from tests.deploy.composed import FILE, ROOT, SECRETS, compose, filled_in, read_env_file, services

OURS = {"savepets-main", "savepets-ai", "savepets-gateway"}
PROFILES = {"cpu", "gpu", "storage"}
# Their images have nothing to ask with.
UNASKED = {"nginx-exporter", "dcgm-exporter"}
ONE_SHOTS = {"main-migrate", "ai-migrate", "storage-setup"}
MAIN, AI = (
    {"main-web", "main-worker", "relay", "main-migrate"},
    {"ai-interactive", "ai-bulk", "ai-quarantine", "ai-migrate"},
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("env")
    write(folder, Options("https://pets.example", minio=True))
    return folder


def read_by_compose(*options: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("docker-compose") is None:
        apt_install("docker-compose")
    command = ["docker-compose", "--file", str(FILE), *options, "config"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, cwd="/")


def test_compose_reads_it_with_what_make_env_writes(written: Path) -> None:
    done = read_by_compose("--env-file", str(written / ".env"))
    assert done.returncode == 0, done.stderr
    resolved = yaml.safe_load(done.stdout)["services"]
    assert resolved["gateway"]["environment"]["PUBLIC_URL"] == "https://pets.example"
    assert resolved["main-web"]["environment"]["MAIN_ALLOWED_HOSTS"] == "pets.example,main-web,127.0.0.1"


def test_it_starts_nowhere_without_make_env() -> None:
    done = read_by_compose()
    assert done.returncode == 1
    assert 'run "make env" first' in done.stderr


def test_it_is_of_the_compose_specification() -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run([program, "--builtin-schema", "vendor.compose-spec", FILE], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", services())
def test_a_service_is_confined_and_bounded(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service and "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:\d+", service["user"])
    assert service["pids_limit"] > 0
    limits = service["deploy"]["resources"]["limits"]
    assert limits["memory"] and float(filled_in(limits["cpus"], {})) <= 2  # small machines have no more
    assert service["restart"] == ("no" if name in ONE_SHOTS else "unless-stopped")
    assert service["logging"]["options"]["max-size"]
    assert set(service.get("profiles", [])) <= PROFILES


@pytest.mark.parametrize("name", services())
def test_a_service_says_how_it_is(name: str) -> None:
    check = services()[name]["healthcheck"]
    if name in UNASKED | ONE_SHOTS:
        assert check == {"disable": True}
    else:
        assert check["test"][0] == "CMD" and "curl" not in check["test"]
        assert check["interval"] and check["timeout"] and check["retries"] and check["start_period"]


def images() -> Iterator[str]:
    yield from {filled_in(service["image"], {}) for service in services().values()}
    for dockerfile in ROOT.glob("*/Dockerfile"):
        yield from re.findall(r"^FROM (\S+)", dockerfile.read_text(), re.MULTILINE)


@pytest.mark.parametrize("image", sorted(set(images())))
def test_images_are_pinned_to_a_patch_release(image: str) -> None:
    name, _, tag = image.rpartition(":")
    assert name in OURS or re.search(r"\d+\.\d+\.\d+|RELEASE\.\d{4}-\d\d-\d\d", tag), image


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node


def test_no_secret_is_written_down(written: Path) -> None:
    for text in strings(compose()):
        assert not re.search(r"://[^/@\s]*:[^/@\s]*@", text), text  # an address with a password
    for name, service in services().items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASS|SECRET|TOKEN|(?<!CERTIFICATE)_KEY|DATABASE_URL|BROKER_URL|EMAIL_URL", variable):
                assert value is None or value.startswith(f"{SECRETS}/"), f"{name}: {variable}"
    assert not [value for value in read_env_file(written / ".env").values() if re.fullmatch(r"[0-9a-f]{32,}", value)]


def test_every_secret_is_a_file_that_make_env_writes_and_somebody_reads(written: Path) -> None:
    declared = compose()["secrets"]
    assert {name: f"./secrets/{name}" for name in declared} == {name: entry["file"] for name, entry in declared.items()}
    assert {file.name for file in (written / "secrets").iterdir()} == set(declared)
    used = {secret for service in services().values() for secret in service.get("secrets", [])}
    assert used == set(declared)


@pytest.mark.parametrize("name", services())
def test_a_service_is_given_the_secrets_that_it_names(name: str) -> None:
    service = services()[name]
    named = set(re.findall(rf"{SECRETS}/(\w+)", str(service.get("environment", {}))))
    assert named <= set(service.get("secrets", []))


def test_what_is_mounted_from_here_is_here() -> None:
    volumes = [text for service in services().values() for text in service.get("volumes", [])]
    here = [text.split(":") for text in volumes if text.startswith("./")]
    assert here
    for source, _, mode in here:
        assert (ROOT / source).exists(), source
        assert mode == "ro"
    named = {text.partition(":")[0] for text in volumes if not text.startswith((".", "/"))}
    assert named == set(compose()["volumes"])


def test_the_init_script_is_a_program() -> None:
    """Else the image's start script would source it, and PostgreSQL inherit the passwords in its environment."""
    assert os.access(ROOT / "compose/postgres/10-roles.sh", os.X_OK)


def networks(name: str) -> set[str]:
    return set(services()[name]["networks"])


def test_who_reaches_whom() -> None:
    reached = {frozenset(pair) for pair in combinations(services(), 2) if networks(pair[0]) & networks(pair[1])}

    def reaches(one: set[str], other: set[str]) -> set[frozenset[str]]:
        return {frozenset((a, b)) for a in one for b in other if a != b} & reached

    stores = {"postgres", "rabbitmq"}
    assert not reaches(
        {"gateway"},
        set(services()) - {"main-web", "ai-interactive", "ai-interactive-gpu", "nginx-exporter", "blackbox-exporter"},
    )
    assert not reaches(AI, MAIN - {"main-web"})
    assert not reaches({"grafana", "alertmanager"}, stores | MAIN | AI | {"gateway"})
    assert (
        reaches(MAIN - {"main-migrate"}, stores) and reaches(AI, stores) and reaches(AI - {"ai-migrate"}, {"main-web"})
    )
    # Both servers reach one database server and one broker; accounts and pg_hba.conf do the rest.
    assert networks("postgres") == {"main", "ai", "watch-postgres"}


def test_only_these_have_a_way_out() -> None:
    outside = {name for name, entry in compose()["networks"].items() if not entry.get("internal")}
    way_out = {name: networks(name) & outside for name in services() if networks(name) & outside}
    # Each by a network of its own, so that none is another's way in.
    assert way_out == {"gateway": {"edge"}, "grafana": {"console"}, "relay": {"mail"}, "alertmanager": {"alerts"}}
    published = {name for name, service in services().items() if service.get("ports")}
    assert published == {"gateway", "grafana"}
    assert all(port.startswith("127.0.0.1:") for port in services()["grafana"]["ports"])


def names_on(network: str) -> dict[str, int]:
    """Names of services, and their aliases, on a network -> how many services answer to each."""
    found: dict[str, int] = {}
    for name, service in services().items():
        entry = service["networks"]
        if network in entry:
            aliases = ((entry[network] or {}) if isinstance(entry, dict) else {}).get("aliases", [])
            for called in [name, *aliases]:
                found[called] = found.get(called, 0) + 1
    return found


def test_prometheus_reaches_each_target_and_finds_each_by_one_address() -> None:
    """A name that is on two of its networks has two addresses there, and would be measured twice if found by DNS."""
    folder = ROOT / "monitoring/prometheus"
    jobs = yaml.safe_load((folder / "prometheus.yml").read_text())["scrape_configs"]
    found = {name for job in jobs for entry in job.get("dns_sd_configs", []) for name in entry["names"]}
    fixed = {
        target.partition(":")[0]
        for file in (folder / "targets").glob("*.yml")
        for entry in yaml.safe_load(file.read_text())
        for target in entry["targets"]
    }
    on = {name: sum(name in names_on(network) for network in networks("prometheus")) for name in found | fixed}
    assert {name: on[name] for name in found} == dict.fromkeys(found, 1)
    assert all(on[name] for name in fixed)


def test_the_gpu_takes_the_place_of_the_processor() -> None:
    for name in ("ai-interactive", "ai-bulk"):
        cpu, gpu = services()[name], services()[f"{name}-gpu"]
        assert (cpu["profiles"], gpu["profiles"]) == (["cpu"], ["gpu"])
        assert gpu["environment"] == cpu["environment"] | {"AI_DEVICE": "cuda"}
        assert networks(f"{name}-gpu") == networks(name)
        assert name in names_on("ai")
        assert gpu["build"]["args"]["TORCH"].startswith("${TORCH_CUDA") and cpu["build"]["args"]["TORCH"] == "cpu"
        assert gpu["deploy"]["resources"]["reservations"]["devices"]
        assert gpu["image"] == f"{cpu['image']}-cuda"


def test_parts_start_when_what_they_need_is_well() -> None:
    waits = {name: service.get("depends_on", {}) for name, service in services().items()}
    for name, service in services().items():
        for other, how in waits[name].items():
            well = "service_completed_successfully" if other in ONE_SHOTS else "service_healthy"
            assert how == {"condition": well}, f"{name} -> {other}"
            assert set(services()[other].get("profiles", [])) <= set(
                service.get("profiles", [])
            )  # else it may be absent
    for name in ("main-web", "main-worker", "relay"):
        assert {"main-migrate"} <= waits[name].keys()
    for name in ("ai-interactive", "ai-bulk", "ai-quarantine", "ai-bulk-gpu"):
        assert waits[name].keys() == {"ai-migrate", "rabbitmq"}


@pytest.mark.parametrize(
    ("migrated", "failures", "tries", "code"), [(True, 0, 1, 0), (True, 9, 10, 0), (True, 99, 10, 1), (False, 0, 0, 3)]
)
def test_the_first_pictures_wait_for_their_bucket(
    tmp_path: Path, migrated: bool, failures: int, tries: int, code: int
) -> None:
    """With a `python` that refuses to install that often, and a `sleep` that only says how long."""
    log = tmp_path / "log"
    log.touch()
    refused = f'[ "$(grep -c emojis_install {log})" -gt {failures} ]'
    for name, body in (
        ("python", f'case "$2" in migrate) exit {0 if migrated else 3} ;; *) {refused} ;; esac'),
        ("sleep", "true"),
    ):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {log}\n{body}\n')
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(services()["main-migrate"]["command"], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, timeout=30)
    said = log.read_text().splitlines()
    assert done.returncode == code
    assert said[0] == "python manage.py migrate --noinput"
    assert said.count("python manage.py emojis_install") == tries
    assert said.count("sleep 10") == min(tries, failures)
