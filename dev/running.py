"""`python -m dev run`: one stack that keeps serving, with its data in var/."""

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.backing import Existing
from dev.errors import DevError
from dev.monitoring import Monitoring
from dev.ports import PortBook
from dev.process import adopt_orphans, reap_orphans
from dev.servers import ROOT
from dev.signals import termination_unwinds, uninterrupted
from dev.stack import Stack
from dev.variables import Secrets, tuned

VAR = ROOT / "var"


def run(with_monitoring: bool = False) -> int:
    """Serve until Ctrl-C (returns 0) or until a part ends by itself (DevError)."""
    VAR.mkdir(exist_ok=True)
    adopt_orphans()
    with _alone(VAR / "run.lock"), termination_unwinds():
        stack = _stack()
        monitoring = Monitoring(stack) if with_monitoring else None
        try:
            stack.start()
            if monitoring:
                monitoring.start()
                monitoring.wait_ready()
            _announce(stack, monitoring)
            _watch(stack)
        except KeyboardInterrupt:
            print()
        finally:
            print("stopping", flush=True)
            with uninterrupted():
                if monitoring:
                    monitoring.stop()
                stack.stop()
                reap_orphans()
    return 0


def _stack() -> Stack:
    _keep_previous_logs(VAR / "log")
    return Stack(
        VAR,
        secrets=_secrets(VAR / "secrets.json"),
        ports=PortBook(VAR / "ports.json"),
        existing=Existing.from_environment(),
        settings=tuned(),
        durable=True,
        say=lambda line: print(line, flush=True),
    )


def _announce(stack: Stack, monitoring: Monitoring | None) -> None:
    print(f"\n  web client {stack.url}/")
    print(f"  API        {stack.url}/api/v1/")
    print(f"  its schema {stack.url}/api/v1/schema/")
    if monitoring:
        print(f"  Prometheus {monitoring.url}/  Alertmanager {monitoring.alertmanager_url}/")
    print(
        f"  logs       {stack.logs.relative_to(ROOT)}/\n\nCtrl-C stops everything; the data stay in var/.", flush=True
    )


def _watch(stack: Stack) -> None:
    """Nothing is restarted: whoever runs this should see what ended, and why."""
    while not (ended := stack.ended()):
        time.sleep(0.5)
    parts = [f"{part.name} has ended ({part.exit_status}); the end of {part.log}:\n{part.tail()}" for part in ended]
    raise DevError("\n".join(parts))


def _secrets(file: Path) -> Secrets:
    """Generated once; the databases and the tokens of clients depend on them."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(json.dumps(Secrets.generate().as_dict(), indent=2) + "\n")
    return Secrets(**json.loads(file.read_text()))


def _keep_previous_logs(logs: Path) -> None:
    for log in logs.glob("*.log"):
        log.replace(log.with_suffix(".log.previous"))


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DevError("another `make run` is using var/") from error
        yield
