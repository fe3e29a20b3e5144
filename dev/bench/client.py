"""Lookups through the HTTP API, and what the main server's database says of their jobs."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
import requests

from dev.stack import Stack

OVER = ("succeeded", "failed")
STAMPS = "SELECT created_at, published_at, started_at, finished_at, timings FROM jobs_job WHERE id = %s"


@dataclass(frozen=True)
class Lookup:
    """One lookup. `seconds`: from sending the photo to seeing the answer; the other times are ms."""

    seconds: float
    answer: Mapping[str, Any]
    parts: Mapping[str, float]
    stages: Mapping[str, float]


class Finder:
    """Somebody with a telephone: keeps one connection, asks by long polls. `url`: of the gateway."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.url
        self._session = requests.Session()
        self._database = psycopg.connect(stack.backing.database_url("main"), autocommit=True)

    def look_up(self, photo: bytes) -> Lookup:
        """Raises requests.HTTPError, RuntimeError if the job fails."""
        sent = time.monotonic()
        response = self._session.post(f"{self._url}/api/v1/lookups/", files={"nose_photo": ("nose.jpg", photo)})
        response.raise_for_status()
        answer = self._poll(response.headers["Location"])
        seen, seconds = time.time(), time.monotonic() - sent
        if answer["state"] == "failed":
            raise RuntimeError(f"a lookup failed: {answer['error']}")
        row = self._database.execute(STAMPS, [answer["id"]]).fetchone()
        assert row is not None, "the task that was just shown is a row"
        *stamps, stages = row
        return Lookup(seconds, answer, _parts([*stamps], seen, stages), stages)

    def _poll(self, task: str) -> dict[str, Any]:
        url = task if task.startswith("http") else self._url + task
        while True:
            response = self._session.get(url, params={"wait": 10}, timeout=60)
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
            if answer["state"] in OVER:
                return answer


def _parts(stamps: list[datetime], seen: float, stages: Mapping[str, float]) -> dict[str, float]:
    """ms of each part of the way; together they are the time from the row's creation to its sight.

    The stamps are the database's, which shares its clock with us; `published` is noted once the broker has confirmed,
    and the job may be taken a little earlier.
    """
    created, published, started, finished = (1000 * stamp.timestamp() for stamp in stamps)
    return {
        "relay": published - created,
        "broker": started - published,
        "fetch": stages["fetch"],
        "work": sum(stages.values()) - stages["fetch"],
        "result": finished - started - sum(stages.values()),
        "sight": 1000 * seen - finished,
    }
