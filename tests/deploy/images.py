"""The images of both servers without a container engine: the steps of their Dockerfiles, in empty environments."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.composed import ROOT, copies, copy_as_built, instructions, services

PREFIX = "/opt/savepets"  # where the Dockerfiles put the virtual environment
INSTALL_SECONDS = 240


@dataclass(frozen=True)
class Image:
    """`app`: its WORKDIR, as COPY fills it; `packages`: the virtual environment that it installs."""

    server: str
    app: Path
    packages: Path

    @property
    def dockerfile(self) -> Path:
        return ROOT / self.server / "Dockerfile"

    @property
    def path(self) -> str:
        """PATH of its processes: nothing of the environment that the tests run in."""
        return f"{self.packages / 'bin'}:/usr/bin:/bin"

    @property
    def site(self) -> Path:
        return self.packages / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"

    def build(self) -> None:
        """Copy the sources and run what the Dockerfile runs to install packages."""
        copy_as_built(self.dockerfile, self.app)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.packages], check=True)
        if self.server == "ai-server":
            self._link_torch()
        folder = self.packages / "build"
        folder.mkdir()
        for _, sources, _ in self._copied_first():
            for source in sources:
                shutil.copy(source, folder)
        done = subprocess.run(
            ["sh", "-euc", self._install()],
            cwd=folder,
            env=self._arguments(),
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _copied_first(self) -> list[tuple[object, list[Path], str]]:
        return [found for found in copies(self.dockerfile) if found[0].stage == 1]

    def _install(self) -> str:
        """The RUN that calls pip: for this virtual environment, and from where the tests' own pip takes its packages.

        The image's pip removes itself at the end; here there is none.
        """
        (step,) = [
            step
            for step in instructions(self.dockerfile)
            if step.name == "RUN" and "pip install" in " ".join(step.words)
        ]
        text = " ".join(step.words)
        text, removed = re.subn(rf"&& {PREFIX}/bin/pip uninstall --yes [a-z ]*pip$", "", text)
        assert removed == 1
        text = re.sub(r'--index-url "https://download\.pytorch\.org/whl/\$TORCH"', "", text)
        if not torch_build():
            text = text.replace("+$TORCH", "")
        pip = f"{sys.executable} -m pip --python {self.packages / 'bin' / 'python'} --quiet --disable-pip-version-check"
        return text.replace(f"{PREFIX}/bin/pip install", f"{pip} install --no-compile").replace(
            f"{PREFIX}/bin/pip", pip
        )

    def _arguments(self) -> dict[str, str]:
        """Our environment, with the build's arguments as compose hands them in."""
        build = next(
            s["build"]
            for s in services().values()
            if s.get("build", {}).get("dockerfile") == f"{self.server}/Dockerfile"
        )
        return os.environ | {"EXTRAS": build["args"].get("EXTRAS", ""), "TORCH": torch_build()}

    def _link_torch(self) -> None:
        """A gigabyte that takes half a minute to unpack: the folders of the torch that the tests themselves use."""
        here = Path(str(importlib.metadata.distribution("torch").locate_file("")))
        for name in {file.parts[0] for file in importlib.metadata.files("torch") or [] if file.parts[0] != ".."}:
            (self.site / name).symlink_to(here / name)


def torch_build() -> str:
    """`cpu` of torch 2.13.0+cpu; empty for the build that PyPI has."""
    return importlib.metadata.version("torch").partition("+")[2]
