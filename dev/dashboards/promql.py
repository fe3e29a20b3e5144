"""Turns of PromQL that several dashboards use."""

from dev.dashboards.panels import GUIDE, Query

RECENT = "$__rate_interval"
WHOLE = "$__range"
REQUESTS = "savepets_http_request_duration_seconds"
OUTSIDE = 'route!~"internal/.*"'
PROMPT = 'route!~"internal/.*|.*tasks/.*"'  # a client that waits for its task holds the line on purpose


def about(what: str, good: str, *alerts: str) -> str:
    """A panel's description: what it shows, what it should look like, and where the runbook goes on."""
    places = ", ".join(f"`{GUIDE}#{alert.lower()}`" for alert in alerts) or f"`{GUIDE}`"
    return f"{what}\n\n**Good:** {good}\n\n**If not:** {places}"


def quantile(level: float, histogram: str, matchers: str = "", window: str = RECENT, by: str = "") -> str:
    """`by`: labels to tell apart, without what never happened."""
    labels = f"le, {by}" if by else "le"
    expr = f"histogram_quantile({level}, sum by ({labels}) (rate({histogram}_bucket{matchers}[{window}])))"
    return happened(expr, f"{histogram}_count{matchers}", by) if by else expr


def quantiles(histogram: str, matchers: str, *levels: float) -> list[Query]:
    return [Query(quantile(level, histogram, matchers), f"p{100 * level:g}") for level in levels]


def per_minute(counter: str, by: str) -> str:
    return happened(f"60 * sum by ({by}) (rate({counter}[{RECENT}]))", counter, by)


def happened(expr: str, counter: str, by: str) -> str:
    """`expr` without what never happened in the range that is looked at: it would fill the legend."""
    return _or_none(f"{expr} and sum by ({by}) (increase({counter}[{WHOLE}] @ end())) > 0", by)


def total(counter: str, by: str) -> str:
    """Of the range that is looked at."""
    return _or_none(f"sum by ({by}) (increase({counter}[{WHOLE}])) > 0", by)


def _or_none(expr: str, by: str) -> str:
    """A quiet time is a zero named `none`: "No data" is for what is broken."""
    return f'{expr} or on () label_replace(vector(0), "{by.split(",")[0]}", "none", "", "")'


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
