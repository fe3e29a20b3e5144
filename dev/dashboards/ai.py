"""The AI processes and the device that they compute on."""

from dev.dashboards.frame import Dashboard, Row, Variable
from dev.dashboards.panels import Query, at_least, at_most, exactly, facts, series, stat
from dev.dashboards.promql import RECENT, about, happened, per_minute, quantile

ROLE = '{role=~"$role"}'
STAGE, BATCH = "savepets_ai_stage_duration_seconds", "savepets_ai_batch_size"

NOW = (
    stat(
        "Processes ready",
        about("Of the AI processes those that take jobs.", "All.", "AiNotReady"),
        Query(f"sum(savepets_ai_ready{ROLE}) / count(savepets_ai_ready{ROLE})"),
        unit="percentunit",
        steps=at_least(0.5, 1),
        trend=True,
    ),
    stat(
        "Jobs in hand",
        about("Jobs that are being worked on.", "As many as threads while there is work, else none."),
        Query(f"sum(savepets_ai_jobs_running{ROLE})"),
        unit="short",
        trend=True,
    ),
    stat(
        "In front of the device",
        about("Work that waits for the one thread that owns the models, in pairs of prints.", "Below 10,000."),
        Query(f"sum(savepets_ai_queue_pairs{ROLE})"),
        unit="short",
        steps=at_most(20_000, 100_000),
        trend=True,
    ),
    stat(
        "Device busy",
        about(
            "The busiest device; of a processor the share that the process takes.",
            "Below 80 % on average.",
        ),
        Query(f"max(savepets_ai_device_utilisation_ratio{ROLE})"),
        unit="percentunit",
        steps=at_most(0.8, 0.95),
        decimals=0,
        trend=True,
    ),
    stat(
        "Dogs that are searched",
        about("Dogs in the gallery.", "As many as the main server has registered."),
        Query("max(savepets_ai_gallery_dogs)"),
        unit="short",
        trend=True,
    ),
    stat(
        "Gallery agrees",
        about(
            "Whether what was enrolled is searched, and nothing else.", "Yes.", "GalleryNotVerified", "DogsNotSearched"
        ),
        Query(f"min(savepets_ai_gallery_verified{ROLE})"),
        unit="none",
        steps=exactly(1),
        words={0: "no", 1: "yes"},
    ),
)

WORK = (
    series(
        "Stages, p95",
        about("Time in each stage of a job.", "Flat; verify and features are the long ones.", "ErrorBudgetBurnsFast"),
        Query(quantile(0.95, STAGE, ROLE, by="stage"), "{{stage}}"),
        unit="s",
    ),
    series(
        "Where the time goes",
        about("Seconds of each second that jobs spend in a stage; their sum is how many jobs run.", "Even bands."),
        Query(
            happened(f"sum by (stage) (rate({STAGE}_sum{ROLE}[{RECENT}]))", f"{STAGE}_count{ROLE}", "stage"),
            "{{stage}}",
        ),
        unit="none",
        stacked=True,
    ),
    series(
        "Jobs by outcome",
        about("What the AI server made of its jobs, a minute.", "No failed.", "JobsFail"),
        Query(per_minute(f"savepets_ai_jobs_total{ROLE}", "kind, outcome"), "{{kind}} {{outcome}}"),
        unit="opm",
        stacked=True,
    ),
)

DEVICE = (
    series(
        "Batch size",
        about(
            "Items in one call of a model, on average.",
            "Near the most that a call takes (64 pairs) while there is work; 1 says that nothing is shared.",
        ),
        Query(
            happened(
                " / ".join(f"sum by (work) (rate({BATCH}_{part}{ROLE}[{RECENT}]))" for part in ("sum", "count")),
                f"{BATCH}_count{ROLE}",
                "work",
            ),
            "{{work}}",
        ),
        unit="short",
    ),
    series(
        "Waiting for the device",
        about("Time that work waited in front of the batcher, by priority.", "Interactive below 0.2 s."),
        Query(quantile(0.95, "savepets_ai_queue_wait_seconds", ROLE, by="priority"), "{{priority}}, p95"),
        unit="s",
    ),
    series(
        "Memory",
        about("Of the device by state; on a processor what the process holds.", "Flat; it does not climb with days."),
        Query(
            'sum by (role, state) (savepets_ai_device_memory_bytes{role=~"$role",state!="total"})', "{{role}} {{state}}"
        ),
        unit="bytes",
    ),
)

HARDWARE = (
    series(
        "GPU",
        about(
            "From NVIDIA's exporter, so empty without the profile gpu.",
            "Busy while there is work, below 83 °C.",
            "GpuHot",
        ),
        Query("max by (gpu) (DCGM_FI_DEV_GPU_UTIL)", "GPU {{gpu}}"),
        unit="percent",
        most=100,
    ),
    facts(
        "What runs",
        about("Versions of the models, device and role of each process.", "One version everywhere."),
        Query(f"savepets_ai_info{ROLE}"),
        hidden=("job",),
    ),
)

AI = Dashboard(
    name="ai",
    title="AI device",
    description="What the AI processes do with their time, and what the device has to spare.",
    variables=(Variable("role", "savepets_ai_ready"),),
    rows=(
        Row("Now", 4, NOW),
        Row("Work", 8, WORK),
        Row("In front of the models", 8, DEVICE),
        Row("Hardware and versions", 7, HARDWARE),
    ),
)
