"""Enrols one dog many times at once, each time under another id: `enrol_many.py THREADS TEMPLATE...`.

Prints "ready", waits for a line, then prints one outcome a line. A program of its own, since the test wants processes.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import noseprint
from aiserver.device import limit_threads
from gallery import Gallery, Print, open_pool


def compare(query, references):
    return [noseprint.compare(query, reference) for reference in references]


def main(threads: int, paths: list[str]) -> None:
    limit_threads()
    templates = [noseprint.Template.from_bytes(Path(path).read_bytes()) for path in paths]
    with open_pool(os.environ["AI_DATABASE_URL"], threads) as pool, ThreadPoolExecutor(threads) as executor:
        pool.wait()
        gallery = Gallery(pool, compare)

        def enrol(_: int) -> str:
            prints = [Print(uuid4(), "0" * 64, template) for template in templates]
            return gallery.enrol(uuid4(), uuid4(), prints, 0.01).outcome

        print("ready", flush=True)
        sys.stdin.readline()
        print("\n".join(executor.map(enrol, range(threads))), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
