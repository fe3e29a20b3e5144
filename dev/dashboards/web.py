"""The gateway, the web processes, and what they stand on."""

from dev.dashboards.frame import Dashboard, Row, Variable
from dev.dashboards.panels import Query, at_least, at_most, bars, exactly, heatmap, series, stat
from dev.dashboards.promql import PROMPT, RECENT, REQUESTS, WHOLE, about, quantile, share

ROUTE = 'route=~"$route"'
SLOW = f"{{{ROUTE},{PROMPT}}}"

NOW = (
    stat(
        "Pages and API",
        about("Whether the gateway answers as it does to a client.", "Both open.", "GatewayDown"),
        Query('min by (probe) (probe_success{job="gateway"})', "{{probe}}"),
        unit="none",
        steps=exactly(1),
        words={0: "shut", 1: "open"},
    ),
    stat(
        "The certificate ends in",
        about(
            "Until the TLS certificate of the gateway is no longer valid.",
            "Three weeks and more.",
            "CertificateExpires",
        ),
        Query("min(probe_ssl_earliest_cert_expiry) - time()"),
        unit="s",
        steps=at_least(7 * 86400, 21 * 86400),
    ),
    stat(
        "Our faults",
        about("Share of requests in this range that ended in 5xx.", "Below 0.1 %.", "ErrorBudgetBurnsFast"),
        Query(share(f'{REQUESTS}_count{{status=~"5..",{ROUTE}}}', f"{REQUESTS}_count{{{ROUTE}}}")),
        unit="percentunit",
        steps=at_most(0.001, 0.005),
        decimals=2,
    ),
    stat(
        "In hand",
        about("Requests that are being answered, long polls among them.", "Well below the threads of all processes."),
        Query("sum(savepets_http_requests_in_progress)"),
        unit="short",
        trend=True,
    ),
)

REQUESTED = (
    series(
        "Requests by status",
        about("To the main server.", "429 comes and goes: those are limits at work.", "ErrorBudgetBurnsFast"),
        Query(f"sum by (status) (rate({REQUESTS}_count{{{ROUTE}}}[{RECENT}]))", "{{status}}"),
        unit="reqps",
        stacked=True,
    ),
    heatmap(
        "How long they take",
        about(
            "All requests but waits for a task.",
            "A band below 0.1 s, a thin one of uploads above.",
            "ErrorBudgetBurnsFast",
        ),
        f"{REQUESTS}_bucket{SLOW}",
        unit="s",
    ),
    bars(
        "Slowest routes, p95",
        about(
            "Of this range, without waits for a task.", "Uploads first, none above a second.", "ErrorBudgetBurnsFast"
        ),
        Query(
            f"topk(8, {quantile(0.95, REQUESTS, SLOW, WHOLE, 'route')})",
            "{{route}}",
        ),
        unit="s",
        steps=at_most(0.5, 1),
    ),
)

DOOR = (
    series(
        "Live guidance",
        about(
            "POST quality/, which the gateway passes straight to the AI server; 503 says that it is full.",
            "p95 below 0.2 s.",
            "ErrorBudgetBurnsFast",
        ),
        Query(quantile(0.95, "savepets_ai_quality_duration_seconds", by="status"), "p95 of {{status}}"),
        unit="s",
    ),
    series(
        "Requests at the gateway",
        about("All of them, pages and pictures too.", "Follows the day."),
        Query(f"sum(rate(nginx_http_requests_total[{RECENT}]))", "requests"),
        unit="reqps",
    ),
    series(
        "Connections at the gateway",
        about("Open connections: reading a request, writing an answer, idle.", "Mostly idle (waiting)."),
        Query("sum(nginx_connections_reading)", "reading"),
        Query("sum(nginx_connections_writing)", "writing"),
        Query("sum(nginx_connections_waiting)", "waiting"),
        unit="short",
        stacked=True,
    ),
)

BELOW = (
    series(
        "Connections to PostgreSQL",
        about("By database.", "Flat, and far below max_connections.", "DatabaseConnectionsHigh"),
        Query('sum by (datname) (pg_stat_activity_count{datname!=""})', "{{datname}}"),
        Query("max(pg_settings_max_connections)", "most"),
        unit="short",
    ),
    series(
        "Disk that is free",
        about("By file system of the machines that are measured.", "20 % and more.", "DiskFills"),
        Query("instance:node_filesystem_avail:ratio", "{{instance}} {{mountpoint}}"),
        unit="percentunit",
        most=1,
    ),
    series(
        "Processor and memory",
        about("Of each machine: share of all cores that works, share of memory that is taken.", "Both below 80 %."),
        Query(
            f'1 - avg by (instance) (rate(node_cpu_seconds_total{{mode="idle"}}[{RECENT}]))', "{{instance}} processor"
        ),
        Query("1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", "{{instance}} memory"),
        unit="percentunit",
        most=1,
    ),
)

WEB = Dashboard(
    name="web",
    title="Gateway and web",
    description="The door, the web processes, and what they stand on.",
    variables=(Variable("route", f"{REQUESTS}_count"),),
    rows=(
        Row("Now", 4, NOW),
        Row("Requests", 8, REQUESTED),
        Row("At the door", 8, DOOR),
        Row("Below", 8, BELOW),
    ),
)
