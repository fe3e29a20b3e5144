"""The report in Markdown, written from the entries alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from evaluation.discard import SHARES
from evaluation.experiments import MATCHERS
from evaluation.intervals import Figure
from evaluation.protocol import RECIPES, NosePrint
from evaluation.stress import ABOUT

Entry = dict[str, Any]
GROUPS = {
    "test": "test animals, which nothing was tuned or fitted on",
    "all": "all animals, those included that were tuned on",
}
ENDPOINT = (
    "Positive differences are misses that ours avoids. The endpoint, fixed beforehand: FNIR on the finder's photo of"
    " the cattle test animals, up to 5 shots; all other rows are for information."
)
ACQUISITION = ("failure to acquire", "rejected by quality")


def render(report: Entry) -> str:
    """Return the whole report."""
    sections = [
        head(report),
        summary(report),
        *identification(report),
        *verification(report),
        paired(report),
        calibration(report),
    ]
    sections += [discard(report), enrolled(report), five_photos(report), cost(report)]
    return "\n\n".join(section for section in sections if section) + "\n"


def head(report: Entry) -> str:
    """Return what was measured, and when."""
    lines = [f"{report['date']}, {report['version']}, FPIR {report['fpir']:g} wanted, {report['seconds']} s", ""]
    if report["kept"]:
        lines[0] += f"; {', '.join(report['kept'])}: as in the report before, not measured again"
    for each in report["sets"]:
        splits = ", ".join(f"{split} {count}" for split, count in each["animals_by_split"].items())
        repeats = f"; {each['repeats']} more left out as frames of a burst"
        lines.append(f"- **{each['name']}**: {each['title']}, by split {splits}; {each['photos']} photos{repeats}")
    return "\n".join([*lines, *(f"- *{level}*: {about}" for level, about in ABOUT.items())])


def summary(report: Entry) -> str:
    """Return what to read first: test animals, all shots enrolled."""
    shots = report["identification"][0]["shots"]
    found = [entry for entry in report["identification"] if entry["group"] == "test" and entry["shots"] == shots]
    rows = []
    for (name, level), entries in grouped(found, "set", "level"):
        own = [cell(at(entries, NosePrint.name, f"{rate} at the threshold")) for rate in ("FNIR", "FPIR")]
        rows.append([name, level, *(cell(at(entries, matcher, "FNIR at FPIR 0")) for matcher in MATCHERS), *own])
    heads = [
        "set",
        "photos",
        *(f"FNIR at FPIR 0, {matcher}" for matcher in MATCHERS),
        "FNIR as shipped",
        "FPIR as shipped",
    ]
    return f"### Summary: test animals, up to {shots} shots enrolled\n\n{table(heads, rows)}"


def identification(report: Entry) -> list[str]:
    """Return a section per set and group: one table of acquisition, one per number of shots."""
    sections = []
    for (name, group), found in grouped(report["identification"], "set", "group"):
        sections.append(f"### Identification: {name}, {GROUPS[group]}\n\n{acquisition(found)}")
        for (shots,), entries in grouped(found, "shots"):
            enrolled = "1 shot" if shots == 1 else f"Up to {shots} shots"
            said = f"{enrolled} of each of {entries[0]['gallery']} animals enrolled."
            sections += [said, "\n".join(thresholds(entries)), searches(entries)]
    return sections


def acquisition(entries: list[Entry]) -> str:
    """Return what does not depend on who is enrolled."""
    return figures([entry for entry in entries if entry["shots"] == entries[0]["shots"]], ACQUISITION)


def searches(entries: list[Entry]) -> str:
    """Return the figures of searches."""
    return figures(entries, [name for name in entries[0]["figures"] if name not in ACQUISITION])


def figures(entries: list[Entry], names: Sequence[str]) -> str:
    """Return a table of these figures, a row per level and figure; those that no matcher has are left out."""
    rows = [
        [level, name, *(cell(at(found, matcher, name)) for matcher in MATCHERS)]
        for (level,), found in grouped(entries, "level")
        for name in names
    ]
    return table(["photos", "figure", *MATCHERS], [row for row in rows if set(row[2:]) != {"-"}])


def thresholds(entries: list[Entry]) -> list[str]:
    """Return a line per matcher: its threshold, and per level the best of how many non-mated searches."""
    lines = []
    for (matcher,), own in grouped(entries, "matcher"):
        best = ", ".join(f"{entry['level']} {entry['best_impostor']:.3g} of {entry['nonmated']}" for entry in own)
        threshold = "no threshold" if own[0]["threshold"] is None else f"threshold {own[0]['threshold']:.3g}"
        lines.append(f"- {matcher}: {threshold}; best impostors: {best} searches")
    return lines


def at(entries: list[Entry], matcher: str, figure: str) -> Figure | None:
    """Return one figure of one matcher."""
    return next((entry["figures"][figure] for entry in entries if entry["matcher"] == matcher), None)


def verification(report: Entry) -> list[str]:
    """Return a table per set and group."""
    sections = []
    for (name, group), found in grouped(report["verification"], "set", "group"):
        rows = []
        for (level,), entries in grouped(found, "level"):
            counts = f"{entries[0]['genuine']} / {entries[0]['impostor']}"
            for figure in entries[0]["figures"]:
                rows.append([level, counts, figure, *(cell(at(entries, m, figure), counts=False) for m in RECIPES)])
        heads = ["photos", "genuine / impostor", "figure", *RECIPES]
        sections.append(f"### Verification: {name}, {GROUPS[group]}\n\n{table(heads, rows)}")
    return sections


def paired(report: Entry) -> str:
    """Return the kill test."""
    rows = [
        [
            f"{e['set']}, {e['group']}",
            e["level"],
            str(e["shots"]),
            e["figure"],
            percent(e["ours"]),
            percent(e["other"]),
            f"{100 * e['difference']:+.1f} ({100 * e['low']:+.1f} to {100 * e['high']:+.1f})",
            percent(e["won"]),
            str(e["searches"]),
        ]
        for e in report["paired"]
    ]
    heads = ["animals", "photos", "shots", "figure", *RECIPES, "difference, points", "resamples won", "searches"]
    title = f"### Paired: {' against '.join(RECIPES)}"
    return f"{title}\n\n{ENDPOINT}\n\n{table(heads, rows)}" if rows else ""


def calibration(report: Entry) -> str:
    """Return expected and observed false positives."""
    rows = [
        [
            f"{e['set']}, {e['split']}",
            str(e["dogs"]),
            f"{e['wanted']:.2g}",
            f"{e['threshold']:.3g}",
            f"{e['expected']:.1f}",
            str(e["observed"]["hits"]),
            cell(e["observed"]),
        ]
        for e in report["calibration"]
    ]
    heads = ["animals", "best of dogs", "wanted FPIR", "threshold", "expected", "observed", "observed FPIR"]
    return f"### False positives, expected and observed\n\n{table(heads, rows)}" if rows else ""


def discard(report: Entry) -> str:
    """Return FNIR against quality discarded."""
    rows = [
        [f"{e['set']}, {e['group']}", e["level"]]
        + [f"{percent(p['fnir'])} of {p['left']} (from {p['quality']:.0f})" for p in e["points"]]
        for e in report["discard"]
    ]
    heads = ["animals", "photos", *(f"{100 * share:.0f} % discarded" for share in SHARES)]
    return f"### FNIR at the threshold against quality discarded\n\n{table(heads, rows)}" if rows else ""


def enrolled(report: Entry) -> str:
    """Return the dogs that were enrolled with five shots, and every query."""
    if not report["enrolled"]:
        return ""
    dogs = [
        [e["dog"], *(str(e[k]) for k in ("shots", "usable", "linked"))] + [f"{e['bytes'] / 1000:.0f} KB"]
        for e in report["enrolled"]
    ]
    rows = [
        [
            e["photo"],
            e["answer"],
            e["decision"],
            e["best"],
            f"{e['score']:.3g}",
            "-" if e["own"] is None else f"{e['own']:.3g}",
            str(e["quality"]),
            ", ".join(e["reasons"]) or "-",
            e["burst"] or "-",
        ]
        for e in report["queries"]
    ]
    heads = [
        "photo",
        "answer",
        "decision without quality",
        "best dog",
        "score",
        "own dog's",
        "quality",
        "reasons",
        "burst of",
    ]
    return "\n\n".join(
        [
            "### Dogs as registered: every query",
            table(["dog", "shots enrolled", "of them usable", "linked", "prints"], dogs),
            table(heads, rows),
        ]
    )


def five_photos(report: Entry) -> str:
    """Return how the five-photo rule does."""
    rows = [
        [e["dog"], str(e["usable"])]
        + [
            f"{e[part]}/{e[whole]}"
            for part, whole in (("linked_pairs", "pairs"), ("linked", "sets"), ("mistaken", "mixed"))
        ]
        for e in report["five_photos"]
    ]
    heads = ["dog", "usable photos", "pairs linked", "five own photos: one dog", "four and a stranger's: one dog"]
    return f"### The five-photo rule\n\n{table(heads, rows)}" if rows else ""


def cost(report: Entry) -> str:
    """Return what a comparison costs."""
    rows = [
        [e["matcher"], f"{e['strangers']:.2f} ms", f"{e['mates']:.2f} ms", str(e["queries"]), str(e["pairs"])]
        for e in report["cost"]
    ]
    ratio = report["cost"][1]["strangers"] / report["cost"][0]["strangers"]
    heads = ["matcher", "per pair, strangers", "per pair, mates", "searches", "pairs"]
    said = f"The first recipe takes {ratio:.2f} times as long with strangers."
    return f"### Cost of a comparison, one core, medians\n\n{table(heads, rows)}\n\n{said}"


def cell(figure: Figure | None, counts: bool = True) -> str:
    """Return one figure as text: the rate, its interval, and of how many searches or comparisons."""
    if figure is None:
        return "-"
    value, low, high = (100 * figure[name] for name in ("value", "low", "high"))
    text = f"{value:.1f} % ({low:.1f}-{high:.1f})"
    return f"{text}; {figure['hits']}/{figure['trials']}" if counts else text


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def grouped(entries: Iterable[Entry], *keys: str) -> list[tuple[tuple[Any, ...], list[Entry]]]:
    """Return the entries by the values of `keys`, in the order in which they first come."""
    found: dict[tuple[Any, ...], list[Entry]] = {}
    for entry in entries:
        found.setdefault(tuple(entry[key] for key in keys), []).append(entry)
    return list(found.items())


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
