"""What a dashboard is around its panels: rows, places, variables, links, annotations."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev.dashboards.panels import DATASOURCE, UID, Panel

FOLDER = Path(__file__).resolve().parents[2] / "monitoring" / "grafana" / "dashboards"
COLUMNS = 24
SCHEMA = 41  # Grafana 11.6; later ones migrate it as they load it
TAG = "savepets"


@dataclass(frozen=True)
class Row:
    """Panels side by side, as wide as each other; their number divides 24. `height` in grid units of 30 px."""

    title: str
    height: int
    panels: Sequence[Panel]


@dataclass(frozen=True)
class Variable:
    """A choice of values of `label`, of which any number may be taken; `metric` is a series that has all of them."""

    label: str
    metric: str


@dataclass(frozen=True)
class Dashboard:
    """`rows` go from what people notice to what causes it; `since` is the range that it opens with."""

    name: str
    title: str
    description: str
    rows: Sequence[Row]
    variables: Sequence[Variable] = ()
    since: str = "now-6h"
    refresh: str = "30s"

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.json"

    def as_dict(self) -> dict[str, Any]:
        return {
            "uid": f"{UID}{self.name}",
            "title": f"SavePets / {self.title}",
            "description": self.description,
            "tags": [TAG],
            "schemaVersion": SCHEMA,
            "version": 1,
            "editable": False,
            "graphTooltip": 1,
            "timezone": "browser",
            "time": {"from": self.since, "to": "now"},
            "timepicker": {},
            "refresh": self.refresh,
            "fiscalYearStartMonth": 0,
            "annotations": {"list": [_firing()]},
            "links": [_others()],
            "templating": {"list": [_choice(variable) for variable in self.variables]},
            "panels": _placed(self.rows),
        }

    def text(self) -> str:
        return json.dumps(self.as_dict(), indent=2, ensure_ascii=False) + "\n"


def _placed(rows: Sequence[Row]) -> list[Panel]:
    panels: list[Panel] = []
    top = 0
    for row in rows:
        panels.append(_heading(row.title, len(panels) + 1, top))
        width = COLUMNS // len(row.panels)
        for column, panel in enumerate(row.panels):
            place = {"h": row.height, "w": width, "x": column * width, "y": top + 1}
            panels.append({"id": len(panels) + 1, **panel, "gridPos": place})
        top += 1 + row.height
    return panels


def _heading(title: str, number: int, top: int) -> Panel:
    place = {"h": 1, "w": COLUMNS, "x": 0, "y": top}
    return {"id": number, "type": "row", "title": title, "collapsed": False, "gridPos": place, "panels": []}


def _choice(variable: Variable) -> dict[str, Any]:
    query = f"label_values({variable.metric}, {variable.label})"
    return {
        "type": "query",
        "name": variable.label,
        "label": variable.label.capitalize(),
        "datasource": DATASOURCE,
        "query": {"qryType": 1, "query": query, "refId": variable.label},
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": ".+",
        "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
        "options": [],
        "hide": 0,
        "regex": "",
    }


def _firing() -> dict[str, Any]:
    """A band over every graph while an alert that wakes somebody fires."""
    return {
        "name": "Alerts",
        "datasource": DATASOURCE,
        "enable": True,
        "hide": False,
        "iconColor": "red",
        "expr": 'ALERTS{alertstate="firing",severity!="none"}',
        "step": "60s",
        "titleFormat": "{{alertname}}",
        "textFormat": "{{severity}} {{job}} {{kind}}",
        "tagKeys": "alertname,severity",
        "useValueForTime": False,
    }


def _others() -> dict[str, Any]:
    return {
        "type": "dashboards",
        "title": "SavePets",
        "tags": [TAG],
        "asDropdown": False,
        "includeVars": True,
        "keepTime": True,
        "targetBlank": False,
        "icon": "external link",
        "tooltip": "",
        "url": "",
    }
