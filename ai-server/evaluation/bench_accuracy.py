"""Accuracy on photos, beside two older matchers on the same photos: `make bench-accuracy DATA=folder`.

    python -m evaluation.bench_accuracy DATA [--out var/accuracy] [--card docs/accuracy.md] [--only dogs]
    python -m evaluation.bench_accuracy --synthetic 60

DATA holds cattle/, dogs/ (one sub-folder per animal) and singles/ (one picture per dog: impostors). Writes report.md,
report.json and plots; --card also puts the report between the marks in the model card. Generated noses are a run of
their own, in a folder of their own. --only measures one set again, after a change that cannot touch the other, of
which report.json is believed. Evaluation after ISO/IEC 19795-1; intervals: 95 %, over animals.
"""

import argparse
import json
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import torch

import noseprint
from evaluation import cost, enrolment, experiments, five_photos, plots, report
from evaluation.experiments import LEVELS, Measured, groups
from evaluation.protocol import RECIPES, FirstRecipe, Scores, score_all
from evaluation.real_photos import PhotoSet, animals_in, generate, read_cattle, read_dogs
from evaluation.search_2021 import search_2021

PROCESSES = 2
PER_SET = {"sets": "name"} | dict.fromkeys(
    ("identification", "verification", "paired", "calibration", "discard"), "set"
)
READERS = {"cattle": read_cattle, "dogs": read_dogs}
MARKS = "<!-- report: begin -->", "<!-- report: end -->"


def one_thread() -> None:
    """Keep this process to one core."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


def score(matcher: str, photos: PhotoSet, level: str) -> Scores:
    """Score one stress level with one matcher."""
    return score_all(RECIPES[matcher](), photos, level)


def measure(sets: list[PhotoSet], fpir: float) -> list[Measured]:
    """Score all sets in PROCESSES processes, the longest tasks first."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=one_thread) as pool:
        started = [(photos, *start(pool, photos)) for photos in sorted(sets, key=lambda s: -len(s.photos))]
        return [
            Measured(photos, {key: waiting.result() for key, waiting in scores.items()}, baseline.result(), fpir)
            for photos, scores, baseline in started
        ]


def start(pool: ProcessPoolExecutor, photos: PhotoSet) -> tuple[dict[tuple[str, str], Future[Scores]], Future[Any]]:
    """Start all tasks of one set: per matcher and level, and all of the 2021 matcher."""
    test = photos.of(photos.splits == "test")
    baseline = pool.submit(search_2021, photos, groups(photos))
    scores = {
        (matcher, level): pool.submit(score, matcher, photos if level in LEVELS else test, level)
        for matcher in RECIPES
        for level in groups(photos)[0].levels
    }
    return scores, baseline


def entries(measured: list[Measured], folder: Path | None, fpir: float, before: dict[str, Any]) -> dict[str, Any]:
    """Return what is reported; `folder`: where the dogs are; `before`: an earlier report, or nothing."""
    held_out = (experiments.held_out_threshold(each) for each in measured)
    first = next((found for found in held_out if found is not None), None) or first_threshold(before)
    dogs, queries = enrolment.measure(folder, fpir) if folder else ([], [])
    return {
        "sets": [described(each.photos) for each in measured],
        "identification": [entry for each in measured for entry in experiments.identify(each, first)],
        "verification": [entry for each in measured for entry in experiments.verify(each)],
        "paired": [entry for each in measured for entry in experiments.kill_test(each)],
        "calibration": [entry for each in measured for entry in experiments.calibrate(each)],
        "discard": [entry for each in measured for entry in experiments.discarded(each)],
        "enrolled": dogs,
        "queries": queries,
        "five_photos": five_photos.measure(folder) if folder else [],
        "cost": before.get("cost") or cost.measure(measured[0].photos),
    }


def first_threshold(before: dict[str, Any]) -> float | None:
    """Return the first recipe's threshold in an earlier report."""
    asked = (entry for entry in before.get("identification", []) if entry["matcher"] == FirstRecipe.name)
    return next((entry["threshold"] for entry in asked if entry["threshold"] is not None), None)


def completed(found: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return what was found, with what an earlier report says of the sets that were not measured."""
    measured = {each["name"] for each in found["sets"]}
    for key, name in PER_SET.items():
        kept = [entry for entry in before.get(key, []) if entry[name] not in measured]
        found[key] = sorted(kept + found[key], key=lambda entry, name=name: entry[name])  # type: ignore[misc]
    return found | {"kept": sorted({each["name"] for each in found["sets"]} - measured)}


def described(photos: PhotoSet) -> dict[str, Any]:
    """Return what is said of a set."""
    splits = {split: animals_in(p for p in photos.photos if p.split == split) for split in sorted(set(photos.splits))}
    counts = {"photos": len(photos.photos), "repeats": photos.repeats}
    return {"name": photos.name, "title": photos.title, "animals_by_split": splits, **counts}


def paste(card: Path, text: str) -> None:
    """Put the report between the marks of the model card; raises SystemExit where it has none."""
    begin, end = MARKS
    before, found, rest = card.read_text().partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"{card} lacks the marks {begin} and {end}")
    card.write_text(f"{before}{begin}\n\n{text}\n{end}{after}")


def run(sets: list[PhotoSet], folder: Path | None, out: Path, fpir: float, completing: bool = False) -> str:
    """Measure, write all files to `out` and return the report; `completing`: the one that is there, of other sets."""
    begun = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    before = json.loads((out / "report.json").read_text()) if completing else {}
    measured = measure(sets, fpir)
    found = completed(entries(measured, folder, fpir, before), before)
    for each in measured:
        plots.draw(each, out)
    today, seconds = f"{datetime.now(UTC):%Y-%m-%d}", round(time.monotonic() - begun)
    whole = {"date": today, "version": noseprint.VERSION, "fpir": fpir, "seconds": seconds, **found}
    text = report.render(whole)
    (out / "report.json").write_text(json.dumps(whole, indent=1) + "\n")
    (out / "report.md").write_text(text)
    return text


def main() -> None:
    """Measure on real photos or on generated ones, never on both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA", nargs="?")
    parser.add_argument("--synthetic", type=int, metavar="DOGS", help="generated noses instead of a folder")
    parser.add_argument("--only", choices=tuple(READERS), help="measure this set, and keep what was said of the other")
    parser.add_argument("--out", type=Path, help="default: var/accuracy, for generated noses var/accuracy/synthetic")
    parser.add_argument("--card", type=Path, help="the model card to put the report into")
    parser.add_argument("--fpir", type=float, default=0.01, help="the rate that the threshold is for")
    arguments = parser.parse_args()
    if (arguments.data is None) == (arguments.synthetic is None):
        parser.error("give a folder or --synthetic DOGS")
    one_thread()
    if arguments.data:
        names, out = [arguments.only] if arguments.only else list(READERS), arguments.out or Path("var/accuracy")
        sets = [READERS[name](arguments.data) for name in names]
        text = run(sets, arguments.data, out, arguments.fpir, completing=arguments.only is not None)
    else:
        with tempfile.TemporaryDirectory() as folder:
            out = arguments.out or Path("var/accuracy/synthetic")
            text = run([generate(Path(folder), arguments.synthetic)], None, out, arguments.fpir)
    print(text)
    if arguments.card:
        paste(arguments.card, text)


if __name__ == "__main__":
    main()
