"""System accounts for servers that refuse to run as root, or should not."""

import os
import pwd
import shutil
from pathlib import Path
from signal import Signals


def account_for(*candidates: str) -> str | None:
    """The account to run a server under: the first that exists when we are root, None (ourselves) otherwise."""
    if os.geteuid() != 0:
        return None
    return next(name for name in (*candidates, "nobody") if _exists(name))


def give(directory: Path, account: str | None) -> Path:
    """Create the directory for the account alone."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None:
        shutil.chown(directory, account, pwd.getpwnam(account).pw_gid)
    return directory


def can_reach(account: str | None, *paths: Path) -> bool:
    """Whether the account may walk down to the paths, as far as they exist: /root, for one, is closed to others."""
    if account is None:
        return True
    entry = pwd.getpwnam(account)
    existing = (parent for path in paths for parent in path.absolute().parents if parent.exists())
    return all(_may_enter(entry, parent) for parent in existing)


def as_account(account: str | None, argv: list[str], death_signal: Signals, *paths: Path) -> list[str]:
    """The command line that runs `argv` under the account, by setpriv, and gets the signal when its parent dies.

    Where the account may not walk down to the paths (a clone below /root) the program keeps the one capability that
    lets it: PostgreSQL refuses to run as root, and its files should stay where the person put the repository.
    """
    if account is None:
        return argv
    # The kernel forgets the death signal of a process that changes its account, so it is set once more.
    command = ["setpriv", f"--reuid={account}", f"--regid={pwd.getpwnam(account).pw_gid}", "--clear-groups"]
    command.append(f"--pdeathsig={death_signal.name.removeprefix('SIG')}")
    if not can_reach(account, *paths):
        # Without the securebit access(2), which PostgreSQL asks about its own programs, ignores the capability.
        command += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return [*command, "--", *argv]


def _may_enter(entry: pwd.struct_passwd, directory: Path) -> bool:
    status = directory.stat()
    if status.st_uid == entry.pw_uid:
        return bool(status.st_mode & 0o100)
    return bool(status.st_mode & (0o010 if status.st_gid == entry.pw_gid else 0o001))


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
