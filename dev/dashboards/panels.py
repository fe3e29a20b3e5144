"""The kinds of panel that the dashboards are made of, as Grafana's panel JSON without a place and an id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Panel = dict[str, Any]
Steps = Sequence[tuple[str, float | None]]

DATASOURCE = {"type": "prometheus", "uid": "prometheus"}
GUIDE = "docs/operations.md"
UID = "savepets-"  # then the dashboard's name
# One meaning, one colour, on every dashboard.
COLOURS = {
    "green": ("2..", "2xx", "match.*", "registered", "succeeded", "applied", "sent", "covered", "p50"),
    "blue": ("3..", "3xx", "not_registered.*", "already_registered", "no_face"),
    "yellow": ("4..", "4xx", "possible", "needs_review", "duplicate", "p95"),
    "orange": ("rejected", "late", "cancelled", "refused", "wrong", "throttled"),
    "red": ("5..", "5xx", "failed", "unknown", "p99"),
}
NEUTRAL: Steps = (("blue", None),)
NONE_AT_ALL: Steps = (("green", None), ("red", 1))


@dataclass(frozen=True)
class Query:
    """PromQL as Grafana takes it (with $__range, $__rate_interval and the dashboard's variables), and its name."""

    expr: str
    legend: str = "__auto"


def at_most(warning: float, critical: float) -> Steps:
    """Green below `warning`, red from `critical` on."""
    return (("green", None), ("yellow", warning), ("red", critical))


def at_least(warning: float, good: float) -> Steps:
    """Red below `warning`, green from `good` on."""
    return (("red", None), ("yellow", warning), ("green", good))


def exactly(value: float) -> Steps:
    """Red below `value`."""
    return (("red", None), ("green", value))


def stat(
    title: str,
    description: str,
    *queries: Query,
    unit: str,
    steps: Steps = NEUTRAL,
    decimals: int | None = None,
    words: Mapping[int, str] | None = None,
    trend: bool = False,
) -> Panel:
    """One number each. `words` stand for values; `trend`: with its course, else of the whole range at its end."""
    defaults = _defaults(unit, steps, decimals) | {"mappings": _mappings(words)}
    options = {
        "colorMode": "value",
        "graphMode": "area" if trend else "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "reduceOptions": _last(),
        "textMode": "auto",
        "wideLayout": True,
    }
    return _panel("stat", title, description, _targets(queries, instant=not trend), defaults, options)


def series(
    title: str,
    description: str,
    *queries: Query,
    unit: str,
    steps: Steps | None = None,
    stacked: bool = False,
    bars: bool = False,
    interval: str | None = None,
    most: float | None = None,
) -> Panel:
    """Values over time; `steps` are drawn as lines, `interval` is the shortest step, `most` the end of the scale."""
    custom = {
        "drawStyle": "bars" if bars else "line",
        "lineWidth": 0 if bars else 1,
        "fillOpacity": 80 if bars else 40 if stacked else 8,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"group": "A", "mode": "normal" if stacked else "none"},
        "thresholdsStyle": {"mode": "dashed" if steps else "off"},
    }
    defaults = _defaults(unit, steps or NEUTRAL) | {"color": {"mode": "palette-classic"}, "custom": custom, "min": 0}
    if most is not None:
        defaults["max"] = most
    options = {
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    panel = _panel("timeseries", title, description, _targets(queries), defaults, options, _known_colours())
    return panel | ({"interval": interval} if interval else {})


def bars(title: str, description: str, query: Query, *, unit: str, steps: Steps = NEUTRAL) -> Panel:
    """One bar per label value, of the whole range."""
    options = {
        "displayMode": "basic",
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
        "maxVizHeight": 40,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "left",
        "orientation": "horizontal",
        "reduceOptions": _last(),
        "showUnfilled": True,
        "sizing": "auto",
        "valueMode": "color",
    }
    targets = _targets((query,), instant=True)
    defaults = _defaults(unit, steps, 0 if unit == "short" else None) | {"min": 0}
    return _panel("bargauge", title, description, targets, defaults, options)


def heatmap(title: str, description: str, buckets: str, *, unit: str, most: float | None = None) -> Panel:
    """`buckets`: the name of a histogram's buckets, with matchers; how many observations fell into each, over time."""
    query = Query(f"sum by (le) (increase({buckets}[$__rate_interval]))", "{{le}}")
    options = {
        "calculate": False,
        "cellGap": 1,
        "color": {
            "exponent": 0.5,
            "fill": "dark-orange",
            "mode": "scheme",
            "reverse": False,
            "scale": "exponential",
            "scheme": "Oranges",
            "steps": 64,
        },
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "tooltip": {"mode": "single", "yHistogram": True},
        "yAxis": {"axisPlacement": "left", "reverse": False, "unit": unit} | ({"max": most} if most else {}),
    }
    defaults = {"custom": {"scaleDistribution": {"type": "linear"}}}
    return _panel("heatmap", title, description, _targets((query,), form="heatmap"), defaults, options)


def states(title: str, description: str, query: Query, words: Mapping[int, str], steps: Steps) -> Panel:
    """One band per series, coloured by its value."""
    defaults = _defaults("none", steps) | {"custom": {"fillOpacity": 80, "lineWidth": 0}, "mappings": _mappings(words)}
    options = {
        "alignValue": "left",
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": False},
        "mergeValues": True,
        "rowHeight": 0.8,
        "showValue": "never",
        "tooltip": {"mode": "single", "sort": "none"},
    }
    return _panel("state-timeline", title, description, _targets((query,)), defaults, options)


def table(
    title: str, description: str, key: str, columns: Mapping[str, str], *, unit: str, steps: Mapping[str, Steps]
) -> Panel:
    """A row per value of the label `key`; `columns`: heading -> PromQL grouped by `key`; `steps` colour its cells."""
    queries = [Query(expr) for expr in columns.values()]
    targets = _targets(queries, instant=True, form="table")
    names = {f"Value #{target['refId']}": heading for target, heading in zip(targets, columns, strict=True)}
    join = {"id": "joinByField", "options": {"byField": key, "mode": "outer"}}
    custom = {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False}
    options = {"cellHeight": "sm", "showHeader": True}
    overrides = [_cells(heading, rule) for heading, rule in steps.items()]
    defaults = _defaults(unit, NEUTRAL) | {"custom": custom}
    panel = _panel("table", title, description, targets, defaults, options, overrides)
    return panel | {"transformations": [join, _organised(_times(len(queries)), names)]}


def facts(title: str, description: str, query: Query, hidden: Sequence[str]) -> Panel:
    """The labels of a series that is always 1, as a table without the `hidden` ones."""
    excluded = dict.fromkeys((*hidden, "Time", "Value", "__name__"), True)
    defaults = {"custom": {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False}}
    targets = _targets((query,), instant=True, form="table")
    panel = _panel("table", title, description, targets, defaults, {"cellHeight": "sm", "showHeader": True})
    return panel | {"transformations": [_organised(excluded, {})]}


def leading(panel: Panel, name: str) -> Panel:
    """With a link to the dashboard that goes on from there, for the same range."""
    link = {"title": f"More: {name}", "url": f"/d/{UID}{name}?${{__url_time_range}}", "targetBlank": False}
    return panel | {"links": [link]}


def _panel(
    kind: str,
    title: str,
    description: str,
    targets: list[dict[str, Any]],
    defaults: Mapping[str, Any],
    options: Mapping[str, Any],
    overrides: Sequence[Mapping[str, Any]] = (),
) -> Panel:
    return {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": DATASOURCE,
        "targets": targets,
        "fieldConfig": {"defaults": dict(defaults), "overrides": list(overrides)},
        "options": dict(options),
    }


def _targets(queries: Sequence[Query], instant: bool = False, form: str = "time_series") -> list[dict[str, Any]]:
    return [
        {
            "refId": chr(ord("A") + number),
            "datasource": DATASOURCE,
            "editorMode": "code",
            "expr": query.expr,
            "format": form,
            "instant": instant,
            "legendFormat": query.legend,
            "range": not instant,
        }
        for number, query in enumerate(queries)
    ]


def _defaults(unit: str, steps: Steps, decimals: int | None = None) -> dict[str, Any]:
    rules = [{"color": colour, "value": value} for colour, value in steps]
    defaults = {
        "color": {"mode": "thresholds"},
        "thresholds": {"mode": "absolute", "steps": rules},
        "unit": unit,
    }
    return defaults if decimals is None else defaults | {"decimals": decimals}


def _mappings(words: Mapping[int, str] | None) -> list[dict[str, Any]]:
    """Nothing to count is not a fault: 0/0 reads as a dash."""
    dash = {"options": {"match": "null+nan", "result": {"text": "–"}}, "type": "special"}
    values = {str(value): {"text": text} for value, text in (words or {}).items()}
    return [dash, *([{"options": values, "type": "value"}] if values else [])]


def _known_colours() -> list[dict[str, Any]]:
    """Of the series by their names."""
    return [
        {
            "matcher": {"id": "byRegexp", "options": f"/^({'|'.join(names)})$/"},
            "properties": [{"id": "color", "value": {"fixedColor": colour, "mode": "fixed"}}],
        }
        for colour, names in COLOURS.items()
    ]


def _cells(heading: str, steps: Steps) -> dict[str, Any]:
    rules = [{"color": colour, "value": value} for colour, value in steps]
    return {
        "matcher": {"id": "byName", "options": heading},
        "properties": [
            {"id": "thresholds", "value": {"mode": "absolute", "steps": rules}},
            {"id": "custom.cellOptions", "value": {"type": "color-text"}},
        ],
    }


def _organised(excluded: Mapping[str, bool], names: Mapping[str, str]) -> dict[str, Any]:
    options = {"excludeByName": dict(excluded), "indexByName": {}, "renameByName": dict(names)}
    return {"id": "organize", "options": options}


def _times(count: int) -> dict[str, bool]:
    """The time columns of that many joined tables."""
    return {"Time": True} | {f"Time {number}": True for number in range(1, count + 1)}


def _last() -> dict[str, Any]:
    return {"calcs": ["lastNotNull"], "fields": "", "values": False}
