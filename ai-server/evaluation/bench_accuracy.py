"""Accuracy on real photos, beside the matcher of 2021 on the same photos: `make bench-accuracy DATA=folder`.

    python -m evaluation.bench_accuracy DATA [--json FILE] [--fpir 0.01]

DATA holds cattle/, dogs/ (one sub-folder per animal) and singles/ (one picture per dog: impostors). Each photo is
searched as it is and as a finder's: 140 px wide, turned up to 25 degrees, 5 px of motion blur, noise of sigma 4; the
seeds are fixed. Intervals: 95 %, over animals. Terms: ISO/IEC 19795.
"""

import argparse
import json
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

import noseprint
from evaluation.accuracy import interval
from evaluation.real_photos import CONDITIONS, LATE, Searches, read_cattle, read_dogs, search_baseline, search_noseprint

PROCESSES = 2
READERS = {"cattle": read_cattle, "dogs": read_dogs}
BASELINE = "SavePets 2021"
NOTES = f"""{BASELINE} is measured by its own protocol: only the last photo of each animal is a mated search.
Cattle muzzles are crops: neither searched for a nose nor judged by quality."""

Figures = dict[str, dict[str, float | int] | None]


def one_thread() -> None:
    """Keep this process to one core."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


def run_noseprint(folder: Path, name: str, condition: str, fpir: float) -> list[dict[str, Any]]:
    """Return the entry of this matcher for one set and condition."""
    real = READERS[name](folder)
    return [entry(real.name, condition, noseprint.VERSION, search_noseprint(real, condition, fpir))]


def run_baseline(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the entries of the 2021 matcher for one set, one per condition."""
    real = READERS[name](folder)
    return [entry(real.name, condition, BASELINE, found) for condition, found in search_baseline(real).items()]


def entry(name: str, condition: str, matcher: str, found: Searches) -> dict[str, Any]:
    """Return what is reported of one set, condition and matcher."""
    best = float(found.nonmated.max())
    head = {"set": name, "photos": condition, "matcher": matcher, "threshold": found.threshold, "best_impostor": best}
    return {**head, "figures": figures(found)}


def figures(found: Searches) -> Figures:
    """Return every figure with its interval and counts; None where the matcher has no such thing."""
    tried = found.acquired
    return {
        "failure to acquire": rate(found.animals, ~tried),
        "rejected by quality": None if found.usable is None else rate(found.animals, tried & ~found.usable),
        "rank-1": rate(found.mated_animals, found.first),
        "FNIR at the threshold": rate(found.mated_animals, found.mated < found.threshold),
        "usable, yet not_registered": None if found.silent is None else rate(found.mated_animals, found.silent),
        "FPIR at the threshold": rate(found.animals[tried], found.nonmated[tried] >= found.threshold),
        "FNIR at FPIR 0": rate(found.mated_animals, found.mated <= found.nonmated.max()),
        f"not in the shortlist's first {LATE}": None if found.late is None else rate(found.mated_animals, found.late),
    }


def rate(animals: np.ndarray, hit: np.ndarray) -> dict[str, float | int]:
    """Return a rate with its interval, over searches and over the animals they come from."""
    low, high = interval(animals, hit)
    counts = {"hits": int(hit.sum()), "searches": len(hit), "animals": len(set(animals))}
    return {"value": float(hit.mean()), "low": low, "high": high, **counts}


def cell(figure: dict[str, float | int] | None) -> str:
    """Return one figure as text."""
    if figure is None:
        return "-"
    value, low, high = (100 * figure[name] for name in ("value", "low", "high"))
    return f"{value:.1f} % ({low:.1f}-{high:.1f}); {figure['hits']}/{figure['searches']}, {figure['animals']} animals"


def table(entries: list[dict[str, Any]]) -> str:
    """Return one row per set, condition and figure, with both matchers beside each other."""
    lines = [f"| photos | figure | {noseprint.VERSION} | {BASELINE} |", "|---|---|---|---|"]
    found = {(e["set"], e["photos"], e["matcher"]): e["figures"] for e in entries}
    for name in dict.fromkeys(e["set"] for e in entries):
        for condition in CONDITIONS:
            ours, theirs = found[name, condition, noseprint.VERSION], found[name, condition, BASELINE]
            lines += [f"| {name}, {condition} | {f} | {cell(ours[f])} | {cell(theirs[f])} |" for f in ours]
    return "\n".join(lines)


def thresholds(entries: list[dict[str, Any]]) -> str:
    """Return the thresholds and the best impostors, one line per set, condition and matcher."""
    return "\n".join(
        f"{e['set']}, {e['photos']}, {e['matcher']}: threshold {e['threshold']:.2f}, best impostor"
        f" {e['best_impostor']:.2f}"
        for e in entries
    )


def measure(folder: Path, fpir: float) -> list[dict[str, Any]]:
    """Return all entries, measured in PROCESSES processes."""
    tasks: list[tuple[Callable[..., list[dict[str, Any]]], tuple[Any, ...]]] = []
    for name in READERS:
        tasks += [(run_noseprint, (folder, name, condition, fpir)) for condition in CONDITIONS]
        tasks.append((run_baseline, (folder, name)))
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=one_thread) as pool:
        waiting = [pool.submit(work, *arguments) for work, arguments in tasks]
        return [found for result in waiting for found in result.result()]


def main() -> None:
    """Measure, print the table and write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DATA")
    parser.add_argument("--json", type=Path, help="where the same figures go")
    parser.add_argument("--fpir", type=float, default=0.01, help="the rate that the threshold is for")
    arguments = parser.parse_args()
    start = time.monotonic()
    entries = measure(arguments.folder, arguments.fpir)
    seconds = time.monotonic() - start
    print(f"{datetime.now(UTC):%Y-%m-%d}, FPIR {arguments.fpir:g} wanted, {seconds:.0f} s in {PROCESSES} processes\n")
    print(table(entries), thresholds(entries), sep="\n\n")
    print(f"\n{NOTES}")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        report = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "fpir": arguments.fpir, "seconds": round(seconds)}
        arguments.json.write_text(json.dumps({**report, "results": entries}, indent=1) + "\n")
        print(f"The same figures: {arguments.json}")


if __name__ == "__main__":
    main()
