"""How well the nose is found: on whole photos, on what is no dog, and on generated captures.

    python -m evaluation.locating FOLDER [--each] [--dogs 30]

FOLDER holds raw/, scenes/ and negatives/; `noses.csv` beside this file says where the noses are in raw/ and scenes/,
drawn by eye, in fractions of each photo. A nose is found where the box covers it with IoU 0.5. The close-ups of dogs/
and singles/ are turned about their middles; of them is counted whether there is a box at all. Every share comes with
its N and a 95 % interval (Wilson). Without FOLDER only generated captures are measured.
"""

import argparse
import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from time import thread_time
from typing import NamedTuple

import cv2
import numpy as np
import torch

import noseprint
from evaluation import stress, synthetic
from evaluation.real_photos import Photo, read_dogs
from evaluation.synthetic.absent import KINDS
from noseprint.geometry import Box
from noseprint.locate import locate

BOXES = Path(__file__).parent / "noses.csv"
FOUND_IOU = 0.5
SMALL = 60  # px: narrower noses in scenes are counted apart
FIRST_DOG = 5_000  # identities that no training uses
ROUNDS = 6
TURNED = ((45.0, 0.0), (-52.0, 0.0), (60.0, 0.0), (0.0, 50.0), (0.0, -50.0))  # yaw, pitch in degrees


class Case(NamedTuple):
    """One photo: its name, the true box (None: no nose), its width in px, and what was found."""

    name: str
    truth: Box | None
    width: float
    found: Box | None
    assessment: noseprint.Assessment

    @property
    def iou(self) -> float:
        return iou(self.truth, self.found) if self.truth and self.found else 0.0


def iou(one: Box, other: Box) -> float:
    """Return intersection over union of two boxes of one photo."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    common = max(0.0, wide) * max(0.0, high)
    return common / (one.width * one.height + other.width * other.height - common)


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share."""
    share = hits / total
    centre, spread = share + z * z / (2 * total), z * np.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2)
    return max(0.0, (centre - spread) / (1 + z * z / total)), min(1.0, (centre + spread) / (1 + z * z / total))


def share(name: str, hits: Iterable[bool]) -> str:
    """Return a table row: hits / N, per cent, interval."""
    hits = list(hits)
    if not hits:
        return f"| {name} | 0 | - | - |"
    low, high = wilson(sum(hits), len(hits))
    return f"| {name} | {sum(hits)} / {len(hits)} | {100 * np.mean(hits):.1f} % | {100 * low:.1f}-{100 * high:.1f} % |"


def read_boxes() -> dict[str, Box]:
    """Return the boxes by file, as drawn."""
    with BOXES.open(newline="") as lines:
        return {r["file"]: Box(*(float(r[k]) for k in ("x", "y", "width", "height"))) for r in csv.DictReader(lines)}


def judge(name: str, image: np.ndarray, truth: Box | None) -> Case:
    """Locate and assess one photo."""
    found = locate(image)
    width = truth.width * image.shape[1] if truth else 0.0
    return Case(name, truth, width, found.box if found else None, noseprint.assess(image))


def read(file: Path) -> np.ndarray:
    """Return a photo, uint8[H, W, 3] BGR; raises OSError where it is none."""
    image = cv2.imread(str(file))
    if image is None:
        raise OSError(f"no photo: {file}")
    return image


def real_cases(folder: Path) -> tuple[list[Case], list[Case], list[Case]]:
    """Return the cases of raw/, scenes/ and negatives/."""
    drawn = [judge(name, read(folder / name), box) for name, box in read_boxes().items()]
    negatives = [judge(file.name, read(file), None) for file in sorted((folder / "negatives").glob("*.jpg"))]
    raw, scenes = ([case for case in drawn if case.name.startswith(group)] for group in ("raw/", "scenes/"))
    return raw, scenes, negatives


def captures(noses: list[synthetic.Nose], preset: str) -> list[Case]:
    """Return two captures of each nose."""
    shots = [(nose.seed, seed, nose.shoot(seed, preset=preset)) for nose in noses for seed in range(2)]
    return [judge(f"{preset} {dog}/{seed}", shot.image, Box(*shot.box)) for dog, seed, shot in shots]


def turned(noses: list[synthetic.Nose]) -> list[Case]:
    """Return one capture of each nose turned away by 45 to 60 degrees."""
    cases = []
    for nose, (yaw, pitch) in zip(noses, TURNED * len(noses), strict=False):
        shot = nose.shoot(0, yaw=yaw, pitch=pitch)
        cases.append(judge(f"turned {yaw:.0f} {pitch:.0f} {nose.seed}", shot.image, Box(*shot.box)))
    return cases


