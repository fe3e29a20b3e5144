"""Open-set identification on a folder of photos, one sub-folder per animal.

    python -m evaluation.accuracy FOLDER [--finder] [--close-up] [--fpir 0.01]
    python -m evaluation.accuracy --synthetic 40 [--preset finder]

Mated searches: each photo against all other photos (leave one photo out). Non-mated searches: each photo against all
photos of the other animals (leave the animal out). A photo without a template counts as missed. 95 % intervals:
bootstrap over animals, rule of three (over animals) at zero errors. Terms: ISO/IEC 19795.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

import noseprint
from evaluation.protocol import Scores, finder_photos, generate, read_folder, score_all

RESAMPLES = 1000
SHORTLISTS = (5, 20)


def searches(scores: Scores) -> dict[str, np.ndarray]:
    """Return per photo: best mated score (NaN: the animal has no other photo), best non-mated score, vector rank."""
    same = scores.animals[:, None] == scores.animals[None]
    off_diagonal = ~np.eye(len(same), dtype=bool)
    has_mate = (same & off_diagonal).any(1)
    filled = np.nan_to_num(scores.score, nan=-1.0)
    mated = np.where(has_mate, np.where(same & off_diagonal, filled, -1.0).max(1), np.nan)
    near = np.where(same, -2.0, np.nan_to_num(scores.vectors, nan=-2.0))
    best_mate = np.where(same & off_diagonal, np.nan_to_num(scores.vectors, nan=-2.0), -2.0).max(1)
    others = [len(set(scores.animals[near[i] > best_mate[i]])) for i in range(len(near))]
    rank = np.where(has_mate, np.where(scores.acquired, 1 + np.array(others), np.inf), np.nan)
    return {"mated": mated, "nonmated": np.where(same, -1.0, filled).max(1), "rank": rank}


def interval(animals: np.ndarray, hit: np.ndarray) -> tuple[float, float]:
    """Return the 95 % interval of the mean of `hit`, resampling animals."""
    names, index = np.unique(animals, return_inverse=True)
    if hit.mean() in (0.0, 1.0):
        bound = min(1.0, 3 / len(names))
        return (0.0, bound) if hit.mean() == 0 else (1 - bound, 1.0)
    sums, counts = np.bincount(index, hit), np.bincount(index)
    drawn = np.random.default_rng(0).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    return float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))


def row(name: str, animals: np.ndarray, hit: np.ndarray) -> str:
    """Return a table row for a rate."""
    low, high = interval(animals, hit)
    counted = f"{int(hit.sum())}/{len(hit)}"
    return f"| {name} | {100 * hit.mean():.1f} % | {100 * low:.1f}-{100 * high:.1f} % | {counted} |"


def report(title: str, scores: Scores, fpir: float) -> str:
    """Return the table of one experiment."""
    found = searches(scores)
    has_mate = ~np.isnan(found["mated"])
    mated, animals = found["mated"][has_mate], scores.animals[has_mate]
    best_impostor = float(found["nonmated"].max())
    threshold = noseprint.decide(0.0, len(set(scores.animals)), fpir).threshold
    tested = scores.acquired
    same = scores.animals[:, None] == scores.animals[None]
    genuine, impostor = (scores.score[mask & ~np.isnan(scores.score)] for mask in (same, ~same))
    linked: Callable[[np.ndarray], np.ndarray] = np.vectorize(noseprint.same_dog, otypes=[bool])
    lines = [
        f"{title}: {len(set(scores.animals))} animals, {len(scores.animals)} photos; {noseprint.VERSION}",
        f"gallery decision at FPIR {fpir:g}: threshold {threshold:.1f}; best impostor score {best_impostor:.0f}",
        f"pairs: genuine {len(genuine)}, median score {np.median(genuine):.0f}; impostor {len(impostor)}; at the 1:1"
        f" threshold FNMR {100 * (1 - linked(genuine).mean()):.1f} %, FMR {100 * linked(impostor).mean():.3f} %",
        "impostor comparisons by least score: " + ", ".join(f"{s}: {(impostor >= s).sum()}" for s in range(4, 12)),
        "",
        "| figure | value | 95 % interval | N |",
        "| --- | --- | --- | --- |",
        row("failure to acquire", scores.animals, ~scores.acquired),
        row("rejected by quality", scores.animals, scores.acquired & ~scores.usable),
        row("rank-1", animals, mated > found["nonmated"][has_mate]),
        row("FNIR at the threshold", animals, mated < threshold),
        row("FNIR at FPIR 0", animals, mated <= best_impostor),
        row("FPIR at the threshold", scores.animals[tested], found["nonmated"][tested] >= threshold),
        *(row(f"shortlist misses, {k} dogs", animals, found["rank"][has_mate] > k) for k in SHORTLISTS),
    ]
    return "\n".join(lines)


def main() -> None:
    """Run one experiment and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--finder", action="store_true", help="degrade the queries as a finder's photos")
    parser.add_argument("--close-up", action="store_true", help="the photos are all nose: do not search for it")
    parser.add_argument("--synthetic", type=int, metavar="DOGS", help="generated noses instead of a folder")
    parser.add_argument("--preset", default="registration", help="situation of the synthetic queries")
    parser.add_argument("--fpir", type=float, default=0.01)
    arguments = parser.parse_args()
    if (arguments.folder is None) == (arguments.synthetic is None):
        parser.error("give a FOLDER or --synthetic DOGS")
    if arguments.synthetic:
        photos, title = generate(arguments.synthetic, 4, "registration"), f"synthetic noses, {arguments.preset}"
        queries = [photo.image for photo in generate(arguments.synthetic, 4, arguments.preset)]
    else:
        photos, title = read_folder(arguments.folder), arguments.folder.name + (", finder" if arguments.finder else "")
        queries = finder_photos(photos) if arguments.finder else [photo.image for photo in photos]
    print(report(title, score_all(photos, queries, arguments.close_up), arguments.fpir))


if __name__ == "__main__":
    main()
