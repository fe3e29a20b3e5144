"""Requests a second of GET tasks/{id}, by the processor time that each process spends on one."""

import http.client
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from dev.bench.figures import Table, spread
from dev.process import descendants
from dev.stack import Stack

CLIENTS = 4
WARM_UP = 20
SPENDERS = {"main-web": "gunicorn", "postgres": "PostgreSQL", "gateway": "nginx"}
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def measure(stack: Stack, task_id: str, requests: int) -> Table:
    """CLIENTS keep a connection each and ask for a task that is over, again and again."""
    columns = ["through", "N", "median, ms", "p95, ms", "requests/s", *(f"{n}: ms/request" for n in SPENDERS.values())]
    table = Table(f"GET tasks/{{id}} of a task that is over, {CLIENTS} clients", [*columns, "requests/s per core"])
    doors = {"gunicorn": f"http://127.0.0.1:{stack.ports.port('main-web')}", "nginx": stack.url}
    for name, door in doors.items():
        _load(door, task_id, WARM_UP)
        before, started = _spent(stack), time.monotonic()
        times = _load(door, task_id, requests)
        seconds = time.monotonic() - started
        costs = [(after - earlier) / len(times) for after, earlier in zip(_spent(stack), before, strict=True)]
        cells = [f"{len(times) / seconds:.0f}", *(f"{cost:.2f}" for cost in costs), f"{1000 / sum(costs):.0f}"]
        table.add(name, *spread(times), *cells)
    table.notes.append("Per core: 1000 ms divided by what all three spend on one request; the clients' time is not in.")
    return table


def _load(door: str, task_id: str, requests: int) -> list[float]:
    """ms of each request."""
    times: list[list[float]] = [[] for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=_ask, args=(door, f"/api/v1/tasks/{task_id}", requests // CLIENTS, found))
        for found in times
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered = [each for found in times for each in found]
    if len(answered) < requests // CLIENTS * CLIENTS:
        raise RuntimeError("not all requests were answered with 200")
    return answered


def _ask(door: str, path: str, requests: int, times: list[float]) -> None:
    connection = http.client.HTTPConnection(urlsplit(door).netloc, timeout=60)
    for _ in range(requests):
        started = time.monotonic()
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            return
        times.append(1000 * (time.monotonic() - started))
    connection.close()


def _spent(stack: Stack) -> list[float]:
    """ms of processor time of each of SPENDERS so far, with all child processes."""
    pids = [stack.services[name].process.pid for name in SPENDERS]
    return [sum(_processor_ms(process) for process in [pid, *descendants(pid)]) for pid in pids]


def _processor_ms(pid: int) -> float:
    try:
        fields: Sequence[str] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * TICK_MS
