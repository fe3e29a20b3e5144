"""`python -m dev exec -- CMD`: a private throw-away PostgreSQL and RabbitMQ around one command."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from dev.backing import Backing, Existing
from dev.errors import DevError
from dev.ports import PortBook
from dev.process import adopt_orphans, die_with_parent, reap_orphans
from dev.signals import termination_unwinds, uninterrupted
from dev.variables import Endpoints, Secrets, ai_variables, clean_environment, main_variables, tuned
from dev.workspace import throwaway_directory


def execute(command: list[str]) -> int:
    """Run the command with MAIN_* and AI_* set for its own services; return its exit code (128 + n for signal n)."""
    adopt_orphans()
    with throwaway_directory() as directory, termination_unwinds():
        secrets, ports, started = Secrets.generate(), PortBook(), time.monotonic()
        backing = Backing(
            directory,
            directory / "log",
            ports,
            secrets,
            Existing.from_environment(),
            durable=False,
            createdb=frozenset({"main"}),  # pytest-django creates its test databases
        )
        try:
            backing.start()
            print(f"dev: PostgreSQL and RabbitMQ up in {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
            return _run(command, _variables(backing, secrets, ports, directory))
        finally:
            with uninterrupted():
                backing.stop()
                reap_orphans()


def _variables(backing: Backing, secrets: Secrets, ports: PortBook, directory: Path) -> dict[str, str]:
    media = directory / "media"
    media.mkdir(mode=0o700)
    main_port, ai_port = ports.port("main-web"), ports.port("ai-interactive")
    endpoints = Endpoints(
        main_database=backing.database_url("main"),
        ai_database=backing.database_url("ai"),
        main_broker=backing.broker_url("main"),
        ai_broker=backing.broker_url("ai"),
        main_port=main_port,
        public_url=f"http://127.0.0.1:{main_port}",
    )
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return (
        clean_environment()
        | {"PATH": programs}
        | main_variables(endpoints, secrets, media)
        | ai_variables(endpoints, secrets, "interactive", ai_port)
        | tuned()
    )


def _run(command: list[str], env: dict[str, str]) -> int:
    """The command shares our terminal, so Ctrl-C reaches it directly; here it only must not end the waiting."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = _start(command, env)
    try:
        return _exit_code(child.wait())
    except SystemExit:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(30)
        raise
    finally:
        signal.signal(signal.SIGINT, previous)


def _start(command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, env=env, preexec_fn=die_with_parent(signal.SIGTERM, restore_interrupt=True))
    except OSError as error:
        raise DevError(f"{command[0]} cannot be started: {error}") from error


def _exit_code(status: int) -> int:
    return status if status >= 0 else 128 - status
