"""How well and how fast people in photos are found, read and covered: `make bench-faces DATA=folder`.

    python -m evaluation.bench_faces [DATA] [--scenes 40] [--noses 40] [--runs 31] [--each]

Always: group scenes made from the public-domain astronaut, generated dogs' noses, and the time of one photo. DATA adds
real pictures: DATA/faces/ (manifest.csv with path and expected_emotion; only files with a box in
evaluation/faces/boxes.csv) and DATA/noses/ with scenes/, raw/, dogs/ and negatives/, in which there is nobody but in
WITH_PEOPLE; DATA may also be the folder of faces or of noses itself. Shares are given with their N and a 95 % interval
(Wilson); faces of one person in many scenes are not independent. Everything on one thread.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import thread_time

import cv2
import numpy as np
import torch

import facecover
from evaluation import synthetic
from evaluation.faces import Portrait, astronaut, compose, edges, groups, read_portraits
from evaluation.locating import iou, share
from evaluation.real_photos import pictures
from facecover import parameters

SETS = ("scenes", "raw", "dogs", "negatives")
WITH_PEOPLE = {"negatives/x-27.jpg", "negatives/x-28.jpg"}  # all others were looked at by eye
FIRST_NOSE = 700_000
TIMED = (960, 1280)
TIMED_FACES = ((200, 300, 160), (480, 520, 130), (800, 350, 110), (1100, 600, 180))  # x, y, long side in px
HEAD = "| {} | found / N | share | 95 % |"
RULE = "|---|---|---|---|"


def folders(data: Path | None) -> tuple[Path | None, Path | None]:
    """Return the folders of faces and of noses; raises SystemExit where neither is there."""
    if data is None:
        return None, None
    faces = next((folder for folder in (data / "faces", data) if is_faces(folder)), None)
    noses = next((folder for folder in (data / "noses", data) if (folder / "scenes").is_dir()), None)
    if faces is None and noses is None:
        raise SystemExit(f"neither faces/ (with manifest.csv) nor noses/ (with scenes/) in {data}")
    return faces, noses


def is_faces(folder: Path) -> bool:
    manifest = folder / "manifest.csv"
    return manifest.is_file() and "expected_emotion" in manifest.read_text().partition("\n")[0]


def recall(title: str, figures: groups.Figures, each: bool) -> list[str]:
    """Return the table of the faces found, by size."""
    lines = ["", HEAD.format(title), RULE]
    for name, low, high in groups.size_classes():
        lines.append(share(name, (face.found for face in figures.sought if low <= face.size < high)))
    wanted = [face for face in figures.sought if face.size >= 0.02]
    lines.append(share("2% and more", (face.found for face in wanted)))
    best = f", best score {max(figures.false):.3f}" if figures.false else ""
    lines += ["", f"False finds in these scenes: {len(figures.false)}{best}."]
    missed = [f"missed: {face.name}, {face.size:.1%}" for face in wanted if not face.found]
    return lines + ([""] + missed if each and missed else [])


def plates(detector: facecover.Detector, portraits: Sequence[Portrait], each: bool) -> list[str]:
    """Return the table of portraits as they are: the person found, and false finds beside the person."""
    found, other = [], []
    lines = ["", HEAD.format("portraits as they are"), RULE]
    for portrait in portraits:
        finds = detector.detect([portrait.image], least=0.0)[0]
        own = [find.score for find in finds if iou(find.box, portrait.box) >= groups.SAME]
        found.append(max(own, default=0.0))
        other += [find.score for find in finds if iou(find.box, portrait.box) < groups.SAME]
    lines.append(share("all", (score >= parameters.SCORE for score in found)))
    lines += ["", f"Lowest score {min(found):.3f}, best score beside the face {max(other, default=0.0):.3f}, "]
    lines[-1] += f"threshold {parameters.SCORE}."
    named = zip(portraits, found, strict=True)
    return lines + [f"{portrait.name}: {score:.3f}" for portrait, score in named if each]


def false_finds(detector: facecover.Detector, title: str, named: Iterable[tuple[str, np.ndarray]], each: bool) -> str:
    """Return the row of a set of RGB pictures without people."""
    scores = {name: [face.score for face in detector.detect([image], least=0.0)[0]] for name, image in named}
    false = sum(score >= parameters.SCORE for found in scores.values() for score in found)
    best = sorted(((max(found, default=0.0), name) for name, found in scores.items()), reverse=True)
    worst = "".join(f"<br>{name}: {score:.3f}" for score, name in best[:5] if each)
    return f"| {title} | {len(scores)} | {false} | {best[0][0]:.3f}{worst} | {parameters.SCORE} |"


def cut_faces(detector: facecover.Detector, portraits: Sequence[Portrait]) -> list[str]:
    """Return the table of portraits found although the edge of the photo goes through their faces."""
    lines = ["", f"| of the face beyond the edge, found of {len(portraits)} | {' | '.join(edges.SIDES)} |"]
    lines.append("|---|" + "---|" * len(edges.SIDES))
    for beyond in edges.BEYOND:
        found = [sum(edges.recall(detector, portraits, beyond, side)) for side in edges.SIDES]
        lines.append(f"| {beyond:.0%} | {' | '.join(map(str, found))} |")
    return lines


def cut_photos(named: Iterable[tuple[str, np.ndarray]]) -> Iterable[tuple[str, np.ndarray]]:
    """Yield pictures, each cut at many places."""
    for name, image in named:
        yield from ((f"{name} {place}", part) for place, part in edges.through(image))


def dogs(count: int) -> Iterable[tuple[str, np.ndarray]]:
    """Yield generated noses as RGB."""
    for seed in range(FIRST_NOSE, FIRST_NOSE + count):
        yield str(seed), np.ascontiguousarray(synthetic.Nose(seed).capture(seed, width=960)[..., ::-1])


def photos(folder: Path, name: str) -> Iterable[tuple[str, np.ndarray]]:
    """Yield the photos of a set in which there is nobody."""
    for file in sorted({*pictures(folder / name, "*"), *pictures(folder / name, "*/*")}):
        short = file.relative_to(folder).as_posix()
        if short not in WITH_PEOPLE:
            yield short, np.asarray(cv2.imread(str(file), cv2.IMREAD_COLOR_RGB))


def expressions(detector: facecover.Detector, portraits: Sequence[Portrait], each: bool) -> list[str]:
    """Return the table of what is read in the faces of portraits, as they are."""
    reader, read = facecover.Reader(), []
    for portrait in portraits:
        faces = detector.detect([portrait.image])[0]
        for scores in reader.read(portrait.image, [(face.box, face.angle) for face in faces[:1]]):
            read.append((portrait.name, portrait.expected, max(scores, key=scores.__getitem__), scores))
    lines = ["", "| expected expression | most probable / N | share | 95 % |", RULE]
    for expected in facecover.EXPRESSIONS:
        lines.append(share(expected, [best == expected for _, wanted, best, _ in read if wanted == expected]))
    lines.append(share("all", [best == expected for _, expected, best, _ in read]))
    chosen = [(expected, *facecover.choose(scores)) for _, expected, _, scores in read]
    lines.append(share("all, unsure is neutral", [emoji == expected for expected, emoji, _ in chosen]))
    lines.append(share("of those not unsure", [emoji == expected for expected, emoji, unsure in chosen if not unsure]))
    shown = [f"{name}: {expected}, read as {best} {scores[best]:.2f}" for name, expected, best, scores in read if each]
    return lines + ([""] + shown if shown else [])


def times(detector: facecover.Detector, runs: int) -> list[str]:
    """Return the table of the time that one photo with four faces takes, by step."""
    reader, image = facecover.Reader(), compose(1, astronaut(), TIMED_FACES, TIMED).image
    steps: dict[str, list[float]] = {"find": [], "read": [], "cover": [], "all": []}
    for _ in range(runs):
        start = thread_time()
        faces = detector.detect([image])[0]
        found = thread_time()
        reader.read(image, [(face.box, face.angle) for face in faces])
        done = thread_time()
        facecover.cover(image, [(face.box, face.angle, EMOJI) for face in faces])
        end = thread_time()
        for name, first, last in zip(steps, (start, found, done, start), (found, done, end, end), strict=True):
            steps[name].append(1000 * (last - first))
    size = f"{TIMED[1]} x {TIMED[0]} px, {len(faces)} faces"
    lines = ["", f"| {size} | N | median | 95 % of the median | p95 |", "|---|---|---|---|---|"]
    return lines + [timing(name, taken) for name, taken in steps.items()]


def timing(name: str, taken: Sequence[float]) -> str:
    """Return a row; the interval of a median is that of its rank (binomial, normal approximation)."""
    ordered, count = np.sort(taken), len(taken)
    reach = 1.96 * np.sqrt(count) / 2
    low, high = ordered[max(0, int(count / 2 - reach))], ordered[min(count - 1, int(np.ceil(count / 2 + reach)))]
    late = np.percentile(ordered, 95)
    return f"| {name} | {count} | {np.median(ordered):.0f} ms | {low:.0f}-{high:.0f} ms | {late:.0f} ms |"


def emoji() -> np.ndarray:
    """Return uint8[512, 512, 4]: a disc with soft edges."""
    disc = np.zeros((512, 512, 4), np.uint8)
    cv2.circle(disc, (256, 256), 250, (255, 200, 40, 255), -1, cv2.LINE_AA)
    return disc


EMOJI = emoji()


def report(data: Path | None, scenes: int, noses: int, runs: int, each: bool) -> Iterable[str]:
    """Yield the lines as they are measured."""
    faces, nose_photos = folders(data)
    detector = facecover.Detector()
    yield from recall("synthetic: the astronaut in groups", groups.measure(detector, [astronaut()], scenes), each)
    portraits = read_portraits(faces) if faces else [astronaut()]
    if faces:
        title = f"real: {len(portraits)} portraits in synthetic groups"
        yield from recall(title, groups.measure(detector, portraits, scenes), each)
    yield from plates(detector, portraits, each)
    yield from cut_faces(detector, portraits)
    yield from ["", "| nobody in | photos | false finds | best score | threshold |", "|---|---|---|---|---|"]
    yield false_finds(detector, "synthetic: generated noses", dogs(noses), each)
    for name in SETS if nose_photos else ():
        yield false_finds(detector, f"real: {name}", photos(nose_photos, name), each)
        yield false_finds(detector, f"real: {name}, cut at each side", cut_photos(photos(nose_photos, name)), each)
    yield from expressions(detector, portraits, each)
    yield from times(detector, runs)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--scenes", type=int, default=40, help="group scenes of each kind")
    parser.add_argument("--noses", type=int, default=40, help="generated noses")
    parser.add_argument("--runs", type=int, default=31, help="of the photo that is timed")
    parser.add_argument("--each", action="store_true", help="name what was missed, false or misread")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    for line in report(options.data, options.scenes, options.noses, options.runs, options.each):
        print(line, flush=True)


if __name__ == "__main__":
    main()
