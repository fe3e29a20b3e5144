"""How many of the people in group scenes are found, by how large their faces are in the photo."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.faces.portraits import Portrait
from evaluation.faces.scenes import Scene, group
from evaluation.locating import iou
from facecover import Detector, Face

SAME = 0.4  # overlap (IoU) from which a find is the face
CLASSES = (0.006, 0.01, 0.02, 0.03, 0.05, 0.10, 0.40)  # long side of the face over long side of the photo
EACH = (4, 5, 6, 6, 4, 2)  # faces of each class in one scene, as far as there is room
LONG_SIDES = (1280, 2048, 1000, 1600)  # px; photos are stored with at most 2048
FIRST_SEED = 9000  # not those that the thresholds were chosen on


@dataclass(frozen=True)
class Sought:
    """A face of a scene: its size, and whether it was found."""

    name: str
    size: float
    found: bool


@dataclass(frozen=True)
class Figures:
    """What was sought, and the scores of finds where there is no face."""

    sought: list[Sought]
    false: list[float]


def measure(detector: Detector, portraits: Sequence[Portrait], scenes: int) -> Figures:
    """Look for the faces of generated scenes, which follow from the portraits and the number of each scene."""
    figures = Figures([], [])
    for number in range(scenes):
        scene = one(number, portraits)
        add(figures, scene, detector.detect([scene.image])[0])
    return figures


def one(number: int, portraits: Sequence[Portrait]) -> Scene:
    random = np.random.default_rng(FIRST_SEED + number)
    edges = zip(CLASSES, CLASSES[1:], EACH, strict=False)
    sizes = np.concatenate([np.exp(random.uniform(np.log(low), np.log(high), count)) for low, high, count in edges])
    return group(FIRST_SEED + number, portraits, sizes.tolist(), LONG_SIDES[number % len(LONG_SIDES)])


def add(figures: Figures, scene: Scene, finds: Sequence[Face]) -> None:
    """Give each face the find that overlaps it most; what is left are false finds."""
    left = list(finds)
    for face in scene.faces:
        best = max(left, key=lambda find: iou(find.box, face.box), default=None)
        found = best is not None and iou(best.box, face.box) >= SAME
        figures.sought.append(Sought(face.name, face.size(scene.image), found))
        if found:
            left.remove(best)
    figures.false.extend(find.score for find in left)


def size_classes() -> list[tuple[str, float, float]]:
    """Return each class's name and bounds."""
    inner = CLASSES[1:-1]
    names = [f"< {inner[0]:.0%}", *(f"{a:.0%} to {b:.0%}" for a, b in zip(inner, inner[1:], strict=False))]
    return list(zip([*names, f"> {inner[-1]:.0%}"], (0.0, *inner), (*inner, np.inf), strict=True))
