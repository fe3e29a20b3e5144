"""`python -m dev.lock`: what each server's image installs, derived from its pyproject.toml and constraints.txt.

For each server `requirements.lock`, and `requirements.EXTRA.lock` with what an optional extra adds to it. What packages
themselves require is read from the environment that this runs in (`make install`); versions come from constraints.txt
alone. `--check` writes nothing and fails if a file is out of date.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dev.errors import DevError

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
SERVERS = ("main-server", "ai-server")
DEVELOPMENT = {"test", "evaluation"}  # extras that no image has
# Parts of the CUDA build of torch; it names their versions itself, and its CPU build has none of them.
PARTS_OF_TORCH = ("nvidia-", "cuda-", "triton")
HEADER = "# Made by `python -m dev.lock` from {server}/pyproject.toml and constraints.txt (Linux, Python 3.11).\n"


def locks(server: str) -> dict[Path, str]:
    """File -> what it should hold. Raises DevError for a package that is not pinned or not installed."""
    project = tomllib.loads((ROOT / server / "pyproject.toml").read_text())["project"]
    pins = pinned(CONSTRAINTS.read_text())
    base = closure(project["dependencies"])
    files = {ROOT / server / "requirements.lock": _text(server, base, pins)}
    for extra, wanted in sorted(_extras(project).items()):
        added = closure(wanted) - base
        files[ROOT / server / f"requirements.{extra}.lock"] = _text(server, added, pins)
    return files


def _extras(project: Mapping[str, Any]) -> dict[str, list[str]]:
    extras: dict[str, list[str]] = project.get("optional-dependencies", {})
    return {name: wanted for name, wanted in extras.items() if name not in DEVELOPMENT}


def pinned(constraints: str) -> dict[str, str]:
    """Canonical name -> `Name==version` as it is written in constraints.txt."""
    lines = [line for line in constraints.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(line.partition("==")[0]): line for line in lines}


def closure(wanted: Iterable[str]) -> set[str]:
    """Canonical names of these requirements and of all that they need in turn."""
    names: set[str] = set()
    open_ends = [(requirement.name, extra) for requirement in _effective(wanted, "") for extra in _asked(requirement)]
    seen: set[tuple[str, str]] = set()
    while open_ends:
        name, extra = open_ends.pop()
        if (name := canonicalize_name(name), extra) in seen:
            continue
        seen.add((name, extra))
        names.add(name)
        needed = [each for each in _effective(_requires(name), extra) if not each.name.startswith(PARTS_OF_TORCH)]
        open_ends += [(each.name, more) for each in needed for more in _asked(each)]
    return names


def _asked(requirement: Requirement) -> set[str]:
    """The extras that it asks for; "" is the package as such."""
    return {"", *requirement.extras}


def _effective(requirements: Iterable[str], extra: str) -> Iterator[Requirement]:
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        raise DevError(f"{name} is not installed here, so nobody knows what it needs: run `make install`") from None


def _text(server: str, names: set[str], pins: Mapping[str, str]) -> str:
    if unpinned := sorted(names - pins.keys()):
        raise DevError(f"{server} needs {', '.join(unpinned)}: pin that in constraints.txt")
    return HEADER.format(server=server) + "".join(f"{pins[name]}\n" for name in sorted(names))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m dev.lock", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    check = parser.parse_args(arguments).check
    try:
        wanted = {path: text for server in SERVERS for path, text in locks(server).items()}
    except DevError as error:
        print(f"lock: {error}", file=sys.stderr)
        return 1
    there = {path for server in SERVERS for path in (ROOT / server).glob("requirements*.lock")}
    stale = {path for path in wanted.keys() | there if not path.exists() or wanted.get(path) != path.read_text()}
    return _report(stale) if check else _write(wanted, there)


def _report(stale: set[Path]) -> int:
    for path in sorted(stale):
        print(f"lock: {path.relative_to(ROOT)} is out of date: run `python -m dev.lock`", file=sys.stderr)
    return 1 if stale else 0


def _write(wanted: Mapping[Path, str], there: set[Path]) -> int:
    for path in there - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
