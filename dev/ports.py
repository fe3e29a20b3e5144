"""Free TCP ports on loopback, chosen so that stacks that start at the same moment never collide."""

import json
import random
import socket
from pathlib import Path

from dev.errors import DevError

# Below Linux's ephemeral range (32768 and up): there a reconnecting client can occupy a stopped server's port.
LOWEST, HIGHEST = 15000, 32767


class Ports:
    """Ports reserved for this process until it ends.

    A reservation is a Unix socket in the abstract namespace: binding it is atomic between processes and users,
    and the kernel drops it with its owner. That the port is free as well is checked by binding it once.
    """

    def __init__(self) -> None:
        self._reservations: dict[int, int] = {}  # port to file descriptor

    def reserve(self, preferred: int | None = None) -> int:
        """Return a free port, `preferred` if that one is free. Raises DevError if none is."""
        for port in [preferred] if preferred else []:
            if self._take(port):
                return port
        for port in random.SystemRandom().sample(range(LOWEST, HIGHEST + 1), 500):
            if self._take(port):
                return port
        raise DevError(f"found no free TCP port between {LOWEST} and {HIGHEST} on 127.0.0.1")

    def _take(self, port: int) -> bool:
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            claim.bind(f"\0savepets-port-{port}")
        except OSError:
            claim.close()
            return False
        if not is_free(port):
            claim.close()
            return False
        self._reservations[port] = claim.detach()
        return True


class PortBook:
    """Ports by name; with a file, the same ones the next time if they are free then."""

    def __init__(self, file: Path | None = None) -> None:
        self._file, self._ports = file, Ports()
        self._chosen: dict[str, int] = json.loads(file.read_text()) if file and file.exists() else {}
        self._reserved: set[str] = set()

    def port(self, name: str, preferred: int | None = None) -> int:
        if name not in self._reserved:
            self._chosen[name] = self._ports.reserve(self._chosen.get(name, preferred))
            self._reserved.add(name)
            if self._file:
                self._file.write_text(json.dumps(self._chosen, indent=2) + "\n")
        return self._chosen[name]


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Servers set it too: without it a port just left by one of them looks taken for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def accepts(port: int, host: str = "127.0.0.1") -> bool:
    """Whether something accepts connections on the port now."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
