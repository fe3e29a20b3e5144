"""The demo with generated noses, where every outcome is known beforehand."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL

from dev.demo.people import Person
from dev.demo.picture import write_match
from dev.demo.report import Report
from dev.errors import DevError
from dev.process import die_with_parent
from dev.servers import AI

SEED = 2026
DOGS, SHOTS = 6, 6  # three that are registered, two that are mixed up, one that nobody knows
FIRST_DOG_SHOTS = 10  # five for each of its two owners
Noses = list[list[Path]]  # photos by dog


@contextmanager
def generate(folder: Path) -> Iterator[Callable[[], Noses]]:
    """Generate photos beside whatever is done meanwhile; the function that is yielded waits for them."""
    commands = [
        _command(folder / "all", "--dogs", str(DOGS), "--shots", str(SHOTS)),
        _command(folder / "first", "--dogs", "1", "--shots", str(FIRST_DOG_SHOTS)),
    ]
    children = [
        subprocess.Popen(command, cwd=AI, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent(SIGKILL))
        for command in commands
    ]

    def finished() -> Noses:
        if any(child.wait(300) for child in children):
            raise DevError("the photos could not be generated; the message is above")
        first, *others = photos_by_dog(folder / "all").values()
        (first,) = photos_by_dog(folder / "first").values()
        return [first, *others]

    try:
        yield finished
    finally:
        for child in children:
            child.kill()
            child.wait()


def _command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "evaluation.synthetic", "write", str(folder), *options, "--seed", str(SEED)]


def photos_by_dog(folder: Path) -> dict[str, list[Path]]:
    """One sub-folder per dog, its photos in the order of their names."""
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    kinds = {".jpg", ".jpeg", ".png", ".webp"}
    return {dog.name: sorted(file for file in dog.iterdir() if file.suffix.lower() in kinds) for dog in folders}


def show_generated(url: str, noses: Noses, report: Report, results: Path) -> None:
    """Ten steps; what each should come to is in `expected_outcomes`."""
    bori, choco, dubu, fourth, fifth, stranger = noses
    kim = Person(url, report).join("MinsuKim")
    lee = Person(url, report).join("JiwooLee")
    kim.register("Kim registers Bori", "Bori", bori[:5])
    lee.register("Lee registers Choco", "Choco", choco[:5])
    lee.register("Lee registers Dubu", "Dubu", dubu[:5])
    lee.register("Lee registers Bori again", "Latte", bori[5:10])
    kim.register("Kim mixes photos of two dogs", "Mix", fourth[:3] + fifth[:2])
    finder = Person(url, report)
    finder.look_up("a finder looks up Choco", choco[5])
    _draw(finder, results / "match.png", report)
    finder.look_up("a finder looks up an unknown dog", stranger[0])


def expected_outcomes() -> list[str]:
    """In the order of `show_generated`."""
    registrations = ["registered", "registered", "registered", "already_registered", "rejected"]
    return ["signed up", "signed up", *registrations, "match", "not_registered"]


def _draw(finder: Person, file: Path, report: Report) -> None:
    evidence = (finder.answer.get("result") or {}).get("evidence")
    if evidence:
        write_match(finder.api, evidence, file)
        report.notes.append(f"the matched points of the hit are drawn in {os.path.relpath(file)}")
