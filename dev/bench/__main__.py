"""The command: `make bench`.

python -m dev.bench [--dogs 1000] [--rounds 100] [--lookups 30] [--requests 2000] [--cache var/bench]
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import cv2
import psycopg

from dev.bench import filling, lookups, pipeline, prints, queries, status
from dev.bench.bare import bare_workers
from dev.bench.client import Finder
from dev.bench.figures import Table
from dev.demo.api import Api
from dev.errors import DevError
from dev.process import adopt_orphans, reap_orphans
from dev.servers import ROOT
from dev.signals import termination_unwinds, uninterrupted
from dev.stack import Stack
from dev.variables import CROWD, tuned
from dev.workspace import throwaway_directory
from evaluation import synthetic

FILL_SECONDS = 600  # what is not made by then is left for the next run
MODEL_SEED = 99_999  # of the dog that is registered through the API


def main() -> int:
    options = _parser().parse_args()
    prints.one_thread()
    adopt_orphans()
    with throwaway_directory() as directory, termination_unwinds():
        files = _prints(options.cache, options.dogs)
        asked = queries.make([prints.seed_of(file) for file in files], options.lookups)
        stack = Stack(directory, settings=CROWD | tuned(), durable=True, say=_say)
        try:
            stack.start()
            for table in measure(stack, files, asked, options.rounds, options.requests):
                _say(table.text())
        except DevError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
        finally:
            with uninterrupted():
                stack.stop()
                reap_orphans()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dev.bench", description="How fast the whole stack is here.")
    parser.add_argument("--dogs", type=int, default=1000, help="registered ones, of five prints each")
    parser.add_argument("--rounds", type=int, default=100, help="lookups and bare round trips that are timed")
    parser.add_argument("--lookups", type=int, default=30, help="of each kind, in the full gallery")
    parser.add_argument("--requests", type=int, default=2000, help="for a task's state")
    parser.add_argument("--cache", type=Path, default=ROOT / "var" / "bench", help="where prints are kept")
    return parser


def _prints(cache: Path, dogs: int) -> list[Path]:
    started = time.monotonic()
    folder = prints.folder_for(cache)
    known = len(list(folder.glob("*.npz")))
    files = prints.make(dogs, folder, FILL_SECONDS)
    _say(f"prints of {len(files)} dogs after {time.monotonic() - started:.0f} s; {known} dogs were in {folder.name}")
    if len(files) < dogs:
        _say(f"NOT the {dogs} dogs asked for: {FILL_SECONDS} s are over; the next run goes on from here")
    return files


def measure(
    stack: Stack, files: Sequence[Path], asked: Sequence[queries.Query], rounds: int, requests: int
) -> Iterator[Table]:
    """Each table as soon as it is known. The stack runs and has no dog of ours yet."""
    finder, stranger = Finder(stack), next(query for query in asked if not query.mated)
    model = _register_model(stack)
    with bare_workers(stack.backing.broker_url("main"), stack.logs) as bare:
        yield pipeline.measure(finder, bare, stranger.jpeg, rounds)
    started = time.monotonic()
    filling.fill_gallery(stack, files)
    filling.fill_main(stack, model, [prints.seed_of(file) for file in files])
    _say(f"\nboth databases were filled in {time.monotonic() - started:.0f} s")
    yield lookups.measure(finder, asked, len(files) + 1)
    yield lookups.recall(stack, asked, len(files) + 1)
    task_id = finder.look_up(next(query for query in asked if query.mated).jpeg).answer["id"]
    yield status.measure(stack, task_id, requests)


def _register_model(stack: Stack) -> UUID:
    """Register one dog as its owner would; returns its id."""
    api, nose = Api(stack.url), synthetic.Nose(MODEL_SEED)
    api.sign_up("bench@example.org", "bench-Passw0rd-1", "bench")
    api.log_in("bench@example.org", "bench-Passw0rd-1")
    photos = [stack.directory / f"{shot}.jpg" for shot in range(prints.PHOTOS)]
    for shot, photo in enumerate(photos):
        cv2.imwrite(str(photo), nose.capture(shot))
    answer = api.wait(api.register("Bori", photos, photos[0]), lambda progress: None)
    if answer["outcome"] != "registered":
        raise DevError(f"the first dog was not registered: {answer}")
    with psycopg.connect(stack.backing.database_url("main")) as connection:
        row = connection.execute("SELECT id FROM dogs_dog ORDER BY registered_at DESC NULLS LAST").fetchone()
    assert row is not None, "it was just registered"
    return UUID(str(row[0]))


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
