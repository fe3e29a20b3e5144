"""What there is to ask: rules and dashboards that ship, the metrics that they name, and a Prometheus that runs."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import promql_parser
import yaml

from dev.dashboards import prometheus as dashboards
from dev.monitoring import RULES
from dev.servers import ROOT

MONITORING = ROOT / "monitoring"


@dataclass(frozen=True)
class Prometheus(dashboards.Prometheus):
    """What tests ask besides. Raises DevError with what Prometheus says is wrong."""

    def value(self, expr: str) -> float | None:
        """The value of the only series; None if there is no series."""
        result = self.query(expr)
        assert len(result) <= 1, f"{expr} has {len(result)} series"
        return result[0].samples[0][1] if result else None

    def names(self) -> set[str]:
        """All metrics that were ever scraped or recorded."""
        return set(self._get("label/__name__/values", {}))

    def targets(self) -> list[dict[str, Any]]:
        return self._get("targets", {})["activeTargets"]

    def rule_groups(self) -> list[dict[str, Any]]:
        return self._get("rules", {})["groups"]


def selectors(expr: str) -> dict[str, str]:
    """All selectors of a PromQL expression, without ranges and offsets, with the metric that each names.

    Raises ValueError if it is no PromQL."""
    found = {}

    def visit(node: promql_parser.Expr) -> bool:
        if isinstance(node, promql_parser.VectorSelector):
            assert node.name, f"a selector without a name in {expr}"
            found[f"{node.name}{node.matchers}"] = node.name
        return True

    promql_parser.walk(promql_parser.parse(expr), pre_visit=visit)
    return found


def metric_names(expr: str) -> set[str]:
    return set(selectors(expr).values())


def rule_files() -> list[Path]:
    return sorted(RULES.glob("*.yml"))


@cache
def rules() -> list[dict[str, Any]]:
    """All rules that ship, recorded ones and alerts."""
    groups = [group for file in rule_files() for group in yaml.safe_load(file.read_text())["groups"]]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def boards() -> dict[str, dict[str, Any]]:
    """The dashboards that ship, by file name."""
    files = sorted((MONITORING / "grafana").rglob("dashboards/*.json"))
    return {file.name: json.loads(file.read_text()) for file in files}


def queries(board: dict[str, Any]) -> set[str]:
    """All PromQL of a dashboard, its variables filled in: of panels, annotations, and the variables themselves."""
    variables = board["templating"]["list"]
    names, view = [variable["name"] for variable in variables], dashboards.View(end=0, seconds=3600, scrape_s=15)
    found = {view.filled_in(expr, {}, names) for expr in _values(board, "expr")}
    return found | {re.fullmatch(r"label_values\((.+), *\w+\)", each["query"]["query"])[1] for each in variables}


def _values(content: Any, key: str) -> Iterator[str]:
    """Wherever the key is in a JSON document."""
    if isinstance(content, dict):
        yield from (value for name, value in content.items() if name == key)
    if isinstance(content, dict | list):
        for value in content.values() if isinstance(content, dict) else content:
            yield from _values(value, key)
