"""What people do with it. Counts alone: nothing here is about one person or one dog."""

from dev.dashboards.frame import Dashboard, Row
from dev.dashboards.panels import Query, bars, series, stat
from dev.dashboards.promql import about, highest, total

PER_HOUR = "1h"


def _count(title: str, what: str, counter: str) -> dict[str, object]:
    number = Query(f"sum(increase({counter}[$__range]))")
    return stat(title, about(what, "More than in the range before."), number, unit="short", decimals=0)


def _hourly(title: str, what: str, good: str, counter: str, label: str) -> dict[str, object]:
    bands = Query(f"sum by ({label}) (increase({counter}[$__interval]))", f"{{{{{label}}}}}")
    return series(title, about(what, good), bands, unit="short", stacked=True, bars=True, interval=PER_HOUR)


STANDING = (
    stat(
        "Registered dogs",
        about("Dogs with a number.", "Grows."),
        Query('max(savepets_dogs{state="registered"})'),
        unit="short",
        trend=True,
    ),
    stat(
        "Accounts", about("People with an account.", "Grows."), Query("max(savepets_users)"), unit="short", trend=True
    ),
    _count("Dogs found", "Lookups that matched, in this range.", 'savepets_lookups_total{outcome="match"}'),
    _count("Messages to owners", "Messages of finders that went out.", 'savepets_contacts_total{outcome="sent"}'),
    _count("New accounts", "Sign-ups in this range.", "savepets_sign_ups_total"),
    _count("Faces covered", "Faces under an emoji, in this range.", "savepets_faces_covered_total"),
)

COURSE = (
    _hourly(
        "Registrations",
        "By outcome.",
        "Mostly registered.",
        "savepets_registrations_total",
        "outcome",
    ),
    _hourly(
        "Lookups",
        "By outcome.",
        "Matches grow with the registry.",
        "savepets_lookups_total",
        "outcome",
    ),
    _hourly(
        "Log-ins",
        "By outcome. Wrong ones in great number are somebody who tries passwords.",
        "Few wrong.",
        "savepets_log_ins_total",
        "outcome",
    ),
)

MIX = (
    bars(
        "Dogs by state",
        about("All dogs that the registry knows.", "needs_review is worked off."),
        Query(highest("savepets_dogs", "state"), "{{state}}"),
        unit="short",
    ),
    bars(
        "Photos in which people were covered",
        about("Covers by outcome, in this range; no_face: nobody was found.", "Few without a face."),
        Query(total("savepets_covers_total", "outcome"), "{{outcome}}"),
        unit="short",
    ),
    bars(
        "Expressions",
        about("Covered faces by the expression that was read.", "Happy and neutral lead."),
        Query(total("savepets_faces_covered_total", "expression"), "{{expression}}"),
        unit="short",
    ),
    bars(
        "E-mails",
        about("Letters by outcome, in this range.", "All sent.", "MailsWait"),
        Query(total("savepets_mails_total", "outcome"), "{{outcome}}"),
        unit="short",
    ),
)

BUSINESS = Dashboard(
    name="business",
    title="Business",
    description="What people do with it: dogs, lookups, messages, covered faces, letters.",
    since="now-7d",
    refresh="5m",
    rows=(Row("Standing", 4, STANDING), Row("Course, by the hour", 8, COURSE), Row("Mix", 8, MIX)),
)
