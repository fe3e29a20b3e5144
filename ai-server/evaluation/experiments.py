"""From scores to the entries of the report: plain dictionaries, per set, group of animals, stress level and matcher."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evaluation import baseline_2021, calibration, discard, identification, paired, search_2021, verification
from evaluation.identification import SHOTS, Searches
from evaluation.protocol import RECIPES, FirstRecipe, NosePrint, Scores
from evaluation.real_photos import PhotoSet
from evaluation.search_2021 import Group

ALL_LEVELS = ("clean", "finder", "hard", "rolled")
LEVELS = ALL_LEVELS[:3]
MATCHERS = (*RECIPES, search_2021.NAME)
MOST = max(SHOTS)
TUNED = ("tune", "calibrate")

Entry = dict[str, Any]


def groups(photos: PhotoSet) -> list[Group]:
    """Return the groups of animals that are reported: test (the headline), and all where others were seen before.

    Rolled photos are searched among the test animals only.
    """
    test = Group("test", photos.splits == "test", ALL_LEVELS)
    every = Group("all", np.ones(len(photos.photos), bool), LEVELS)
    return [test] if test.kept.all() else [test, every]


@dataclass(frozen=True, eq=False)
class Measured:
    """What the processes return of one set. scores: by (matcher, level); baseline: by (group, level)."""

    photos: PhotoSet
    scores: dict[tuple[str, str], Scores]
    baseline: dict[tuple[str, str], Searches]
    fpir: float
    cache: dict[tuple[str, str, str, int], Searches] = field(default_factory=dict)

    def of_group(self, matcher: str, group: Group, level: str) -> Scores:
        """Return the scores among a group's animals."""
        scores = self.scores[matcher, level]
        names = np.unique(self.photos.animals[group.kept])
        return scores.among(np.isin(scores.animals, names))

    def searches(self, matcher: str, group: Group, level: str, shots: int) -> Searches | None:
        """Return the searches; None where the matcher does not do them: the 2021 one has a protocol of its own."""
        if matcher == search_2021.NAME:
            return self.baseline[group.name, level] if shots == MOST else None
        key = (matcher, group.name, level, shots)
        if key not in self.cache:
            self.cache[key] = identification.search(self.of_group(matcher, group, level), shots)
        return self.cache[key]


def held_out_threshold(measured: Measured) -> float | None:
    """Return the first recipe's threshold: above every impostor of the tune and calibrate animals, at all levels."""
    seen = Group("seen", np.isin(measured.photos.splits, TUNED), LEVELS)
    if not seen.kept.any():
        return None
    best = [identification.search(measured.of_group(FirstRecipe.name, seen, level), MOST).nonmated for level in LEVELS]
    return float(np.nextafter(max(scores.max() for scores in best), np.inf))


def thresholds(group: Group, gallery: int, fpir: float, first: float | None) -> dict[str, float | None]:
    """Return per matcher a threshold that was not chosen on the group's photos, None where there is none."""
    return {
        NosePrint.name: identification.shipped_threshold(gallery, fpir),
        FirstRecipe.name: first if group.name == "test" else None,
        search_2021.NAME: baseline_2021.SURE,
    }


def identify(measured: Measured, first: float | None) -> list[Entry]:
    """Return the entries of open-set identification."""
    entries = []
    for group in groups(measured.photos):
        gallery = len(np.unique(measured.photos.animals[group.kept]))
        asked = thresholds(group, gallery, measured.fpir, first)
        for level, shots, matcher in ((le, sh, ma) for le in group.levels for sh in SHOTS for ma in MATCHERS):
            found = measured.searches(matcher, group, level, shots)
            if found is not None:
                entries.append(
                    identified(found, asked[matcher], measured.fpir)
                    | {
                        "set": measured.photos.name,
                        "group": group.name,
                        "level": level,
                        "shots": shots,
                        "matcher": matcher,
                    }
                )
    return entries


def identified(found: Searches, threshold: float | None, fpir: float) -> Entry:
    """Return the figures of one experiment."""
    return {
        "gallery": found.gallery,
        "threshold": threshold,
        "best_impostor": max(found.strangers()[1].tolist(), default=0.0),
        "nonmated": int(found.acquired.sum()),
        "figures": identification.figures(found, threshold, fpir),
    }


def verify(measured: Measured) -> list[Entry]:
    """Return the entries of verification."""
    return [
        {
            "set": measured.photos.name,
            "group": group.name,
            "level": level,
            "matcher": matcher,
            "genuine": len(made.genuine),
            "impostor": len(made.impostor),
            "figures": verification.figures(made, judged=matcher == NosePrint.name),
        }
        for group in groups(measured.photos)
        for level in group.levels
        for matcher in RECIPES
        for made in [verification.comparisons(measured.of_group(matcher, group, level))]
        if len(made.genuine)
    ]


def kill_test(measured: Measured) -> list[Entry]:
    """Return the paired differences between the first recipe and this library."""
    return [
        {"set": measured.photos.name, "group": group.name, "level": level, "shots": shots, **row}
        for group in groups(measured.photos)
        for level in ("finder", "hard")
        for shots in SHOTS
        for row in paired.compare(
            *(measured.searches(matcher, group, level, shots) for matcher in (NosePrint.name, FirstRecipe.name))
        )
    ]


def calibrate(measured: Measured) -> list[Entry]:
    """Return expected and observed false positives, per split that nothing was tuned on."""
    rows = []
    for split in ("calibrate", "test"):
        group = Group(split, measured.photos.splits == split, LEVELS)
        if len(np.unique(measured.photos.animals[group.kept])) > 1:
            scores = [measured.of_group(NosePrint.name, group, level) for level in LEVELS]
            rows += [{"set": measured.photos.name, "split": split, **row} for row in calibration.check(scores)]
    return rows


def discarded(measured: Measured) -> list[Entry]:
    """Return the points of error against quality discarded, per level and over all levels together."""
    rows = []
    for group in groups(measured.photos):
        judged = quality_curves(measured, group)
        rows += [
            {"set": measured.photos.name, "group": group.name, "level": level, "points": discard.table(*judged[level])}
            for level in judged
        ]
    return rows


def quality_curves(measured: Measured, group: Group) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return (quality, missed) of the mated searches with up to MOST shots, by level, and of the levels together."""
    found = {level: measured.searches(NosePrint.name, group, level, MOST) for level in LEVELS}
    asked = {
        level: discard.judged(searches, identification.shipped_threshold(searches.gallery, measured.fpir))
        for level, searches in found.items()
        if searches is not None and len(searches.mated)
    }
    if asked:
        asked["together"] = tuple(np.concatenate(parts) for parts in zip(*asked.values(), strict=True))
    return asked
