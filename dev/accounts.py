"""System accounts for servers that refuse to run as root."""

import os
import pwd
import shutil
from pathlib import Path


def account_for(*candidates: str) -> str | None:
    """The account to run a server under: the first that exists when we are root, None (ourselves) otherwise."""
    if os.geteuid() != 0:
        return None
    return next(name for name in (*candidates, "nobody") if _exists(name))


def give(directory: Path, account: str | None, mode: int = 0o700) -> Path:
    """Create the directory, owned by the account."""
    directory.mkdir(mode=mode, parents=True, exist_ok=True)
    if account is not None:
        shutil.chown(directory, account, pwd.getpwnam(account).pw_gid)
    return directory


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
