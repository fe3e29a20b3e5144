"""Who may import whom. The arrows are those of docs/architecture.md; this test is what keeps them."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAIN, AI = ROOT / "main-server", ROOT / "ai-server"

# Package -> the packages of its own server that it may import, itself included.
MAIN_MAY = {
    "core": {"core"},
    "accounts": {"accounts", "core"},
    "jobs": {"jobs", "accounts", "core"},
    "dogs": {"dogs", "jobs", "accounts", "core"},
    "lookups": {"lookups", "dogs", "jobs", "accounts", "core"},
    "emojis": {"emojis", "jobs", "accounts", "core"},
    "faces": {"faces", "emojis", "jobs", "accounts", "core"},
    "config": {"config", "core", "accounts", "jobs", "dogs", "lookups", "emojis", "faces"},
}
AI_MAY = {
    "noseprint": {"noseprint"},
    "facecover": {"facecover"},
    "gallery": {"gallery", "noseprint"},
    "aiserver": {"aiserver", "gallery", "noseprint", "facecover"},
    "evaluation": {"evaluation", "gallery", "noseprint", "facecover"},
}
# Inside an app: what a module of that name must not import from its own app.
LAYERS = {
    "models": {"views", "serializers", "services", "selectors", "tasks", "urls"},
    "selectors": {"views", "serializers", "services", "tasks", "urls"},
    "services": {"views", "serializers", "tasks", "urls"},
    "tasks": {"views", "serializers", "urls"},
}
READS_ENVIRONMENT = {"main-server/config/environment.py", "ai-server/aiserver/config.py"}


def sources(server: Path, package: str) -> list[Path]:
    return [p for p in sorted((server / package).rglob("*.py")) if "migrations" not in p.parts]


def imported(path: Path, package_root: Path) -> set[str]:
    """Absolute dotted names that a file imports, relative imports resolved."""
    here = path.relative_to(package_root).with_suffix("").parts
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return names


PACKAGES = [(MAIN, name, MAIN_MAY) for name in MAIN_MAY] + [(AI, name, AI_MAY) for name in AI_MAY]


@pytest.mark.parametrize(("server", "package", "may"), PACKAGES, ids=[p[1] for p in PACKAGES])
def test_imports_follow_the_arrows(server, package, may):
    ours = set(MAIN_MAY) | set(AI_MAY)
    files = sources(server, package)
    assert files, f"{package} is gone; so should be its line here"
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported(path, server)
        if name.split(".")[0] in ours - may[package]
    }
    assert not wrong


def test_every_package_has_its_line():
    found = {p.parent.name for server in (MAIN, AI) for p in server.glob("*/__init__.py")} - {"tests"}
    assert found == set(MAIN_MAY) | set(AI_MAY)


@pytest.mark.parametrize("app", sorted(set(MAIN_MAY) - {"config"}))
def test_layers_inside_an_app(app):
    wrong = set()
    for path in sources(MAIN, app):
        forbidden = {f"{app}.{layer}" for layer in LAYERS.get(path.stem, ())}
        wrong |= {f"{path.relative_to(ROOT)} imports {name}" for name in imported(path, MAIN) & forbidden}
    assert not wrong


def test_only_the_configuration_reads_the_environment():
    pattern = re.compile(r"\bos\.(environ|getenv)\b|\bfrom os import .*\b(environ|getenv)\b")
    readers = {
        str(path.relative_to(ROOT))
        for server, package, _ in PACKAGES
        if package != "evaluation"
        for path in sources(server, package)
        if pattern.search(path.read_text())
    }
    assert readers <= READS_ENVIRONMENT | {"main-server/config/wsgi.py", "main-server/config/celery.py"}
