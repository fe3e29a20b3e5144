"""Is it working for users?"""

from collections.abc import Sequence

from dev.dashboards.frame import Dashboard, Row
from dev.dashboards.panels import NONE_AT_ALL, Panel, Query, at_least, at_most, exactly, leading, series, stat, states
from dev.dashboards.promql import (
    OUTSIDE,
    PROMPT,
    RECENT,
    REQUESTS,
    WHOLE,
    about,
    highest,
    kept,
    per_minute,
    quantile,
    quantiles,
)

STEPS = "savepets_job_step_duration_seconds"
LOOKUP = '{kind="dog.lookup",step="total"}'
ANSWERED = f'label_replace(rate({REQUESTS}_count{{{OUTSIDE}}}[{RECENT}]), "class", "${{1}}xx", "status", "(.).*")'

NOW = (
    stat(
        "The door",
        about(
            "Whether the gateway answers as it does to a client: a page and a call of the API.", "Open.", "GatewayDown"
        ),
        Query('min(probe_success{job="gateway"})'),
        unit="none",
        steps=exactly(1),
        words={0: "shut", 1: "open"},
    ),
    stat(
        "Requests that we answered",
        about(
            "Of the requests that reached the main server in this range those without a fault of ours (5xx). "
            "It does not see what the gateway answers while nobody is behind it (502, 504), nor that nobody could get "
            "in at all: The door tells of these.",
            "99.9 % and more.",
            "ErrorBudgetBurnsFast",
        ),
        Query(kept("availability")),
        unit="percentunit",
        steps=at_least(0.995, 0.999),
        decimals=2,
    ),
    stat(
        "A lookup takes",
        about(
            "Nineteen of twenty finders had their answer within this time of sending the photo, in this range.",
            "Below a second.",
            "ErrorBudgetBurnsFast",
        ),
        Query(quantile(0.95, STEPS, LOOKUP, WHOLE)),
        unit="s",
        steps=at_most(1, 5),
        decimals=1,
    ),
    stat(
        "Jobs that were answered",
        about(
            "Of all jobs that ended in this range those that did not fail. A rejected photo is an answer.",
            "99.5 % and more.",
            "JobsFail",
        ),
        Query(kept("jobs")),
        unit="percentunit",
        steps=at_least(0.99, 0.995),
        decimals=2,
    ),
    stat(
        "The oldest job waits for",
        about(
            "How long the job that waits longest has been queued, of whatever kind.",
            "Seconds; minutes while many register at once.",
            "PeopleWait",
            "BulkJobsWait",
        ),
        Query("max(savepets_job_oldest_queued_seconds)"),
        unit="s",
        steps=at_most(60, 600),
        decimals=0,
        trend=True,
    ),
    stat(
        "Alerts that fire",
        about("Alerts that fire at this moment; where one fires, a red band stands in the graphs.", "None."),
        Query('count(ALERTS{alertstate="firing",severity!="none"}) or vector(0)'),
        unit="none",
        steps=NONE_AT_ALL,
        trend=True,
    ),
)

COURSE = (
    series(
        "Requests by answer",
        about(
            "Clients' requests to the main server by the class of their status. 4xx: mistakes of clients, and limits.",
            "Green and blue follow the day; yellow is a small part; no red.",
            "ErrorBudgetBurnsFast",
        ),
        Query(f"sum by (class) ({ANSWERED})", "{{class}}"),
        unit="reqps",
        stacked=True,
    ),
    series(
        "How long requests take",
        about(
            "Without those that wait for a task, which hold the line on purpose.",
            "p95 below 0.3 s and flat; uploads are the slow ones.",
            "ErrorBudgetBurnsFast",
        ),
        *quantiles(REQUESTS, f"{{{PROMPT}}}", 0.5, 0.95, 0.99),
        unit="s",
    ),
    series(
        "Lookups: from photo to answer",
        about(
            "Time from a lookup's photo to its answer, waiting included. What it is spent on: Jobs and queues.",
            "p95 flat, below a second.",
            "ErrorBudgetBurnsFast",
        ),
        *quantiles(STEPS, LOOKUP, 0.5, 0.95),
        unit="s",
    ),
)

CAUSES = (
    series(
        "Promises in danger",
        about(
            "How many times faster than allowed each objective's share of failures is used up, over an hour.",
            "Below 1; at 14.4 what may go wrong in 30 days has gone wrong after two.",
            "ErrorBudgetBurnsFast",
            "ErrorBudgetBurnsSlowly",
        ),
        Query("slo:error:ratio_rate1h / (1 - slo:objective:ratio)", "{{slo}}"),
        unit="none",
        steps=at_most(1, 14.4),
    ),
    series(
        "Lookups by outcome",
        about(
            "What finders were told, a minute.",
            "The mix stays the same from day to day; a change of the mix alone is a matter for Matching.",
            "MatchScoresDrift",
        ),
        Query(per_minute("savepets_lookups_total", "outcome"), "{{outcome}}"),
        unit="opm",
        stacked=True,
    ),
    series(
        "Jobs that wait",
        about(
            "Queued jobs by kind.",
            "Comes back to nothing again and again; a line that only climbs is not.",
            "PeopleWait",
            "BulkJobsWait",
        ),
        Query(highest('savepets_jobs{state="queued"}', "kind"), "{{kind}}"),
        unit="short",
        stacked=True,
    ),
    states(
        "Parts that are up",
        about("Whether each process could be measured.", "All green.", "TargetDown"),
        Query("min by (job, role) (up)", "{{job}} {{role}}"),
        words={0: "down", 1: "up"},
        steps=exactly(1),
    ),
)

# The dashboard that goes on from there.
MORE = {
    "The door": "web",
    "Requests that we answered": "web",
    "Requests by answer": "web",
    "How long requests take": "web",
    "A lookup takes": "jobs",
    "Jobs that were answered": "jobs",
    "The oldest job waits for": "jobs",
    "Lookups: from photo to answer": "jobs",
    "Jobs that wait": "jobs",
    "Lookups by outcome": "matching",
}


def _row(title: str, height: int, panels: Sequence[Panel]) -> Row:
    return Row(
        title, height, [leading(panel, MORE[panel["title"]]) if panel["title"] in MORE else panel for panel in panels]
    )


OVERVIEW = Dashboard(
    name="overview",
    title="Overview",
    description="Is it working for users? From what they notice, above, to what may cause it.",
    rows=(_row("Now", 4, NOW), _row("How it goes", 8, COURSE), _row("What is behind it", 8, CAUSES)),
)
