"""A job's life: table, queue, work, result; and the letters."""

from dev.dashboards.frame import Dashboard, Row, Variable
from dev.dashboards.panels import NONE_AT_ALL, Query, at_most, bars, heatmap, series, stat, table
from dev.dashboards.promql import about, highest, per_minute, quantile, total

KIND = '{kind=~"$kind"}'
QUEUES = "rabbitmq_detailed_queue"

NOW = (
    stat(
        "The oldest waits for",
        about(
            "The oldest queued job of these kinds.",
            "Seconds for lookups, minutes for registrations.",
            "PeopleWait",
            "BulkJobsWait",
        ),
        Query(f"max(savepets_job_oldest_queued_seconds{KIND})"),
        unit="s",
        steps=at_most(60, 600),
        decimals=0,
        trend=True,
    ),
    stat(
        "The outbox waits for",
        about("How long a job that is due has not been given to the broker.", "Below a second.", "OutboxStuck"),
        Query("max(savepets_outbox_oldest_seconds)"),
        unit="s",
        steps=at_most(5, 60),
        decimals=0,
        trend=True,
    ),
    stat(
        "Dead letters",
        about("Messages that not even quarantine could work on, in this range.", "None.", "DeadLetters"),
        Query(f"sum(increase(savepets_dead_letters_total{KIND}[$__range]))"),
        unit="short",
        steps=NONE_AT_ALL,
        decimals=0,
    ),
    stat(
        "The oldest letter waits for",
        about(
            "E-mail that has not been taken by the mail server. Without one configured letters wait.",
            "Below a minute.",
            "MailsWait",
        ),
        Query("max(savepets_mail_oldest_seconds)"),
        unit="s",
        steps=at_most(60, 600),
        decimals=0,
        trend=True,
    ),
)

WAITING = (
    series(
        "Jobs by state",
        about("Open jobs by kind and state.", "Running is flat and short of the workers; queued comes and goes."),
        Query(highest('savepets_jobs{kind=~"$kind",state=~"queued|running"}', "kind, state"), "{{kind}} {{state}}"),
        unit="short",
        stacked=True,
    ),
    series(
        "Age of the oldest",
        about(
            "How long the oldest queued job of each kind waits.",
            "Saw teeth near the ground.",
            "PeopleWait",
            "BulkJobsWait",
        ),
        Query(highest(f"savepets_job_oldest_queued_seconds{KIND}", "kind"), "{{kind}}"),
        unit="s",
    ),
    table(
        "Queues",
        about(
            "At the broker, at this moment. Unconfirmed: with a worker.",
            "Every queue has a consumer, but for dead.v1, whose messages wait for a person; none is in quarantine.",
            "QueueWithoutConsumer",
        ),
        key="queue",
        columns={
            "waiting": f"sum by (queue) ({QUEUES}_messages_ready)",
            "unconfirmed": f"sum by (queue) ({QUEUES}_messages_unacked)",
            "consumers": f'sum by (queue) ({QUEUES}_consumers{{queue!~"dead.*"}})',
        },
        unit="short",
        steps={"waiting": at_most(100, 1000), "consumers": (("red", None), ("green", 1))},
    ),
)

TIMES = (
    series(
        "Steps of a job's life, p95",
        about(
            "published: from the request to the broker; started: in the queue; worked: at the AI server; applied: "
            "back in the database.",
            "published and applied below 0.1 s; started below 1 s for lookups.",
            "ErrorBudgetBurnsFast",
        ),
        Query(
            quantile(0.95, "savepets_job_step_duration_seconds", '{kind=~"$kind",step!="total"}', by="step"),
            "{{step}}",
        ),
        unit="s",
    ),
    heatmap(
        "From request to answer",
        about("All jobs of these kinds by the time that they took, waiting included.", "One narrow band a kind."),
        'savepets_job_step_duration_seconds_bucket{kind=~"$kind",step="total"}',
        unit="s",
    ),
    series(
        "Jobs that ended",
        about("By kind, a minute.", "As many as were asked for.", "JobsFail"),
        Query(per_minute(f"savepets_jobs_finished_total{KIND}", "kind, state"), "{{kind}} {{state}}"),
        unit="opm",
        stacked=True,
    ),
)

TROUBLE = (
    bars(
        "Failures by code",
        about("Jobs that failed, in this range.", "None; `deadline_passed` says that the AI server was away."),
        Query(total(f"savepets_jobs_failed_total{KIND}", "code"), "{{code}}"),
        unit="short",
        steps=at_most(1, 10),
    ),
    series(
        "Results that came",
        about(
            "duplicate and late ones are dropped, as they should be; they tell of messages that came twice and of "
            "jobs that had been given up.",
            "Applied alone.",
            "LeasesExpire",
        ),
        Query(per_minute(f"savepets_results_total{KIND}", "effect"), "{{effect}}"),
        unit="opm",
        stacked=True,
    ),
    series(
        "What had to be repeated",
        about("Attempts that were given up, and messages that the broker did not take.", "Nothing.", "LeasesExpire"),
        Query(f"60 * sum(rate(savepets_leases_expired_total{KIND}[$__rate_interval]))", "leases expired"),
        Query("60 * sum(rate(savepets_publish_failures_total[$__rate_interval]))", "publish failures"),
        unit="opm",
    ),
)

JOBS = Dashboard(
    name="jobs",
    title="Jobs and queues",
    description="Where jobs are, how long each step of their life takes, and what had to be done twice.",
    variables=(Variable("kind", "savepets_jobs"),),
    rows=(
        Row("Now", 4, NOW),
        Row("Waiting", 8, WAITING),
        Row("Taking time", 8, TIMES),
        Row("Trouble", 7, TROUBLE),
    ),
)
