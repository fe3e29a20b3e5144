"""What dashboards ask of Prometheus: its HTTP API, and how Grafana fills in a query before it asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests

from dev.errors import DevError

Samples = list[tuple[float, float]]  # seconds since 1970, value
POINTS = 240  # of a graph
DURATION = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Series:
    labels: dict[str, str]
    samples: Samples


@dataclass(frozen=True)
class Prometheus:
    """A server by its address. Raises DevError with what it says is wrong."""

    url: str

    def query(self, expr: str, at: float | None = None) -> list[Series]:
        """One sample each; `at`: seconds since 1970, else now."""
        found = self._get("query", {"query": expr} | ({} if at is None else {"time": str(at)}))
        if found["resultType"] == "scalar":
            return [Series({}, _samples([found["result"]]))]
        return [Series(entry["metric"], _samples([entry["value"]])) for entry in found["result"]]

    def query_range(self, expr: str, start: float, end: float, step_s: float) -> list[Series]:
        found = self._get("query_range", {"query": expr, "start": str(start), "end": str(end), "step": str(step_s)})
        return [Series(entry["metric"], _samples(entry["values"])) for entry in found["result"]]

    def label_values(self, label: str, selector: str) -> list[str]:
        values: list[str] = self._get(f"label/{label}/values", {"match[]": selector})
        return values

    def _get(self, call: str, parameters: dict[str, str]) -> Any:
        answer = requests.get(f"{self.url}/api/v1/{call}", params=parameters, timeout=30).json()
        if answer["status"] != "success":
            raise DevError(f"{call} {parameters}: {answer['error']}")
        return answer["data"]


def _samples(values: Sequence[Sequence[Any]]) -> Samples:
    return [(float(moment), float(value)) for moment, value in values]


@dataclass(frozen=True)
class View:
    """The range that somebody looks at: it ends at `end` (seconds since 1970); `scrape_s`: between two scrapes."""

    end: float
    seconds: float
    scrape_s: float

    def step_s(self, panel: dict[str, Any]) -> float:
        """Grafana's $__interval: a point for each few pixels, no less than between two scrapes or the panel's own."""
        return max(self.seconds / POINTS, self.scrape_s, _duration(panel.get("interval", "0s")))

    def filled_in(self, expr: str, panel: dict[str, Any], names: Sequence[str]) -> str:
        """PromQL without Grafana's variables; of the dashboard's own (`names`) all values are taken."""
        step = self.step_s(panel)
        values = {
            "__rate_interval": f"{round(max(step + self.scrape_s, 4 * self.scrape_s) * 1000)}ms",
            "__interval": f"{round(step * 1000)}ms",
            "__range": f"{round(self.seconds * 1000)}ms",
            **dict.fromkeys(names, ".+"),
        }
        return re.sub(r"\$(\w+)", lambda found: values[found[1]], expr)


def ask(prometheus: Prometheus, panel: dict[str, Any], names: Sequence[str], view: View) -> list[list[Series]]:
    """The answers to a panel's queries, in their order."""
    return [_answer(prometheus, panel, target, names, view) for target in panel["targets"]]


def _answer(
    prometheus: Prometheus, panel: dict[str, Any], target: dict[str, Any], names: Sequence[str], view: View
) -> list[Series]:
    expr = view.filled_in(target["expr"], panel, names)
    if target["instant"]:
        return prometheus.query(expr, view.end)
    step = view.step_s(panel)
    steps = int(view.seconds // step)
    return prometheus.query_range(expr, view.end - steps * step, view.end, step)


def _duration(text: str) -> float:
    return float(text[:-1]) * DURATION[text[-1]]
