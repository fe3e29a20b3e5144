"""Lookups through the HTTP API, and what the main server's database says of their jobs."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
import urllib3

from dev.errors import DevError
from dev.stack import Stack

OVER = ("succeeded", "failed")
STAMPS = "SELECT published_at, started_at, finished_at, timings FROM jobs_job WHERE id = %s"


@dataclass(frozen=True)
class Lookup:
    """One lookup. `seconds`: from sending the photo to seeing the answer; the other times are ms."""

    seconds: float
    answer: Mapping[str, Any]
    parts: Mapping[str, float]
    stages: Mapping[str, float]


class Finder:
    """Somebody with a telephone: keeps one connection to the gateway, asks by long polls."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.url
        self._http = urllib3.PoolManager(timeout=60, retries=False)
        self._database_url = stack.backing.database_url("main")

    def look_up(self, photo: bytes) -> Lookup:
        """Raises DevError where a request is refused or the job fails."""
        sent = time.monotonic()
        answer = self._request("POST", f"{self._url}/api/v1/lookups/", {"nose_photo": ("nose.jpg", photo)})
        accepted = time.time()
        task = f"{self._url}/api/v1/tasks/{answer['id']}?wait=10"
        while answer["state"] not in OVER:
            answer = self._request("GET", task)
        seen, seconds = time.time(), time.monotonic() - sent
        if answer["state"] == "failed":
            raise DevError(f"a lookup failed: {answer['error']}")
        with psycopg.connect(self._database_url) as connection:
            row = connection.execute(STAMPS, [answer["id"]]).fetchone()
        assert row is not None, "the task that was just shown is a row"
        *stamps, stages = row
        return Lookup(seconds, answer, _parts(accepted, [*stamps], seen, stages), stages)

    def _request(self, method: str, url: str, fields: dict[str, tuple[str, bytes]] | None = None) -> dict[str, Any]:
        response = self._http.request(method, url, fields=fields)
        answer: dict[str, Any] = response.json()
        if response.status >= 400:
            raise DevError(f"{method} {url}: {response.status} {answer}")
        return answer


def _parts(accepted: float, stamps: list[datetime], seen: float, stages: Mapping[str, float]) -> dict[str, float]:
    """ms of each part of the way; together they are the time from the 202 to the sight of the answer.

    `accepted` and `seen` are our clock, the stamps the database's, which runs on this machine. (A row's `created_at`
    would not do: it is the start of the transaction that stores the photo.) `published` is noted once the broker has
    confirmed; the job may be taken a little earlier, and the 202 may arrive a little later than the relay hears of it.
    """
    published, started, finished = (1000 * stamp.timestamp() for stamp in stamps)
    return {
        "relay": published - 1000 * accepted,
        "broker": started - published,
        "fetch": stages["fetch"],
        "work": sum(stages.values()) - stages["fetch"],
        "result": finished - started - sum(stages.values()),
        "sight": 1000 * seen - finished,
    }
