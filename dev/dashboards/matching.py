"""Whether answers are right, as far as it can be told without knowing the truth."""

from dev.dashboards.frame import Dashboard, Row
from dev.dashboards.panels import Query, at_most, bars, heatmap, series, stat
from dev.dashboards.promql import RECENT, about, highest, share, total

LOOKUPS, REGISTRATIONS = "savepets_lookups_total", "savepets_registrations_total"
SCORE, QUALITY = "savepets_ai_match_score", "savepets_ai_photo_quality"


def _score(level: float, outcome: str) -> Query:
    buckets = f'{SCORE}_bucket{{outcome="{outcome}"}}'
    return Query(f"histogram_quantile({level}, sum by (le) (increase({buckets}[1h])))", f"{outcome}, p{100 * level:g}")


NOW = (
    stat(
        "Lookups that matched",
        about(
            "Of all lookups in this range. Depends on how many of the dogs that are found are registered.",
            "The same as last week.",
            "MatchScoresDrift",
        ),
        Query(share(f'{LOOKUPS}{{outcome="match"}}', LOOKUPS)),
        unit="percentunit",
        decimals=1,
    ),
    stat(
        "Lookups left in between",
        about(
            "Answered *possible*: neither a match nor a no. One stranger in twenty gets that by design.",
            "5 % and less; more says that scores have moved or that photos are poor.",
            "MatchScoresDrift",
        ),
        Query(share(f'{LOOKUPS}{{outcome="possible"}}', LOOKUPS)),
        unit="percentunit",
        steps=at_most(0.08, 0.15),
        decimals=1,
    ),
    stat(
        "Lookups without a usable photo",
        about("Rejected for their photo.", "Below 15 %; the live guidance is there to prevent it."),
        Query(share(f'{LOOKUPS}{{outcome="rejected"}}', LOOKUPS)),
        unit="percentunit",
        steps=at_most(0.15, 0.3),
        decimals=1,
    ),
    stat(
        "Registrations that staff must judge",
        about("A dog that resembles another one too much (needs_review), in this range.", "1 % and less."),
        Query(share(f'{REGISTRATIONS}{{outcome="needs_review"}}', REGISTRATIONS)),
        unit="percentunit",
        steps=at_most(0.02, 0.05),
        decimals=1,
    ),
    stat(
        "Reviews that wait for staff",
        about("Dogs that nobody has decided about.", "None older than a day."),
        Query("max(savepets_reviews_open)"),
        unit="short",
        steps=at_most(10, 50),
        trend=True,
    ),
    stat(
        "Matches that were written to",
        about(
            "Finders who wrote to the owner, by matches shown: who holds the wrong dog does not write.",
            "The same as last week; a fall with as many matches is a hint at false ones.",
            "MatchScoresDrift",
        ),
        Query(share('savepets_contacts_total{outcome="sent"}', f'{LOOKUPS}{{outcome="match"}}')),
        unit="percentunit",
        decimals=0,
    ),
)

SCORES = (
    series(
        "Best score of a lookup, by outcome",
        about(
            "The gap between what strangers reach (p95 of not_registered) and what registered dogs fall to (p10 of "
            "match), over an hour each. The threshold rises with the gallery.",
            "Two levels far apart that do not move.",
            "MatchScoresDrift",
        ),
        _score(0.5, "match"),
        _score(0.1, "match"),
        _score(0.95, "not_registered"),
        _score(0.5, "not_registered"),
        unit="none",
    ),
    heatmap(
        "Best scores",
        about("All lookups by their best score.", "Two heaps with little between them.", "MatchScoresDrift"),
        f"{SCORE}_bucket",
        unit="none",
    ),
)

OUTCOMES = (
    series(
        "Lookups by outcome",
        about("Share of each outcome, over an hour.", "Level bands.", "MatchScoresDrift"),
        Query(
            f"sum by (outcome) (increase({LOOKUPS}[1h])) / ignoring (outcome) group_left sum(increase({LOOKUPS}[1h]))",
            "{{outcome}}",
        ),
        unit="percentunit",
        stacked=True,
        most=1,
    ),
    series(
        "Registrations by outcome",
        about(
            "Share of each outcome, over an hour. already_registered is what keeps one dog from having two numbers.",
            "Mostly registered.",
        ),
        Query(
            f"sum by (outcome) (increase({REGISTRATIONS}[1h])) "
            f"/ ignoring (outcome) group_left sum(increase({REGISTRATIONS}[1h]))",
            "{{outcome}}",
        ),
        unit="percentunit",
        stacked=True,
        most=1,
    ),
)

PHOTOS = (
    heatmap(
        "Quality of photos",
        about("Photos of noses by their quality, 0 to 100.", "Most above 60.", "MatchScoresDrift"),
        f"{QUALITY}_bucket",
        unit="none",
        most=100,
    ),
    series(
        "Quality of photos, course",
        about("Median, and what one photo in ten falls short of.", "Median above 60, p10 above 30."),
        Query(f"histogram_quantile(0.5, sum by (le) (rate({QUALITY}_bucket[{RECENT}])))", "p50"),
        Query(f"histogram_quantile(0.1, sum by (le) (rate({QUALITY}_bucket[{RECENT}])))", "p10"),
        unit="none",
        most=100,
    ),
    bars(
        "Why photos were rejected",
        about("By reason, in this range.", "No reason far ahead of the others; blurred and too_small lead."),
        Query(total("savepets_photos_rejected_total", "reason"), "{{reason}}"),
        unit="short",
        steps=(("orange", None),),
    ),
    bars(
        "Prints by version",
        about(
            "Prints in the gallery by the version of the templates. Only those of the current one are searched.",
            "One bar, except while a new version is being introduced.",
            "GalleryNotVerified",
        ),
        Query(highest("savepets_ai_gallery_prints_by_version", "version"), "{{version}}"),
        unit="short",
    ),
)

MATCHING = Dashboard(
    name="matching",
    title="Matching",
    description="Nobody knows of a running system which answers are false; these are the signs by which it shows.",
    since="now-7d",
    refresh="5m",
    rows=(
        Row("Signs", 4, NOW),
        Row("Scores", 8, SCORES),
        Row("Outcomes", 8, OUTCOMES),
        Row("Photos and prints", 8, PHOTOS),
    ),
)
