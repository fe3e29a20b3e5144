"""Every variable of compose and Kubernetes is one that somebody reads, and every one that is read can be set there."""

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from opentelemetry.sdk import environment_variables

from aiserver.config import ConfigurationError, Settings
from config.environment import WrongEnvironment, read_environment
from dev.env import Options, write
from dev.k8s import Manifest
from tests.deploy.composed import ROOT, environment, instructions, read_env_file, services
from tests.deploy.manifests import OVERLAYS, name_of, of_kind, pod_of, variables

LIBRARIES = {"OMP_NUM_THREADS"}  # read by what the servers are made of
NOT_OF_OURS = {"POD_IP"}  # for other variables of a manifest to be made of
# Read by OpenTelemetry's own packages, by the names of its specification (aiserver/telemetry.py, core/telemetry.py).
OF_OPENTELEMETRY = {f"OTEL_EXPORTER_OTLP_{name}" for name in ("HEADERS", "TIMEOUT", "CERTIFICATE")} | {
    "OTEL_SERVICE_NAME"
}
# The image has neither rembg nor a model: a process that is told to use one ends as it starts.
NOT_IN_THE_IMAGE = {"AI_REMBG_MODEL"}
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
    assert vars(environment_variables).keys() >= OF_OPENTELEMETRY
    return {
        "main": main.read | OF_OPENTELEMETRY,
        "ai": (ai.read | OF_OPENTELEMETRY) - NOT_IN_THE_IMAGE,
        "gateway": set(" ".join(lists).split()),
    }


def is_needed(read: Callable[[Mapping[str, str]], object], told: Mapping[str, str], name: str) -> bool:
    """Whether a server does not start without this variable."""
    try:
        read({key: value for key, value in told.items() if key not in (name, f"{name}_FILE")})
    except (WrongEnvironment, ConfigurationError):
        return True
    return False


@pytest.fixture(scope="module")
def needed(folder: Path, known: dict[str, set[str]]) -> dict[str, set[str]]:
    """Server -> the variables without which it does not start. Of ai-migrate's see below."""
    told = read_env_file(folder / ".env")
    main, ai = (environment(service, folder / "secrets", told) for service in ("main-web", "ai-bulk"))
    (gateway,) = re.findall(r"^required='([^']+)'", ENVSH.read_text(), re.MULTILINE)
    found = {
        "main": {name for name in known["main"] if is_needed(read_environment, main, name)},
        "ai": {name for name in known["ai"] if is_needed(Settings.from_environment, ai, name)},
        "gateway": set(gateway.split()),
    }
    assert {"MAIN_JWT_KEY", "MAIN_PUBLIC_URL"} <= found["main"] and {"AI_ROLE", "AI_MAIN_URL"} <= found["ai"]
    return found


def plain(names: set[str]) -> set[str]:
    return {name.removesuffix("_FILE") for name in names}


def of_compose(server: str) -> set[str]:
    """Names that compose has for the server's processes."""
    ours = [service for service in services().values() if SERVERS.get(service["image"].partition(":")[0]) == server]
    assert ours
    return plain({name for service in ours for name in service.get("environment", {})})


@pytest.mark.parametrize("server", SERVERS.values())
def test_compose_names_what_the_server_reads_and_nothing_else(known: dict[str, set[str]], server: str) -> None:
    assert of_compose(server) - LIBRARIES == known[server] - OF_THE_IMAGE


def test_what_is_not_in_the_image_is_not() -> None:
    locks = [file.read_text() for file in (ROOT / "ai-server").glob("requirements*.lock")]
    assert locks and not any("rembg" in text for text in locks)


def of_kubernetes(overlay: str) -> list[tuple[str, Manifest]]:
    """Each Deployment and Job of a server of ours, with which server it is."""
    found = []
    for workload in of_kind(overlay, "Deployment", "Job"):
        image = pod_of(workload)["containers"][0]["image"].partition(":")[0].rpartition("/")[2]
        if server := SERVERS.get(image):
            found.append((server, workload))
    assert {server for server, _ in found} == set(SERVERS.values())
    return found


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kubernetes_names_what_the_servers_read(known: dict[str, set[str]], overlay: str) -> None:
    for server, workload in of_kubernetes(overlay):
        names = plain(set(variables(overlay, name_of(workload)))) - LIBRARIES - NOT_OF_OURS
        assert names <= known[server], name_of(workload)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kubernetes_gives_what_the_servers_need(needed: dict[str, set[str]], overlay: str) -> None:
    for server, workload in of_kubernetes(overlay):
        names = plain(set(variables(overlay, name_of(workload))))
        wanted = {"AI_DATABASE_URL"} if name_of(workload) == "ai-migrate" else needed[server]
        in_a_bucket = {"MAIN_MEDIA_ROOT"} if "MAIN_S3_BUCKET" in names else set()
        assert wanted - in_a_bucket <= names, name_of(workload)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kubernetes_can_set_whatever_the_servers_read(overlay: str) -> None:
    """All that stands in a server's ConfigMap becomes its environment, and that is made of a file of NAME=value."""
    base = yaml.safe_load((ROOT / "k8s/base/kustomization.yaml").read_text())
    files = {entry["name"]: entry.get("envs") for entry in base["configMapGenerator"]}
    for server, workload in of_kubernetes(overlay):
        own = {"main": "main-server", "ai": "ai-server", "gateway": "gateway"}[server]
        sources = pod_of(workload)["containers"][0].get("envFrom", [])
        # kustomize adds to the name what changes with the content.
        maps = [source["configMapRef"]["name"] for source in sources if source.keys() == {"configMapRef"}]
        assert [name for name in maps if re.fullmatch(rf"{own}-[a-z0-9]+", name)], name_of(workload)
        assert files[own] == [f"{own}.env"]


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
