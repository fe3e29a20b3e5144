"""One child process: started, watched, stopped or killed by name; it never outlives the process that owns it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dev.errors import DevError

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Process:
    """A command and its log file.

    Start it from a thread that lives as long as it should: the kernel sends `death_signal` when that thread ends.
    """

    name: str
    argv: list[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20
    death_signal: signal.Signals = signal.SIGTERM
    nice: int = 0
    child: subprocess.Popen[bytes] | None = None
    log_start: int = 0
    swept: bool = True  # nothing of the last start can be left

    def start(self) -> None:
        """Start the command; its output is appended to the log. Raises DevError if it cannot be executed."""
        if self.alive:
            raise DevError(f"{self.name} is running already")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.log_start = output.tell()
            try:
                self.child = subprocess.Popen(
                    self.argv,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=dict(self.env),
                    cwd=self.cwd,
                    start_new_session=True,
                    preexec_fn=die_with_parent(self.death_signal, self.nice),
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise DevError(f"{self.name} cannot be started: {error}") from error
        self.swept = False

    @property
    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    @property
    def pid(self) -> int:
        if self.child is None:
            raise DevError(f"{self.name} was not started")
        return self.child.pid

    @property
    def exit_status(self) -> str:
        """How it ended, in words."""
        code = None if self.child is None else self.child.poll()
        if code is None:
            return "still running" if self.child else "not started"
        return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"

    def wait(self, seconds: float) -> int | None:
        """Its exit code once it has ended, None if it still runs after that time."""
        try:
            return None if self.child is None else self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self) -> None:
        """Ask it to end, wait up to `stop_seconds`, then kill what is left of its session."""
        self.request_stop()
        self.wait_stopped()

    def request_stop(self) -> None:
        if self.alive:
            _send(self.pid, self.stop_signal)

    def wait_stopped(self) -> None:
        self.wait(self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the process and all that descend from it, as a machine that loses power would; wait for it."""
        if self.child is None or self.swept:
            return
        family = [self.child.pid, *descendants(self.child.pid)] if self.alive else []  # parents start no new ones
        for pid in family:
            _send(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)  # what its own death left in its session
        self.child.wait(10)
        _wait_gone(family)
        self.swept = True

    def output(self) -> str:
        """What it has written since it was last started."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace")

    def tail(self, lines: int = 30) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""


def wait_until(ready: Callable[[], bool], process: Process, seconds: float) -> None:
    """Wait until `ready()`; DevError with the end of the process's log if it ends first or the time runs out."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not process.alive:
            raise DevError(f"{process.name} ended while starting ({process.exit_status}):\n{process.tail()}")
        if time.monotonic() > deadline:
            raise DevError(f"{process.name} was not ready after {seconds:.0f} s:\n{process.tail()}")
        time.sleep(0.05)


def die_with_parent(death_signal: int, nice: int = 0, restore_interrupt: bool = False) -> Callable[[], None]:
    """For Popen's `preexec_fn`: the kernel sends the child this signal when the thread that starts it ends."""
    parent = os.getpid()

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)
        if nice:
            os.nice(nice)
        if restore_interrupt:
            signal.signal(signal.SIGINT, signal.SIG_DFL)

    return prepare


def adopt_orphans() -> None:
    """Make grandchildren whose parent dies children of this process, so that `reap_orphans` can end them."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def reap_orphans() -> None:
    """Kill whatever children this process still has. Call it last, when all known ones have been stopped."""
    for _ in range(20):  # killing a parent hands its children to us
        children = _children(os.getpid())
        if not children:
            return
        for pid in children:
            _send(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def descendants(pid: int) -> list[int]:
    """Children, their children and so on, as they are now."""
    found = _children(pid)
    return found + [deeper for child in found for deeper in descendants(child)]


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _wait_gone(pids: list[int], seconds: float = 10) -> None:
    """Wait until the processes hold nothing any more; a zombie that its parent has not looked after counts as gone."""
    deadline = time.monotonic() + seconds
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
