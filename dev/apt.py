"""Installs packages of the distribution without letting them start their services."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dev.errors import DevError

POLICY = Path("/usr/sbin/policy-rc.d")  # asked by maintainer scripts before they start a service; 101 means no


def apt_install(*packages: str) -> None:
    """Install with apt, as root or through sudo. Raises DevError, which names the packages, if that is not possible."""
    wanted = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise DevError(f"please install {wanted}: this system has no apt-get to do it with")
    if _privilege() is None:
        raise DevError(f"please install {wanted} (apt-get install {wanted}): this needs root or sudo")
    print(f"installing {wanted} with apt", flush=True)
    with _no_services():
        if not _apt("install", "-y", "--no-install-recommends", *packages):
            _apt("update")  # a fresh machine has no package lists, an old one outdated ones
            if not _apt("install", "-y", "--no-install-recommends", *packages):
                raise DevError(f"apt-get could not install {wanted}; its messages are above")


@contextmanager
def _no_services() -> Iterator[None]:
    """Whoever has a policy of their own keeps it."""
    if POLICY.exists():
        yield
        return
    with tempfile.NamedTemporaryFile("w", suffix="-policy-rc.d") as script:
        script.write("#!/bin/sh\nexit 101\n")
        script.flush()
        _as_root("install", "-m", "755", script.name, str(POLICY))
    try:
        yield
    finally:
        _as_root("rm", "-f", str(POLICY))


def _apt(*arguments: str) -> bool:
    """Its many lines are shown only if it fails."""
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "Dpkg::Use-Pty=0", *arguments]
    with tempfile.TemporaryFile("w+") as output:
        if _as_root(*command, output=output):
            return True
        output.seek(0)
        print("".join(output.readlines()[-20:]), file=sys.stderr, end="", flush=True)
    return False


def _as_root(*command: str, output: IO[str] | None = None) -> bool:
    full = [*(_privilege() or []), *command]
    return subprocess.run(full, stdout=output, stderr=output, check=False).returncode == 0


def _privilege() -> list[str] | None:
    """What to put before a command that needs root; None if there is no way."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if shutil.which("sudo") else None
