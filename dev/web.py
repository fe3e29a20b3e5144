"""`python -m dev.web`: the packages and the build of the web client (gateway/web), each only if it is out of date.

Uses the standard library only; node and npm are those of the virtual environment.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dev.errors import DevError

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "gateway" / "web"
DIST = WEB / "dist"
PROGRAMS = ROOT / ".venv" / "bin"
CACHE = ROOT / ".venv" / "npm"
MADE = {"node_modules", "dist"}
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
SHOWN_LINES = 25


@dataclass(frozen=True)
class Client:
    """The sources in `folder`; `programs` is where npm is. All methods raise DevError."""

    folder: Path = WEB
    programs: Path = PROGRAMS

    def prepare(self) -> None:
        self.install()
        self.build()

    def install(self) -> None:
        """Install exactly what package-lock.json says, if it has changed."""
        locked = self._digest([self.folder / "package-lock.json"])
        stamp = self.folder / "node_modules" / ".installed-from"
        if not _says(stamp, locked):
            print("installing the web client's packages with npm", flush=True)
            self.npm("ci", "--ignore-scripts", "--include=dev", f"--cache={CACHE}")
            stamp.write_text(locked)

    def build(self) -> None:
        """Build if any source has changed; what changes meanwhile is built next time."""
        wanted = self._digest(self._sources())
        stamp = self.folder / "dist" / ".built-from"
        if not _says(stamp, wanted):
            print("building the web client", flush=True)
            stamp.unlink(missing_ok=True)  # a build that fails may leave some new files
            self.npm("run", "build")
            stamp.write_text(wanted)

    def _sources(self) -> Iterator[Path]:
        """All files that were not made from others."""
        for place, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if name not in MADE]
            yield from (Path(place) / name for name in files)

    def _digest(self, files: Iterable[Path]) -> str:
        """Of names and contents: a file that is gone or renamed counts, one that was only touched does not."""
        whole = hashlib.sha256()
        for file in sorted(files):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            whole.update(f"{file.relative_to(self.folder)}\0{content}\n".encode())
        return whole.hexdigest()

    def npm(self, *arguments: str) -> None:
        """npm in the client's folder. Its many lines are shown only if it fails."""
        command = [str(self.programs / "npm"), *QUIET, *arguments]
        with tempfile.TemporaryFile("w+") as output:
            try:
                done = subprocess.run(
                    command, cwd=self.folder, env=self._environment(), stdout=output, stderr=output, check=False
                )
            except OSError as error:
                raise DevError(f"there is no npm in .venv ({error}); `make install` puts it there") from error
            if done.returncode:
                output.seek(0)
                print(_shortened(output.readlines()), file=sys.stderr, flush=True)
                raise DevError(f"`npm {arguments[0]}` failed in {self.folder.name}; its messages are above")

    def _environment(self) -> dict[str, str]:
        """Ours with our node first, and without what would make npm leave packages out or Python look elsewhere."""
        left_out = {"NODE_ENV", "PYTHONPATH", "PYTHONHOME"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        path = f"{self.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        return kept | {"PATH": path, "NO_COLOR": "1"}


def _says(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def _shortened(lines: list[str]) -> str:
    """npm says what is wrong at the beginning, and the tools that it runs at the end."""
    if len(lines) > 2 * SHOWN_LINES:
        lines[SHOWN_LINES:-SHOWN_LINES] = ["...\n"]
    return "".join(lines).rstrip()


if __name__ == "__main__":
    try:
        Client().prepare()
    except DevError as error:
        sys.exit(f"web client: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
