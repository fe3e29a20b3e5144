"""docs/operations.md names what is there: commands, services, files, targets of make, labels of what is applied."""

import re

import pytest
import yaml

from dev.k8s import ROOT
from tests.deploy.manifests import OVERLAYS, name_of, named, of_kind, rendered

TEXT = (ROOT / "docs/operations.md").read_text()
FROM_DJANGO = {"migrate", "showmigrations"}


def test_commands_of_the_main_server_exist() -> None:
    commands = {file.stem for file in ROOT.glob("main-server/*/management/commands/*.py")}
    asked = set(re.findall(r"manage\.py ([a-z_]+)", TEXT))
    assert "fsck" in asked and asked <= commands | FROM_DJANGO


def test_services_of_compose_exist() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"].keys()
    asked = set(re.findall(r"docker compose (?:exec|restart|kill)(?: -T| -s HUP)? ([a-z][a-z-]+)", TEXT))
    assert "relay" in asked and asked <= services


def test_targets_of_make_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    asked = set(re.findall(r"(?:^|`)make ([a-z-]+)", TEXT, re.MULTILINE))
    assert "env" in asked and asked <= {*targets}


def test_files_exist() -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\(((?!https?:)[^)]+)\)", TEXT)]
    assert links and [link for link in links if link and not (ROOT / "docs" / link).exists()] == []
    for path in re.findall(r"`((?:k8s|monitoring|tests)/[\w./*-]+)`", TEXT):
        assert list(ROOT.glob(path)), path


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_is_applied_by_label_is_there(overlay: str) -> None:
    for key, value in re.findall(r"savepets\.yaml -l ([\w./]+)=([\w-]+)", TEXT):
        assert [each for each in rendered(overlay) if each["metadata"].get("labels", {}).get(key) == value], key


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_a_migration_reads_is_applied_with_it(overlay: str) -> None:
    stage = {name_of(each) for each in rendered(overlay) if "savepets/stage" in each["metadata"].get("labels", {})}
    for job in of_kind(overlay, "Job"):
        (container,) = job["spec"]["template"]["spec"]["containers"]
        assert {name_of(job)} | {each["configMapRef"]["name"] for each in container["envFrom"]} <= stage


def test_what_is_waited_for_is_there() -> None:
    kinds = {"deployment": "Deployment", "deploy": "Deployment", "job": "Job", "cluster": "Cluster"}
    for kind, name in re.findall(r"\b(deployment|deploy|job|cluster)/([a-z][a-z-]+[a-z])", TEXT):
        assert named("production", kinds[kind], name)
