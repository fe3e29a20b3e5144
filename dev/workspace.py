"""A throw-away directory for one private stack, removed when the stack is done."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "savepets-"
LOCK = ".lock"


@contextmanager
def throwaway_directory() -> Iterator[Path]:
    """Yield a new temporary directory; directories that killed stacks left behind are removed first.

    The directory may be passed through by other system accounts (servers that refuse root live inside), not listed.
    """
    _sweep(Path(tempfile.gettempdir()))
    directory = Path(tempfile.mkdtemp(prefix=PREFIX))
    directory.chmod(0o711)
    lock = _lock(directory)
    try:
        yield directory
    finally:
        if lock is not None:
            os.close(lock)
        shutil.rmtree(directory, ignore_errors=True)


def _lock(directory: Path) -> int | None:
    """The descriptor of the directory's lock, which the kernel frees with its owner; None if it is held."""
    descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _sweep(parent: Path) -> None:
    for directory in parent.glob(f"{PREFIX}*/{LOCK}"):
        _remove_if_abandoned(directory.parent)


def _remove_if_abandoned(directory: Path) -> None:
    try:
        if directory.stat().st_uid != os.getuid() or time.time() - directory.stat().st_mtime < 60:
            return
        lock = _lock(directory)
    except OSError:
        return
    if lock is not None:
        shutil.rmtree(directory, ignore_errors=True)
        os.close(lock)
