"""Two noses side by side with the points that agree, as an SVG: what staff decides by."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from core.models import Photo
from core.photos import photo_bytes
from core.pictures import jpeg_reduced
from dogs.models import Review

PANEL, GAP = 470, 60  # px of the drawing: the width of a nose, and between the two
PICTURE_SIDE = 2 * PANEL  # of the pictures within, for fine screens
MARGIN = 0.08  # of a nose's box, left around it
HUE_STEP = 137.5  # degrees, the golden angle: neighbours differ
FEW = 40  # pairs, whose dots can be large
SIDES = ("dog", "lookalike")
Box = tuple[int, int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """A nose cut out of its photo: `box` in pixels (left, top, right, bottom), the rest in px of the drawing."""

    side: str
    photo: Photo
    box: Box
    left: float
    top: float
    height: float
    width: float = PANEL

    def place(self, x: float, y: float) -> Point:
        """Of a point in fractions of the photo."""
        left, top, right, bottom = self.box
        across, down = (x * self.photo.width - left) / (right - left), (y * self.photo.height - top) / (bottom - top)
        return round(self.left + across * self.width, 1), round(self.top + down * self.height, 1)


@dataclass(frozen=True)
class Pair:
    number: int
    start: Point
    end: Point

    @property
    def hue(self) -> int:
        return round(self.number * HUE_STEP) % 360


def panel_box(review: Review, side: str) -> tuple[Photo, Box] | None:
    """The photo of one side and the nose on it; None if it is gone."""
    nose_photo, nose = (
        (review.nose_photo, review.nose) if side == "dog" else (review.lookalike_nose_photo, review.lookalike_nose)
    )
    if nose_photo is None or nose_photo.photo is None:
        return None
    return nose_photo.photo, _box(nose_photo.photo, nose)


def nose_jpeg(photo: Photo, box: Box) -> bytes:
    """Raises Problem `gone`."""
    return jpeg_reduced(photo_bytes(photo), PICTURE_SIDE, box)


def drawing(review: Review, link: Callable[[Panel], str]) -> str | None:
    """The SVG, whose pictures are at `link(panel)`; None if a photo is gone."""
    found = [panel_box(review, side) for side in SIDES]
    if None in found:
        return None
    heights = [PANEL * (box[3] - box[1]) / (box[2] - box[0]) for _, box in found]
    height = max(heights)
    panels = [
        Panel(side, photo, box, index * (PANEL + GAP), (height - heights[index]) / 2, heights[index])
        for index, (side, (photo, box)) in enumerate(zip(SIDES, found, strict=True))
    ]
    pairs = list(_pairs(review, *panels))
    context = {"panels": [(panel, link(panel)) for panel in panels], "pairs": pairs}
    context |= {"width": 2 * PANEL + GAP, "height": round(height), "dot": 5 if len(pairs) <= FEW else 3}
    return render_to_string("staff/drawing.svg", context)


def drawing_alone(review: Review) -> str | None:
    """The SVG with its pictures inside, for a file."""
    return drawing(review, lambda panel: _data_url(nose_jpeg(panel.photo, panel.box)))


def _pairs(review: Review, own: Panel, other: Panel) -> Iterator[Pair]:
    for number, (x1, y1, x2, y2) in enumerate(review.points):
        yield Pair(number, own.place(x1, y1), other.place(x2, y2))


def _box(photo: Photo, nose: list[float]) -> Box:
    x, y, width, height = nose
    left, top = max(0.0, x - MARGIN * width), max(0.0, y - MARGIN * height)
    right, bottom = min(1.0, x + (1 + MARGIN) * width), min(1.0, y + (1 + MARGIN) * height)
    start = min(int(left * photo.width), photo.width - 1), min(int(top * photo.height), photo.height - 1)
    return *start, max(round(right * photo.width), start[0] + 1), max(round(bottom * photo.height), start[1] + 1)


def _data_url(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