def absent(count: int) -> list[Case]:
    """Return generated photos without a nose, `count` of each kind."""
    return [
        judge(f"{kind} {seed}", synthetic.no_nose(seed, kind=kind), None) for kind in KINDS for seed in range(count)
    ]


def close_up_rows(photos: Iterable[Photo]) -> list[str]:
    """Return the rows of close-ups as they are and turned."""
    images = [photo.read() for photo in photos]
    rows = []
    for angle in (0.0, *stress.ROLLS):
        assessed = [noseprint.assess(stress.turned(image, angle)) for image in images]
        rows.append(share(f"close-ups turned by {angle:.0f}: a nose found", (a.nose is not None for a in assessed)))
        rows.append(share(f"close-ups turned by {angle:.0f}: usable", (a.usable for a in assessed)))
    return rows


def present_rows(name: str, cases: list[Case]) -> list[str]:
    """Return the rows of photos with a nose."""
    mean = f"mean IoU {np.mean([case.iou for case in cases]):.2f}" if cases else "no photo"
    rows = [share(f"{name}: found ({mean})", (case.iou >= FOUND_IOU for case in cases))]
    wrong = (case.found is not None and case.iou < FOUND_IOU and case.assessment.usable for case in cases)
    return [*rows, share(f"{name}: wrong box and usable", wrong)]


def absent_rows(name: str, cases: list[Case]) -> list[str]:
    """Return the rows of photos without a nose."""
    return [
        share(f"{name}: a nose found", (case.found is not None for case in cases)),
        share(f"{name}: usable", (case.assessment.usable for case in cases)),
    ]


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Return ms of CPU time on this thread."""
    start = thread_time()
    work(*arguments)
    return 1000 * (thread_time() - start)


def calibration() -> float:
    """Return the ms that a fixed piece of arithmetic takes: how busy the machine is."""
    picture = np.full((512, 512), 0.5, np.float32)
    return timed(lambda: [cv2.GaussianBlur(picture, (0, 0), 3.0) for _ in range(10)])


def time_rows(images: list[np.ndarray]) -> list[str]:
    """Return the median times of locate and assess, in rounds with a calibration loop between."""
    rows = []
    for name, work in (("locate", locate), ("assess", noseprint.assess)):
        times = [timed(work, image) for image in images * ROUNDS]
        loops = [calibration() for _ in range(9)]
        rows.append(f"| {name}, 640 px | {len(times)} | {np.median(times):.1f} ms | loop {np.median(loops):.1f} ms |")
    return rows


def report(folder: Path | None, dogs: int, each: bool) -> list[str]:
    """Return the lines of the table."""
    noses = [synthetic.Nose(FIRST_DOG + dog) for dog in range(dogs)]
    groups: dict[str, list[Case]] = {preset: captures(noses, preset) for preset in ("registration", "finder", "hard")}
    groups["turned"] = turned(noses)
    nothing = {"generated without a nose": absent(dogs)}
    if folder:
        groups["raw"], scenes, nothing["negatives"] = real_cases(folder)
        groups[f"scenes, {SMALL} px and wider"] = [case for case in scenes if case.width >= SMALL]
        groups[f"scenes, under {SMALL} px"] = [case for case in scenes if case.width < SMALL]
    rows = ["| what | N | share | 95 % |", "|---|---|---|---|"]
    for name, cases in groups.items():
        rows += present_rows(name, cases)
    rows.append(share("turned: told so, or no nose", (said_turned(case) for case in groups["turned"])))
    for name, cases in nothing.items():
        rows += absent_rows(name, cases)
    rows += close_up_rows(read_dogs(folder).photos) if folder else []
    rows += time_rows([noses[k % dogs].capture(k, preset=("registration", "finder")[k % 2]) for k in range(4)])
    return rows + (each_row(case for cases in [*groups.values(), *nothing.values()] for case in cases) if each else [])


def said_turned(case: Case) -> bool:
    """Return whether the photo is refused for what it is."""
    return case.found is None or "turned_away" in case.assessment.reasons


def each_row(cases: Iterable[Case]) -> list[str]:
    """Return a line per photo that is not as it should be, or real."""
    shown = []
    for case in cases:
        wrong = case.iou < FOUND_IOU if case.truth else case.found is not None
        if wrong or "/" in case.name.partition(" ")[0]:
            verdict = f"quality {case.assessment.quality} {','.join(case.assessment.reasons)}"
            found = "found" if case.found else "none"
            shown.append(f"{case.name}: IoU {case.iou:.2f}, {case.width:.0f} px, {found}, {verdict}")
    return shown


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--dogs", type=int, default=30, help="generated noses")
    parser.add_argument("--each", action="store_true", help="a line per real photo and per failure")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    print("\n".join(report(options.folder, options.dogs, options.each)))


if __name__ == "__main__":
    main()
