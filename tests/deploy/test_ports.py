"""Ports of stacks that start at the same moment."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dev.errors import DevError
from dev.ports import HIGHEST, LOWEST, Ports, is_free

ROOT = Path(__file__).resolve().parents[2]


def test_ports_lie_below_those_that_the_kernel_gives_to_clients() -> None:
    ephemeral = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    ports = Ports()
    assert all(LOWEST <= ports.reserve() <= HIGHEST < ephemeral for _ in range(50))


def test_a_reserved_port_is_nobody_elses_until_its_owner_ends() -> None:
    program = "import sys; from dev.ports import Ports; p = Ports(); print(p.reserve(), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        assert is_free(port)
        assert Ports().reserve(port) != port
        other.communicate()
    assert Ports().reserve(port) == port


def test_a_port_in_use_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        assert Ports().reserve(port) != port


def test_a_book_keeps_its_ports(tmp_path: Path) -> None:
    program = "import pathlib, sys; from dev.ports import PortBook; b = PortBook(pathlib.Path(sys.argv[1]));"
    command = [sys.executable, "-c", f"{program} print(b.port('web'), b.port('gateway'), b.port('web'))"]
    outputs = {subprocess.check_output([*command, str(tmp_path / "ports.json")], cwd=ROOT) for _ in range(2)}
    (ports,) = outputs  # the same both times
    web, gateway, again = ports.split()
    assert web == again != gateway


def test_no_free_port_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dev.ports.is_free", lambda port: False)
    with pytest.raises(DevError, match="no free TCP port"):
        Ports().reserve()
