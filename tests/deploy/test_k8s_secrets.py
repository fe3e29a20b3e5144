"""The commands in docs/operations.md that make the Secrets, run (without a cluster) on what `make env` writes.

And the servers' own configuration, as it reads what the manifests and these Secrets tell it.
"""

import base64
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from aiserver.config import Settings, database_url
from config.environment import read_environment
from dev import env, nginx
from dev.k8s import K8S, ROOT, Manifest
from tests.deploy.manifests import OVERLAYS, PODS, name_of, named, of_kind, pod_of, variables

Told = Callable[[str, str], dict[str, str]]
PLACE = "/run/secrets/"
# Instead of asking a cluster it prints what would be sent there.
KUBECTL = 'kubectl() { command kubectl "$@" --dry-run=client -o yaml && echo ---; }\n'
NAMED = re.compile(r"(?:secretName|passwordSecret|importCredentialsSecret|secret|accessKeyId): (?:\{name: )?([\w-]+)")


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What would be in each Secret, by its name."""
    folder = tmp_path_factory.mktemp("operator")
    env.write(folder, env.Options("https://savepets.example.org"))
    text = (ROOT / "docs/operations.md").read_text()
    (commands,) = [block for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if "create secret" in block]
    script = f"set -euo pipefail\n{KUBECTL}{commands}"
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    made = [each for each in yaml.safe_load_all(done.stdout) if each and each["kind"] == "Secret"]
    assert {each["metadata"]["namespace"] for each in made} == {"savepets"}
    return {name_of(each): decoded(each) for each in made}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_each_file_that_a_pod_reads_is_there(overlay: str, secrets: dict[str, dict[str, str]]) -> None:
    for workload in of_kind(overlay, *PODS):
        mounted = [each["secret"]["secretName"] for each in pod_of(workload).get("volumes", []) if "secret" in each]
        keys = {key for name in mounted for key in secrets[name]}
        files = [value for value in variables(overlay, name_of(workload)).values() if value.startswith(PLACE)]
        assert {file.removeprefix(PLACE) for file in files} <= keys, name_of(workload)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_migration_of_the_ai_server_is_given_its_database_alone(overlay: str) -> None:
    (volume,) = [each for each in pod_of(named(overlay, "Job", "ai-migrate"))["volumes"] if "secret" in each]
    assert [item["key"] for item in volume["secret"]["items"]] == ["ai_database_url"]


def test_exactly_what_is_named_is_made(secrets: dict[str, dict[str, str]]) -> None:
    sources = [file.read_text() for file in K8S.rglob("*.yaml") if "node_modules" not in file.parts]
    assert {name for text in sources for name in NAMED.findall(text)} == secrets.keys()


def test_each_server_and_the_part_it_talks_to_are_told_the_same(secrets: dict[str, dict[str, str]]) -> None:
    for role in ("main", "ai"):
        server = secrets[f"{role}-server"]
        database, broker = urlsplit(server[f"{role}_database_url"]), urlsplit(server[f"{role}_broker_url"])
        assert secrets[f"postgres-{role}"] == {"username": database.username, "password": database.password}
        assert secrets[f"rabbitmq-{role}"] == {"username": broker.username, "password": broker.password}
        assert (database.hostname, broker.hostname) == ("postgres", "rabbitmq")
    assert secrets["ai-server"]["ai_main_token"] == secrets["main-server"]["main_internal_token"]
    assert secrets["gateway"]["ai_service_token"] == secrets["ai-server"]["ai_service_token"]


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("name", ["main-web", "main-worker", "relay", "main-migrate"])
def test_the_main_server_takes_its_settings(overlay: str, name: str, told: Told) -> None:
    environment = read_environment(told(overlay, name))
    assert environment.public_url.removeprefix("https://") == environment.allowed_hosts[0]
    assert bool(environment.s3_bucket) == (overlay != "dev") and bool(environment.media_root) == (overlay == "dev")


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("role", ["interactive", "bulk", "quarantine"])
def test_the_ai_server_takes_its_settings(overlay: str, role: str, told: Told) -> None:
    settings = Settings.from_environment(told(overlay, f"ai-{role}"))
    assert settings.role == role
    assert settings.device == ("cuda" if overlay == "gpu" and role != "quarantine" else "cpu")
    assert bool(settings.photo_origins) == (overlay != "dev")
    assert database_url(told(overlay, "ai-migrate")) == settings.database_url


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_gateway_takes_its_settings(overlay: str, told: Told) -> None:
    settings = nginx.environment(told(overlay, "gateway"))
    assert settings["MAIN_SERVER"] == "main-web:8000"
    (pod,) = [pod_of(each) for each in of_kind(overlay, "Deployment") if name_of(each) == "gateway"]
    mounts = {mount["name"]: mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"]}
    assert settings["GATEWAY_MAINTENANCE"] == f"{mounts['maintenance']}/on"  # the key of the ConfigMap


@pytest.fixture
def told(secrets: dict[str, dict[str, str]], tmp_path: Path) -> Told:
    """told(overlay, name): the environment of a pod whose secrets lie in a folder of the test's."""

    def tell(overlay: str, name: str) -> dict[str, str]:
        (workload,) = [each for each in of_kind(overlay, *PODS) if name_of(each) == name]
        (volume,) = [each for each in pod_of(workload)["volumes"] if "secret" in each]
        for key, value in secrets[volume["secret"]["secretName"]].items():
            (tmp_path / key).write_text(value)
        given = variables(overlay, name).items()
        return {key: value.replace("$(POD_IP)", "10.1.2.3").replace(PLACE, f"{tmp_path}/") for key, value in given}

    return tell


def decoded(secret: Manifest) -> dict[str, str]:
    return {key: base64.b64decode(value).decode() for key, value in secret.get("data", {}).items()}
