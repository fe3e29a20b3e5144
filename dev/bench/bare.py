"""The least that two Celery processes need to hand a task over and its answer back: what the pipeline is measured by.

`python -m dev.bench.bare QUEUE` is one of the two workers, as minimal as Celery's documentation has it for quorum
queues. Times are CLOCK_MONOTONIC, which all processes share.
"""

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from kombu import Queue  # type: ignore[attr-defined]

from dev.process import Process, wait_until
from dev.servers import ROOT, consumers, python

PING, PONG = "bench.ping", "bench.pong"
BROKER, PORT = "BENCH_BROKER_URL", "BENCH_PORT"
START_SECONDS = 60
ANSWER_SECONDS = 30


def create_app(broker_url: str, port: int) -> Celery:
    """Two tasks: `ping` sends `pong`, and `pong` tells the bench by a datagram that it runs."""
    app = Celery("bench", broker=broker_url, set_as_current=False)
    app.conf.update(
        broker_transport_options={"confirm_publish": True},
        task_create_missing_queues=False,
        task_ignore_result=True,
        task_queues=[_queue(name) for name in (PING, PONG)],
        task_routes={name: {"queue": name} for name in (PING, PONG)},
        worker_enable_remote_control=False,
    )

    def ping(sent: int) -> None:
        app.send_task(PONG, [sent])

    def pong(sent: int) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as teller:
            teller.sendto(f"{sent} {time.monotonic_ns()}".encode(), ("127.0.0.1", port))

    app.task(ping, name=PING)
    app.task(pong, name=PONG)
    return app


def _queue(name: str) -> Queue:
    return Queue(name, queue_arguments={"x-queue-type": "quorum"})  # type: ignore[no-untyped-call]


@dataclass
class Bare:
    """The client of the two workers."""

    app: Celery
    ear: socket.socket

    def round_trip(self) -> float:
        """ms from sending `ping` to the start of `pong`."""
        sent = time.monotonic_ns()
        self.app.send_task(PING, [sent])
        while True:
            answered, received = map(int, self.ear.recv(100).split())
            if answered == sent:
                return (received - sent) / 1e6


@contextmanager
def bare_workers(broker_url: str, logs: Path) -> Iterator[Bare]:
    """Both workers, ready."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(ANSWER_SECONDS)
        port = ear.getsockname()[1]
        env = {**os.environ, BROKER: broker_url, PORT: str(port)}
        workers = {
            queue: Process(queue, python("-m", "dev.bench.bare", queue), logs / f"{queue}.log", env, ROOT)
            for queue in (PING, PONG)
        }
        try:
            for worker in workers.values():
                worker.start()
            for queue, worker in workers.items():
                wait_until(lambda queue=queue: consumers(broker_url, queue) > 0, worker, START_SECONDS)  # type: ignore[misc]
            with create_app(broker_url, port) as app:
                yield Bare(app, ear)
        finally:
            for worker in workers.values():
                worker.kill()


def main() -> None:
    app = create_app(os.environ[BROKER], int(os.environ[PORT]))
    options = ["--pool", "threads", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    app.worker_main(["worker", "--queues", sys.argv[1], "--loglevel", "WARNING", *options])


if __name__ == "__main__":
    main()
