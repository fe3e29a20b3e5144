"""`python -m dev exec`: its own services, its command's exit code, and nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import json, os, sys
print(json.dumps(dict(os.environ)), flush=True)
print("ready", flush=True)
sys.stdin.read()
"""


def start(directory: Path, *command: str) -> subprocess.Popen[str]:
    env = os.environ | {"TMPDIR": str(directory)}
    for name in ("BROKER_URL", "MAIN_DATABASE_URL", "AI_DATABASE_URL"):  # of the exec that runs these tests
        env.pop(name, None)
    return subprocess.Popen(
        [sys.executable, "-m", "dev", "exec", "--", *command],
        cwd=ROOT,
        env=env,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def variables(child: subprocess.Popen[str]) -> dict[str, Any]:
    assert child.stdout is not None
    read: dict[str, Any] = json.loads(child.stdout.readline())
    assert child.stdout.readline() == "ready\n"
    return read


def processes_of(directory: Path) -> list[str]:
    """Command lines that name the directory; the servers' data lie in it."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [line for line in lines if str(directory) in line]


def assert_nothing_runs(directory: Path) -> None:
    deadline = time.monotonic() + 15
    while processes_of(directory) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(directory) == []


@pytest.fixture
def open_directory(tmp_path: Path) -> Path:
    """As /tmp is: other system accounts may pass through."""
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)
    return tmp_path


def test_it_runs_the_command_beside_others_and_cleans_up(open_directory: Path) -> None:
    first, second = (start(open_directory, sys.executable, "-c", SHOW) for _ in range(2))
    try:
        of_first, of_second = variables(first), variables(second)
        assert len(processes_of(open_directory)) >= 4
        for name in ("MAIN_DATABASE_URL", "AI_DATABASE_URL", "MAIN_BROKER_URL", "AI_BROKER_URL", "MAIN_JWT_KEY"):
            assert of_first[name] != of_second[name]
        assert of_first["MAIN_DATABASE_URL"] != of_first["AI_DATABASE_URL"]
        assert of_first["MAIN_BROKER_URL"] != of_first["AI_BROKER_URL"]
    finally:
        codes = [child.communicate(timeout=60) and child.returncode for child in (first, second)]
    assert codes == [0, 0]
    assert_nothing_runs(open_directory)
    assert list(open_directory.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)])
def test_nothing_outlives_it(open_directory: Path, number: signal.Signals, code: int) -> None:
    child = start(open_directory, sys.executable, "-c", SHOW)
    variables(child)
    child.send_signal(number)
    assert child.wait(60) == code
    child.communicate()
    assert_nothing_runs(open_directory)


def test_a_command_that_is_killed_shows_in_the_exit_code(open_directory: Path) -> None:
    child = start(open_directory, "sh", "-c", "kill -9 $$")
    child.communicate(timeout=60)
    assert child.returncode == 128 + signal.SIGKILL


def test_the_roles_can_do_no_more_than_they_need_and_the_exit_code_is_that_of_the_command(open_directory: Path) -> None:
    program = """
import os, psycopg
main, ai = (psycopg.connect(os.environ[name + "_DATABASE_URL"]) for name in ("MAIN", "AI"))
rights = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
assert main.execute(rights).fetchone() == (False, True, False), "main"
assert ai.execute(rights).fetchone() == (False, False, False), "ai"
assert ai.execute("SELECT '[1,2]'::vector").fetchone()
url = os.environ["MAIN_DATABASE_URL"]
for wrong in (url.rpartition("/")[0] + "/ai", url.replace("@", "x@")):
    try:
        psycopg.connect(wrong)
    except psycopg.OperationalError:
        continue
    raise SystemExit(f"{wrong} opened")
raise SystemExit(7)
"""
    child = start(open_directory, sys.executable, "-c", program)
    child.communicate(timeout=60)
    assert child.returncode == 7
