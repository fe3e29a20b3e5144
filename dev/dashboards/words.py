"""Names and numbers as Grafana writes them."""

import math
import re
from collections.abc import Mapping
from typing import Any

SUFFIXES = {"reqps": " req/s", "opm": " ops/min"}
TIMES = (("d", 86400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0), ("ms", 0.001))


def legend(template: str, labels: Mapping[str, str]) -> str:
    if template == "__auto":
        return next(iter(labels.values()), "")
    return re.sub(r"{{\s*(\w+)\s*}}", lambda found: labels.get(found[1], ""), template).strip()


def value_text(value: float, defaults: Mapping[str, Any]) -> str:
    """`defaults`: a panel's unit, decimals and mappings."""
    if math.isnan(value):
        return "–"
    words = [mapping["options"] for mapping in defaults.get("mappings", []) if mapping["type"] == "value"]
    if words and f"{value:g}" in words[0]:
        return str(words[0][f"{value:g}"]["text"])
    unit, decimals = defaults["unit"], defaults.get("decimals")
    if unit == "percentunit":
        return f"{_number(100 * value, decimals)}%"
    if unit == "s":
        return _duration(value, decimals)
    return _number(value, decimals) + SUFFIXES.get(unit, "")


def _duration(seconds: float, decimals: int | None) -> str:
    name, size = next(((name, size) for name, size in TIMES if abs(seconds) >= size), ("s", 1.0))
    return f"{_number(seconds / size, decimals)} {name}"


def _number(value: float, decimals: int | None) -> str:
    if decimals is not None:
        return f"{value:.{decimals}f}"
    if abs(value) >= 1000:
        return f"{value / 1000:.3g} K"
    return f"{value:.3g}"
