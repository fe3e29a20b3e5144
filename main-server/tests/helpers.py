"""What the tests share besides fixtures."""

import copy
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pika
import pytest
from django.db import connections

MAIN_SERVER = Path(__file__).parents[1]
CONTRACT = MAIN_SERVER.parent / "tests" / "contract"


@contextmanager
def child(
    arguments: list[str], environment: dict[str, str], log: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`log`: where its standard error goes."""
    process = subprocess.Popen([sys.executable, *arguments], cwd=MAIN_SERVER, env=environment, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def eventually(condition: Callable[[], Any], within_s: float = 15.0) -> Any:
    """Returns the condition's first true value; fails after `within_s`."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    pytest.fail("it did not happen in time")


def depth(channel: Any, queue: str) -> int:
    """Messages that are ready in a queue."""
    return channel.queue_declare(queue, passive=True).method.message_count


def report(golden: dict[str, dict[str, Any]], name: str, job: Any, **changes: Any) -> dict[str, Any]:
    """A golden envelope about this job."""
    envelope = copy.deepcopy(golden[name])
    envelope["headers"] |= {"id": str(job.id), "root_id": str(job.id)}
    envelope["body"][1]["message"] |= {"job_id": str(job.id), "attempt": job.attempt} | changes
    return envelope


def send(broker: Any, envelope: dict[str, Any], body: bytes | None = None) -> None:
    """Publish a golden envelope, with its own body or another."""
    properties = pika.BasicProperties(headers=envelope["headers"], **envelope["properties"])
    body = json.dumps(envelope["body"]).encode() if body is None else body
    broker.basic_publish(envelope["exchange"], envelope["routing_key"], body, properties, mandatory=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts return, started at one moment; what one of them raises is raised."""
    barrier, returned, raised = threading.Barrier(len(acts)), [None] * len(acts), []

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            returned[place] = act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return returned
