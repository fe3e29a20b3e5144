"""Every variable of compose and Kubernetes is one that somebody reads, and every one that is read can be set there."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from aiserver.config import Settings
from config.environment import read_environment
from dev.env import Options, write
from tests.deploy.composed import ROOT, environment, instructions, read_env_file, services
from tests.deploy.manifests import OVERLAYS, of_kind, pod_of, variables

LIBRARIES = {"OMP_NUM_THREADS"}  # read by what the servers are made of
NOT_OF_OURS = {"POD_IP"}  # for other variables of a manifest to be made of
ITS_OWN = {"OTEL_SERVICE_NAME"}  # each process knows a better one than a deployment has for all of them
OF_THE_IMAGE = {"GATEWAY_PAGES", "WEB_ROOT"}  # folders that the gateway's Dockerfile fills
SERVERS = {"savepets-main": "main", "savepets-ai": "ai", "savepets-gateway": "gateway"}
ENVSH = ROOT / "gateway/environment.envsh"
TEMPLATES = ROOT / "gateway/templates"


class Recorder(dict[str, str]):
    """Variables that remember by which names they were asked."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)

    @property
    def read(self) -> set[str]:
        """Names of variables; each can be given as NAME_FILE too."""
        return {name for name in self.asked if name.removesuffix("_FILE") == name}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("env")
    write(folder, Options("https://pets.example"))
    return folder


@pytest.fixture(scope="module")
def known(folder: Path) -> dict[str, set[str]]:
    """Server -> the variables that it reads, when it is told what compose tells it."""
    told = read_env_file(folder / ".env")
    main = Recorder(environment("main-web", folder / "secrets", told))
    assert read_environment(main).public_url == "https://pets.example"
    ai = Recorder(environment("ai-bulk", folder / "secrets", told))
    assert Settings.from_environment(ai).threads == 4
    lists = re.findall(r"^(?:required|numbers|optional)='([^']+)'", ENVSH.read_text(), re.MULTILINE)
    assert len(lists) == 3
    return {"main": main.read, "ai": ai.read, "gateway": set(" ".join(lists).split())}


def plain(names: set[str]) -> set[str]:
    return {name.removesuffix("_FILE") for name in names}


def of_compose(server: str) -> set[str]:
    """Names that compose has for the server's processes."""
    ours = [service for service in services().values() if SERVERS.get(service["image"].partition(":")[0]) == server]
    assert ours
    return plain({name for service in ours for name in service.get("environment", {})})


@pytest.mark.parametrize("server", SERVERS.values())
def test_compose_names_what_the_server_reads_and_nothing_else(known: dict[str, set[str]], server: str) -> None:
    assert of_compose(server) - LIBRARIES == known[server] - ITS_OWN - OF_THE_IMAGE


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kubernetes_names_what_the_servers_read(known: dict[str, set[str]], overlay: str) -> None:
    seen = set()
    for workload in of_kind(overlay, "Deployment", "Job"):
        image = pod_of(workload)["containers"][0]["image"].partition(":")[0].rpartition("/")[2]
        if server := SERVERS.get(image):
            seen.add(server)
            names = plain(set(variables(overlay, workload["metadata"]["name"]))) - LIBRARIES - NOT_OF_OURS
            assert names <= known[server], workload["metadata"]["name"]
    assert seen == set(SERVERS.values())


def test_no_file_stands_for_a_variable_that_is_read_by_such_a_name(known: dict[str, set[str]]) -> None:
    """X_FILE is for X: a variable X_FILE of its own would be two things."""
    assert not any(name.endswith("_FILE") for names in known.values() for name in names)


def test_the_example_sets_what_compose_takes() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    named = set(re.findall(r"\$\{(\w+)", text)) | {
        name
        for service in services().values()
        for name, value in service.get("environment", {}).items()
        if value is None
    }
    assert read_env_file(ROOT / ".env.example").keys() - {"COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME"} <= named


def filled_in(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment after gateway/environment.envsh, as the image's start script sees it."""
    done = subprocess.run(
        ["sh", "-c", f". {ENVSH}; env -0"], env={"PATH": "/usr/bin:/bin", **variables}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split("=", 1) for line in done.stdout.split("\0") if line)


def test_the_gateways_templates_are_filled_in_by_what_compose_says(folder: Path) -> None:
    told = read_env_file(folder / ".env")
    known = filled_in(environment("gateway", folder / "secrets", told))
    (words,) = [step.words for step in instructions(ROOT / "gateway/Dockerfile") if step.name == "ENV"]
    (filtered,) = [word.partition("=")[2] for word in words if word.startswith("NGINX_ENVSUBST_FILTER=")]
    for template in TEMPLATES.rglob("*.template"):
        for name in re.findall(r"\$\{([A-Z_]+)\}", template.read_text()):
            assert name in known, f"{template.name}: {name}"
            assert re.search(filtered, name), name
    assert known["AI_SERVICE_TOKEN"] == (folder / "secrets/ai_service_token").read_text()
