"""What metrics and spans cost a lookup: the same one, in one process, watched and unwatched by turns.

`python -m dev exec -- python -m dev.bench.observing [--dogs 100] [--rounds 60]`: the AI server's own handler, on a
gallery of generated dogs in a real database; the photo comes by HTTP. A round is one lookup each way, in an order that
changes; a stranger's photo, since with that all candidates are verified, so that most is observed.
"""

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from uuid import uuid4

from aiserver.batcher import Batcher
from aiserver.config import Settings
from aiserver.device import limit_threads
from aiserver.handlers import Services, handle
from aiserver.messages import Job, LookupPayload, PhotoReference
from aiserver.metrics import Metrics
from aiserver.models import load_faces, load_prints
from aiserver.process import create_services
from aiserver.stopwatch import Stopwatch
from aiserver.telemetry import Exporter
from aiserver.tracing import Ids, Tracer
from dev.bench import filling, prints, queries
from dev.bench.figures import Table, ratio_of_medians, spread
from dev.servers import ROOT
from gallery import migrate

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
FIRST_ROUNDS = 3  # that are not counted


class Deaf:
    """Takes every observation there is, and does nothing with it."""

    def __getattr__(self, name: str) -> "Deaf":
        return self

    def __call__(self, *_: object, **__: object) -> "Deaf":
        return self


@contextmanager
def http(answer: Callable[[str], bytes]) -> Iterator[str]:
    """A server that gives each GET and takes each POST; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(answer(self.path))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send(b"")

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def services(settings: Settings, metrics: Any) -> Iterator[Services]:
    batcher = Batcher(lambda: None, settings.stall_seconds, metrics.observe_wait)
    batcher.start()
    made = create_services(settings, load_prints(batcher, "cpu", metrics), load_faces(batcher, "cpu", metrics), metrics)
    try:
        yield made
    finally:
        made.close()
        batcher.stop()


@dataclass(frozen=True)
class Arm:
    """One way to do a lookup, and how long it took: milliseconds on the clock, and of processor time of all threads."""

    services: Services
    metrics: Any
    tracer: Tracer
    took: list[tuple[float, float]] = field(default_factory=list)

    def measure(self, photo: PhotoReference) -> None:
        start, used = time.perf_counter(), time.process_time()
        self._look_up(Job(uuid4(), 1, TRACE, LookupPayload(uuid4(), photo)))
        self.took.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)))

    def _look_up(self, job: Job) -> None:
        """What the runner does, but for its reports."""
        with self.tracer.attempt(job) as attempt:
            watch = Stopwatch(self.tracer.stage)
            outcome = handle(attempt.job, self.services, watch)
            attempt.ended(outcome.outcome, failed=False)
        self.metrics.observe_job(job.kind, outcome.outcome, watch.milliseconds)


def measure(settings: Settings, photo: PhotoReference, collector: str, rounds: int) -> Table:
    with ExitStack() as stack:
        deaf, metrics, exporter = Deaf(), Metrics(), Exporter(collector, "bench", "1")
        stack.callback(exporter.close)
        unwatched, watched = (stack.enter_context(services(settings, each)) for each in (deaf, metrics))
        arms = {
            "unwatched": Arm(unwatched, deaf, Ids()),
            "metrics": Arm(watched, metrics, Ids()),
            "metrics and spans": Arm(watched, metrics, exporter),
        }
        order, drawn = list(arms.values()), Random(0)
        for _ in range(FIRST_ROUNDS + rounds):
            drawn.shuffle(order)
            for arm in order:
                arm.measure(photo)
    return _table({way: arm.took[FIRST_ROUNDS:] for way, arm in arms.items()})


def _table(took: dict[str, list[tuple[float, float]]]) -> Table:
    columns = ["a lookup", "N", "median, ms", "p95, ms", "processor: median, ms", "ratio of those"]
    table = Table("A stranger's lookup, watched and unwatched by turns", columns)
    least = [used for _, used in took["unwatched"]]
    for way, times in took.items():
        used = [used for _, used in times]
        ratio, low, high = ratio_of_medians(used, least)
        table.add(way, *spread([wall for wall, _ in times]), spread(used)[1], f"{ratio:.3f} ({low:.3f} to {high:.3f})")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.bench.observing", description="What watching a lookup costs.")
    parser.add_argument("--dogs", type=int, default=100, help="in the gallery, of five prints each")
    parser.add_argument("--rounds", type=int, default=60, help="lookups each way")
    options = parser.parse_args()
    limit_threads()
    files = prints.make(options.dogs, prints.folder_for(ROOT / "var" / "bench"), 600)
    query = next(query for query in queries.make([prints.seed_of(file) for file in files], 1) if not query.mated)
    roles = {"AI_ROLE": "interactive", "AI_THREADS": "1", "AI_HTTP_HOST": "127.0.0.1", "AI_HTTP_PORT": "1"}
    with http(lambda path: query.jpeg) as main_server, http(lambda path: b"") as collector:
        settings = Settings.from_environment({**os.environ, **roles, "AI_MAIN_URL": main_server})
        migrate(settings.database_url)
        filling.insert_all(settings.database_url, files)
        photo = PhotoReference(uuid4(), sha256(query.jpeg).hexdigest())
        print(measure(settings, photo, collector, options.rounds).text())


if __name__ == "__main__":
    main()
