"""The browser of the web client's tests and benchmark: the distribution's Chromium, without a window."""

import shutil
import subprocess

from dev.apt import apt_install

NAMES = ("chromium", "google-chrome", "chromium-browser")
# Without root's sandbox, and without what a browser asks the world for by itself.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The path of Chromium. It and a Korean font are installed if they are missing; DevError if that is impossible."""
    missing = [] if _found() else ["chromium"]
    if not _writes_korean():
        missing.append("fonts-nanum")
    if missing:
        apt_install(*missing)
    return _found() or NAMES[0]


def _found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _writes_korean() -> bool:
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=ko", "family"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())
