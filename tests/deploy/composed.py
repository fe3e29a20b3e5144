"""docker-compose.yml as tests read it, and the images that it builds, made without a container engine."""

import os
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
DOCKERFILES = sorted(
    path for folder in ("main-server", "ai-server", "gateway") for path in (ROOT / folder).glob("Dockerfile")
)
SECRETS = "/run/secrets"


@cache
def compose() -> dict[str, Any]:
    """The file with its anchors followed; ${...} as they are."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return loaded


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def environment(service: str, secrets: Path, told: Mapping[str, str]) -> dict[str, str]:
    """What a container would find, with its secrets in that folder and `told` in .env."""
    given = services()[service].get("environment", {})
    values = {name: told.get(name) if value is None else filled_in(value, told) for name, value in given.items()}
    return {name: value.replace(SECRETS, str(secrets)) for name, value in values.items() if value is not None}


def filled_in(text: str, told: Mapping[str, str]) -> str:
    """${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:?complaint}, as compose does it."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match["name"], match["kind"] or "", match["rest"] or ""
        known = told.get(name)
        if known or (known == "" and not kind.startswith(":")):
            return known
        assert "?" not in kind, f"{name}: {rest}"
        return rest

    return re.sub(r"\$\{(?P<name>\w+)(?:(?P<kind>:?[-?])(?P<rest>[^}]*))?\}", value, text)


def read_env_file(file: Path) -> dict[str, str]:
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@dataclass
class Instruction:
    """Of a Dockerfile: `COPY`, and its words. `stage`: how many FROMs stand before it, itself included."""

    name: str
    words: list[str]
    stage: int
    options: dict[str, str] = field(default_factory=dict)


def instructions(dockerfile: Path) -> list[Instruction]:
    text = "".join(line for line in dockerfile.read_text().splitlines(keepends=True) if not line.startswith("#"))
    found: list[Instruction] = []
    stage = 0
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if not line.strip():
            continue
        name, rest = line.split(maxsplit=1)
        stage += name == "FROM"
        words = rest.split() if name in {"RUN", "CMD"} else shlex.split(rest)
        options = dict(word[2:].split("=", 1) for word in words if word.startswith("--")) if name in {"COPY"} else {}
        found.append(
            Instruction(name, [word for word in words if name == "RUN" or not word.startswith("--")], stage, options)
        )
    return found


def copies(dockerfile: Path) -> Iterator[tuple[Instruction, list[Path], str]]:
    """Each COPY from the build context: its sources as paths in the repository, and where they go."""
    for step in instructions(dockerfile):
        if step.name == "COPY" and "from" not in step.options:
            *sources, target = step.words
            yield step, [path for source in sources for path in sorted(ROOT.glob(source.rstrip("/")))], target


@dataclass(frozen=True)
class Ignored:
    """.dockerignore: the last line that fits a path, or a folder above it, decides."""

    lines: tuple[str, ...]

    @classmethod
    def read(cls) -> "Ignored":
        lines = (line.strip() for line in (ROOT / ".dockerignore").read_text().splitlines())
        return cls(tuple(line for line in lines if line and not line.startswith("#")))

    def __contains__(self, path: Path) -> bool:
        parts = path.relative_to(ROOT).parts
        above = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        out = False
        for line in self.lines:
            pattern = _pattern(line.removeprefix("!"))
            if any(pattern.fullmatch(place) for place in above):
                out = not line.startswith("!")
        return out


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    text = re.escape(glob.strip("/")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.compile(text.replace(r"\[", "[").replace(r"\]", "]"))


def copy_as_built(dockerfile: Path, folder: Path) -> None:
    """Put into `folder` what the last stage of the Dockerfile copies from the repository to its WORKDIR."""
    ignored = Ignored.read()
    last = max(step.stage for step in instructions(dockerfile))
    for step, sources, target in copies(dockerfile):
        if step.stage == last:
            for source in sources:
                _copy(source, folder / target, ignored, whole=len(sources) == 1 and source.is_dir())


def _copy(source: Path, target: Path, ignored: Ignored, *, whole: bool) -> None:
    """A folder's content goes into the target; a file goes below it."""
    for place, folders, files in os.walk(source) if whole else [(source.parent, [], [source.name])]:
        folders[:] = [name for name in folders if Path(place, name) not in ignored]
        for path in (Path(place, name) for name in files):
            if path not in ignored:
                goes_to = target / path.relative_to(source if whole else source.parent)
                goes_to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, goes_to)
