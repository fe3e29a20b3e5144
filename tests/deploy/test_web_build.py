"""`python -m dev.web`: packages and build of the web client are made when they have to be, and only then."""

import json
import os
import sys
from pathlib import Path

import pytest

from dev.errors import DevError
from dev.web import WEB, Client

# Does what npm would leave behind, writes down what it was asked for, and fails on demand.
NPM = f"""#!{sys.executable}
import os, pathlib, sys
(wanted, *_) = [word for word in sys.argv[1:] if not word.startswith("-")]
with open("../asked", "a") as asked:
    asked.write(wanted + "\\n")
if pathlib.Path("src/broken.ts").exists():
    print("first words")
    print("\\n" * 100)
    sys.exit("last words")
assert os.environ.get("NODE_ENV") is None
folder = pathlib.Path("node_modules" if wanted == "ci" else "dist")
folder.mkdir(exist_ok=True)
(folder / "made").write_text("x")
"""


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    folder, programs = tmp_path / "web", tmp_path / "bin"
    (folder / "src").mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}")
    (folder / "src" / "main.ts").write_text("1")
    programs.mkdir()
    (programs / "npm").write_text(NPM)
    (programs / "npm").chmod(0o755)
    monkeypatch.setenv("NODE_ENV", "production")
    client = Client(folder, programs)
    client.prepare()
    return client


def asked(client: Client) -> list[str]:
    """What npm was asked for since the last look."""
    file = client.folder.parent / "asked"
    words = file.read_text().split() if file.exists() else []
    file.unlink(missing_ok=True)
    return words


def test_a_bare_folder_gets_packages_and_a_build_once(client: Client) -> None:
    assert asked(client) == ["ci", "run"]
    os.utime(client.folder / "src" / "main.ts")
    (client.folder / "node_modules" / "made").write_text("by somebody else")
    client.prepare()
    assert asked(client) == []


@pytest.mark.parametrize("change", ["edit", "add", "delete", "rename"])
def test_any_change_of_a_source_is_built(client: Client, change: str) -> None:
    asked(client)
    file = client.folder / "src" / "main.ts"
    match change:
        case "edit":
            file.write_text("2")
        case "add":
            (file.parent / "more.ts").write_text("")
        case "delete":
            file.unlink()
        case "rename":
            file.rename(file.with_name("other.ts"))
    client.prepare()
    assert asked(client) == ["run"]


def test_a_new_lock_installs_and_builds(client: Client) -> None:
    asked(client)
    (client.folder / "package-lock.json").write_text('{"packages": {}}')
    client.prepare()
    assert asked(client) == ["ci", "run"]


def test_what_was_removed_is_made_again(client: Client) -> None:
    asked(client)
    for file in (client.folder / "dist").iterdir():
        file.unlink()
    client.prepare()
    assert asked(client) == ["run"]


def test_a_failure_is_told_and_tried_again(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    broken = client.folder / "src" / "broken.ts"
    broken.write_text("")
    with pytest.raises(DevError, match="`npm run` failed in web"):
        client.prepare()
    told = capsys.readouterr().err.splitlines()
    assert (told[0], told[-1]) == ("first words", "last words")
    assert len(told) < 60
    broken.unlink()
    asked(client)
    client.prepare()
    assert asked(client) == ["run"], "the failed build may have left something"


def test_without_npm_it_says_what_to_do(client: Client, tmp_path: Path) -> None:
    (client.folder / "src" / "main.ts").write_text("2")
    with pytest.raises(DevError, match="make install"):
        Client(client.folder, tmp_path / "nowhere").prepare()


def test_the_lock_holds_what_npm_ci_asks_for() -> None:
    """It refuses a lock without the optional packages of other platforms, which some registries make npm leave out."""
    lock = json.loads((WEB / "package-lock.json").read_text())["packages"]
    package = json.loads((WEB / "package.json").read_text())
    for kind in ("dependencies", "devDependencies"):
        assert lock[""].get(kind, {}) == package.get(kind, {})
    names = {path.rpartition("node_modules/")[2] for path in lock}
    wanted = {name for entry in lock.values() for name in entry.get("optionalDependencies", {})}
    assert wanted - names == set()
    assert not [path for path, entry in lock.items() if "resolved" in entry], "no host name belongs into the lock"
