"""Where the nose is: a network proposes, looks closer at what it proposed, and is believed when both looks agree.

The frame is seen at two sizes, since the network knows noses of a limited range of sizes. What it proposes is cut out
with its surroundings and seen again at one size; that second look places box and nostrils and tells noses from what
only resembles one from afar.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Box, Image, pixels_u8, shrink
from noseprint.locator import Proposal, propose

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
Point = tuple[float, float]


@dataclass(frozen=True)
class Location:
    """The nose's box, the evidence for it (0..1), the nostrils, and how far the nose faces away.

    `nostrils`: the left and the right one as seen in the photo, (x, y) in fractions of it; where one is hidden, where
    it would be. `turn`: 0 straight at the camera, 1 at a right angle to it (the sine of the angle).
    """

    box: Box
    score: float
    nostrils: tuple[Point, Point]
    turn: float

    @property
    def middle(self) -> Point:
        """The point between the nostrils."""
        (left_x, left_y), (right_x, right_y) = self.nostrils
        return (left_x + right_x) / 2, (left_y + right_y) / 2


def locate(image: Image) -> Location | None:
    """Return where the nose is in uint8[H, W, 3] BGR, or None where nothing looks like a nose."""
    frame = shrink(image, p.LOCATE_SIDES[0])
    dark, light = (float(level) for level in np.percentile(frame[::4, ::4], (1, 99)))
    if light - dark < p.LOCATE_FLAT:
        return None
    lift = min(p.LOCATE_LIFT, p.LOCATE_WHITE / (light + 1))
    looks = [both for first in candidates(frame, lift) if (both := look_closer(image, lift, [first], p.LOCATE_CLOSE))]
    best = look_closer(image, lift, max(looks, key=evidence), p.LOCATE_WIDE) if looks else None
    place = merged(best) if best else None
    return place if place is not None and place.score >= least_score(place.box.width * image.shape[1]) else None


def least_score(width: float) -> float:
    """Return the evidence asked of a nose `width` px wide: more where nothing is lost, since it could not be used."""
    return p.LOCATE_SMALL_SCORE if width < p.MIN_NOSE_WIDTH else p.LOCATE_MIN_SCORE


def candidates(frame: Image, lift: float) -> list[Location]:
    """Return what the network proposes in the frame at either size, best first, each place once."""
    found = [place for side in p.LOCATE_SIDES for place in see(frame, lift, side, WHOLE)]
    kept: list[Location] = []
    for place in sorted(found, key=lambda place: -place.score):
        if place.score >= p.LOCATE_CANDIDATE and all(overlap(place.box, other.box) < p.LOCATE_SAME for other in kept):
            kept.append(place)
    return kept[: p.LOCATE_CANDIDATES]


def look_closer(image: Image, lift: float, looks: list[Location], reach: float) -> list[Location] | None:
    """Return the looks at one nose and a further one, at `reach` sides of its box; None where that sees no nose."""
    so_far = merged(looks)
    seen = see(image, lift, p.LOCATE_CLOSE_SIDE, surroundings(image, so_far.box, reach))
    best = max((look for look in seen if agree(look, so_far)), key=lambda look: look.score, default=None)
    return None if best is None else [*looks, best]


def evidence(looks: list[Location]) -> float:
    """Return the geometric mean of the looks' scores."""
    return float(np.exp(np.mean([np.log(look.score) for look in looks])))


def merged(looks: list[Location]) -> Location:
    """Return the mean of several looks at one nose, weighted by their scores."""
    weights = [look.score for look in looks]
    sides = np.average([(k.box.x, k.box.y, k.box.width, k.box.height) for k in looks], axis=0, weights=weights)
    points = np.average([np.ravel(look.nostrils) for look in looks], axis=0, weights=weights)
    turn = float(np.average([look.turn for look in looks], weights=weights))
    left, right = (float(points[0]), float(points[1])), (float(points[2]), float(points[3]))
    return Location(Box(*(float(side) for side in sides)), evidence(looks), (left, right), turn)


def agree(one: Location, other: Location) -> bool:
    """Return whether two looks mean the same nose."""
    return overlap(one.box, other.box) > p.LOCATE_AGREEING


def surroundings(image: Image, box: Box, reach: float) -> Box:
    """Return the box and what is round it, within the photo."""
    rows, columns = image.shape[:2]
    x, y, width, height = box.pixels(image)
    reach *= max(width, height, 1.0) / 2
    left, right = max(0.0, (x + width / 2 - reach) / columns), min(1.0, (x + width / 2 + reach) / columns)
    top, bottom = max(0.0, (y + height / 2 - reach) / rows), min(1.0, (y + height / 2 + reach) / rows)
    return Box(left, top, right - left, bottom - top)


def see(image: Image, lift: float, side: int, window: Box) -> list[Location]:
    """Return the network's proposals in a window of the photo seen `side` px long, in fractions of the photo."""
    x, y, width, height = window.pixels(image)
    part = image[int(y) : int(np.ceil(y + height)), int(x) : int(np.ceil(x + width))]
    seen = scaled(part, side)
    if lift > 1:
        seen = pixels_u8(cv2.convertScaleAbs(seen, alpha=lift))
    scale = part.shape[1] / seen.shape[1], part.shape[0] / seen.shape[0]
    return [placed(image, proposal, (int(x), int(y)), scale) for proposal in propose(seen, p.LOCATE_PEAKS)]


def scaled(part: Image, side: int) -> Image:
    """Return the picture with its long side `side` px."""
    rows, columns = part.shape[:2]
    zoom = side / max(rows, columns)
    size = max(1, round(columns * zoom)), max(1, round(rows * zoom))
    return pixels_u8(cv2.resize(part, size, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR))


def placed(image: Image, proposal: Proposal, origin: tuple[int, int], scale: Point) -> Location:
    """Return a proposal in fractions of the photo, its box clipped to it."""
    rows, columns = image.shape[:2]

    def across(value: float) -> float:
        return float((origin[0] + scale[0] * value) / columns)

    def down(value: float) -> float:
        return float((origin[1] + scale[1] * value) / rows)

    left, top, right, bottom = proposal.box
    start, end = (max(0.0, across(left)), max(0.0, down(top))), (min(1.0, across(right)), min(1.0, down(bottom)))
    a, b, c, d = proposal.nostrils
    turn = min(1.0, float(np.hypot(*proposal.facing)))
    box = Box(start[0], start[1], max(0.0, end[0] - start[0]), max(0.0, end[1] - start[1]))
    return Location(box, proposal.score, ((across(a), down(b)), (across(c), down(d))), turn)


def overlap(one: Box, other: Box) -> float:
    """Return intersection over union."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    common = max(0.0, wide) * max(0.0, high)
    return common / max(one.width * one.height + other.width * other.height - common, 1e-9)
