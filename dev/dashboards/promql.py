"""Turns of PromQL that several dashboards use."""

from dev.dashboards.panels import GUIDE, Query

RECENT = "$__rate_interval"
WHOLE = "$__range"


def about(what: str, good: str, *alerts: str) -> str:
    """A panel's description: what it shows, what it should look like, and where the runbook goes on."""
    places = ", ".join(f"`{GUIDE}#{alert.lower()}`" for alert in alerts) or f"`{GUIDE}`"
    return f"{what}\n\n**Good:** {good}\n\n**If not:** {places}"


def quantile(level: float, buckets: str, window: str = RECENT, by: str = "") -> str:
    """`buckets`: a histogram's buckets with their matchers; `by`: further labels to tell apart."""
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({level}, sum by ({labels}) (rate({buckets}[{window}])))"


def quantiles(buckets: str, *levels: float) -> list[Query]:
    return [Query(quantile(level, buckets), f"p{100 * level:g}") for level in levels]


def per_minute(counter: str, by: str) -> str:
    return f"60 * sum by ({by}) (rate({counter}[{RECENT}]))"


def total(counter: str, by: str) -> str:
    """Of the range that is looked at."""
    return f"sum by ({by}) (increase({counter}[{WHOLE}]))"


def share(part: str, whole: str) -> str:
    """Of two counters with their matchers, over the range that is looked at. A part that never was counts as none."""
    return f"(sum(increase({part}[{WHOLE}])) or vector(0)) / sum(increase({whole}[{WHOLE}]))"


def kept(slo: str) -> str:
    """Share of events that went well in the range that is looked at, as the objectives count it (prometheus/rules)."""
    errors, events = (f'sum_over_time(slo:{name}:rate5m{{slo="{slo}"}}[{WHOLE}])' for name in ("errors", "requests"))
    return f"1 - {errors} / {events}"


def highest(gauge: str, by: str) -> str:
    """Of a gauge that each copy of a process shows alike, such as what the database holds."""
    return f"max by ({by}) ({gauge})"
