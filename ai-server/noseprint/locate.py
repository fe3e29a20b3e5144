"""Where the nose is: a dark compact blob, a pair of nostrils, or both together.

A classical locator, no training. Blobs are the closed regions of a stack of thresholds, in lightness and in lightness
plus yellowness (for golden coats), scored by the contrast of their outline, shape and place. Nostrils are small dark
regions; a pair is two of them side by side with brighter skin between. A blob that holds a pair is the best evidence; a
pair alone (a close-up that is all nose) gives the box by the proportions of a nose; a blob below a pair is a nose below
two eyes.
"""

from dataclasses import dataclass, replace
from itertools import permutations

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array, Box, Image, shrink


@dataclass(frozen=True)
class Blob:
    """A closed region that may be the nose; box in px of the working image."""

    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True)
class Pit:
    """A small dark region that may be a nostril; px of the working image, lightness 0-255."""

    x: float
    y: float
    size: float
    score: float
    light: float


@dataclass(frozen=True)
class Nostrils:
    """A left and a right nostril (as seen in the photo)."""

    left: Pit
    right: Pit
    score: float

    @property
    def distance(self) -> float:
        return float(np.hypot(self.right.x - self.left.x, self.right.y - self.left.y))

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left.x + self.right.x) / 2, (self.left.y + self.right.y) / 2


@dataclass(frozen=True)
class Location:
    """The nose's box, the evidence for it, and the point between the nostrils, None where they are not seen."""

    box: Box
    score: float
    middle: tuple[float, float] | None


Pixels = tuple[float, float, float, float]  # x, y, width, height
Found = tuple[Pixels, float, Nostrils | None]


def locate(image: Image) -> Location | None:
    """Return where the nose is in uint8[H, W, 3] BGR, or None where nothing looks like a nose.

    The whole frame is searched first, then, where that leaves doubt, the middle of it, magnified.
    """
    best = search(image, 0.0)
    if best is None or best.score < p.LOCATE_SURE:
        closer = search(image, p.LOCATE_ZOOM)
        if closer and (best is None or p.LOCATE_ZOOM_TRUST * closer.score > best.score):
            best = replace(closer, score=p.LOCATE_ZOOM_TRUST * closer.score)
    return best if best is not None and best.score >= p.LOCATE_MIN_SCORE else None


def search(image: Image, border: float) -> Location | None:
    """Return the best explanation of the frame without a `border` (as a part of its sides)."""
    rows, columns = image.shape[:2]
    top, left = round(border * rows), round(border * columns)
    small = shrink(image[top : rows - top, left : columns - left], p.LOCATE_SIDE)
    light, warm = channels(small)
    spread = 1 / (1 - 2 * border)
    blobs = find_blobs(light, spread) + find_blobs(warm, spread)
    best = max(hypotheses(blobs, find_nostrils(light, spread)), key=lambda found: found[1], default=None)
    if best is None:
        return None
    (x, y, w, h), score, pair = best
    scale = (columns - 2 * left) / small.shape[1]
    middle = ((pair.middle[0] * scale + left) / columns, (pair.middle[1] * scale + top) / rows) if pair else None
    return Location(clipped(x * scale + left, y * scale + top, w * scale, h * scale, image), score, middle)


def clipped(x: float, y: float, width: float, height: float, image: Image) -> Box:
    """Return the part of a box in px that lies in the photo, in fractions."""
    rows, columns = image.shape[:2]
    left, top = max(0.0, x / columns), max(0.0, y / rows)
    return Box(left, top, min(1.0, (x + width) / columns) - left, min(1.0, (y + height) / rows) - top)


def channels(small: Image) -> tuple[Array, Array]:
    """Return lightness and lightness plus yellowness, float32[h, w], smoothed: a nose is darker than fur in one.

    A dark frame is lifted first.
    """
    blurred = cv2.GaussianBlur(small, (0, 0), p.LOCATE_BLUR)
    lift = min(p.LOCATE_LIFT, max(1.0, p.LOCATE_WHITE / (float(np.percentile(blurred, 99)) + 1)))
    lab = cv2.cvtColor(cv2.convertScaleAbs(blurred, alpha=lift), cv2.COLOR_BGR2LAB).astype(np.float32)
    light = lab[..., 0]
    return light, np.clip(0.5 * light + p.LOCATE_YELLOW * (lab[..., 2] - 128), 0, 255)


def dark_regions(channel: Array, low: float, high: float, levels: int, opening: int) -> list[Array]:
    """Return the outlines of what is darker than each of `levels` thresholds between two percentiles."""
    first, last = np.percentile(channel, [low, high])
    kernel = np.ones((opening, opening), np.uint8)
    outlines: list[Array] = []
    for threshold in np.linspace(first, last, levels + 1)[1:]:
        mask = cv2.morphologyEx((channel < threshold).astype(np.uint8), cv2.MORPH_OPEN, kernel)
        outlines += cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    return outlines


def find_blobs(channel: Array, spread: float) -> list[Blob]:
    """Return the regions of nose-like shape and outline contrast; `spread`: of the frame's width over the picture's."""
    outlines = dark_regions(channel, 1, 95, p.BLOB_LEVELS, 5)
    blobs = [blob for outline in outlines if (blob := score_blob(channel, outline, spread)) is not None]
    return sorted(blobs, key=lambda blob: -blob.score)[: p.BLOBS_KEPT]


def score_blob(channel: Array, outline: Array, spread: float) -> Blob | None:
    """Score one region, None where its size or shape rules it out."""
    rows, columns = channel.shape
    x, y, w, h = cv2.boundingRect(outline)
    hull = cv2.convexHull(outline)
    hull_area = cv2.contourArea(hull)
    aspect = w / h
    if w < p.BLOB_MIN_WIDTH * max(rows, columns) or hull_area < 1 or not p.BLOB_ASPECT[0] < aspect < p.BLOB_ASPECT[1]:
        return None
    if touching(outline, rows, columns) > p.BLOB_MAX_TOUCHING or w * h > 0.95 * rows * columns:
        return None
    solidity = cv2.contourArea(outline) / hull_area
    place = central((x + w / 2) / columns, (y + h / 2) / rows, p.BLOB_CENTRE_SIGMA * spread)
    size = min(1.0, w / max(rows, columns) / p.BLOB_FULL_WIDTH) ** 0.5
    shape = float(np.exp(-((np.log(aspect / p.NOSE_ASPECT) / 0.35) ** 2) / 2))
    return Blob((x, y, w, h), rim_contrast(channel, hull, max(2, int(0.06 * w))) * solidity**3 * place * size * shape)


def touching(outline: Array, rows: int, columns: int) -> float:
    """Return the part of an outline that lies on the picture's edge."""
    x, y = outline[:, 0, 0], outline[:, 0, 1]
    return float(((x <= 1) | (x >= columns - 2) | (y <= 1) | (y >= rows - 2)).mean())


def central(x: float, y: float, sigma: float) -> float:
    """Return the weight (0..1) of a place given in fractions of the picture."""
    return float(np.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / (2 * sigma**2)))


def rings(hull: Array, shape: tuple[int, ...], width: int) -> tuple[Array, Array, Array]:
    """Return the masks of a convex region: inside, a rim inside and a rim outside, `width` px each."""
    mask = np.zeros(shape, np.uint8)
    cv2.drawContours(mask, [hull], -1, 1, -1)
    kernel = np.ones((2 * width + 1, 2 * width + 1), np.uint8)
    outer = cv2.dilate(mask, kernel) - mask
    inner = mask - cv2.erode(mask, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return mask > 0, inner > 0, outer > 0


def rim_contrast(channel: Array, hull: Array, width: int) -> float:
    """Return how much darker a region's inner rim is than its outer rim, in standard deviations."""
    _, inner, outer = rings(hull, channel.shape, width)
    if inner.sum() < 10 or outer.sum() < 10:
        return 0.0
    inside, outside = channel[inner], channel[outer]
    return float((outside.mean() - inside.mean()) / (outside.std() + inside.std() + 8))


def find_nostrils(light: Array, spread: float) -> list[Nostrils]:
    """Return pairs of pits that may be nostrils, best first; `spread`: of the frame's width over the picture's."""
    outlines = dark_regions(light, 0.5, 60, p.PIT_LEVELS, 3)
    pits = distinct([pit for outline in outlines if (pit := score_pit(light, outline)) is not None])
    sided = [(a, b) for a, b in permutations(pits, 2) if a.x < b.x]
    pairs = [pair for a, b in sided if (pair := score_pair(light, a, b, spread)) is not None]
    return sorted(pairs, key=lambda pair: -pair.score)[: p.PAIRS_KEPT]


def score_pit(light: Array, outline: Array) -> Pit | None:
    """Score one dark region as a nostril, None where size, shape or contrast rule it out."""
    side = max(light.shape)
    x, y, w, h = cv2.boundingRect(outline)
    if not (p.PIT_SIZE[0] * side < w < p.PIT_SIZE[1] * side and p.PIT_SIZE[0] * side < h < p.PIT_SIZE[1] * side):
        return None
    hull = cv2.convexHull(outline)
    area, hull_area = cv2.contourArea(outline), cv2.contourArea(hull)
    if hull_area < 8 or area / hull_area < p.PIT_MIN_SOLIDITY:
        return None
    k = max(2, w // 4)
    left, top = max(0, x - k), max(0, y - k)
    window = light[top : y + h + k, left : x + w + k]
    inside, _, outer = rings(hull - np.array([[left, top]]), window.shape, k)
    dark, around = float(window[inside].mean()), float(window[outer].mean())
    contrast = (around - dark) / (around + 12)
    moments = cv2.moments(hull)
    centre = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    return Pit(*centre, area**0.5, contrast * area / hull_area, dark) if contrast > p.PIT_MIN_CONTRAST else None


def distinct(pits: list[Pit]) -> list[Pit]:
    """Return the best pit of each place and size."""
    kept: list[Pit] = []
    for pit in sorted(pits, key=lambda pit: -pit.score):
        near = (o for o in kept if np.hypot(pit.x - o.x, pit.y - o.y) < 0.3 * max(pit.size, o.size))
        if not any(0.7 < pit.size / o.size < 1.4 for o in near):
            kept.append(pit)
    return kept[: p.PITS_KEPT]


def score_pair(light: Array, left: Pit, right: Pit, spread: float) -> Nostrils | None:
    """Score two pits as nostrils: alike, side by side, bright skin between, near the middle of the picture."""
    rows, columns = light.shape
    dx, dy = right.x - left.x, right.y - left.y
    distance, size = float(np.hypot(dx, dy)), (left.size + right.size) / 2
    apart = distance / max(rows, columns)
    if abs(dy) > 0.6 * dx or not 1.5 < distance / size < 5.5 or not p.PAIR_SPREAD[0] < apart < p.PAIR_SPREAD[1]:
        return None
    between = np.mean([light[int(left.y + dy * t), int(left.x + dx * t)] for t in (0.4, 0.5, 0.6)])
    gap = float(between - (left.light + right.light) / 2) / (float(between) + 12)
    if gap < p.PAIR_MIN_GAP:
        return None
    alike = np.exp(-((np.log(left.size / right.size) / 0.45) ** 2) / 2)
    level = np.exp(-((dy / dx / 0.35) ** 2) / 2)
    spacing = np.exp(-((np.log(distance / size / 2.8) / 0.4) ** 2) / 2)
    place = central((left.x + right.x) / 2 / columns, (left.y + right.y) / 2 / rows, p.PAIR_CENTRE_SIGMA * spread)
    score = min(left.score, right.score) * alike * level * spacing * place * min(1.0, gap / 0.4)
    return Nostrils(left, right, float(score))


def hypotheses(blobs: list[Blob], pairs: list[Nostrils]) -> list[Found]:
    """Return all explanations of the picture as (box in px, evidence, nostrils if seen)."""
    found: list[Found] = [(blob.box, p.LOCATE_BLOB_ALONE * blob.score, None) for blob in blobs]
    for pair in pairs:
        found.append((proportioned(pair), p.LOCATE_PAIR_ALONE * pair.score, pair))
        for blob in blobs:
            if holds(blob, pair):
                found.append((trimmed(blob.box, pair), blob.score + p.LOCATE_PAIR * pair.score, pair))
            elif below_eyes(blob, pair):
                found.append((blob.box, blob.score + p.LOCATE_EYES * pair.score, None))
    return found


def proportioned(pair: Nostrils) -> Pixels:
    """Return the box that a nose with these nostrils has, in px; it may reach beyond the picture."""
    x, y = pair.middle
    left, above, width, height = (part * pair.distance for part in p.PAIR_BOX)
    return x - left, y - above, width, height


def holds(blob: Blob, pair: Nostrils) -> bool:
    """Return whether the pair lies in the blob as nostrils lie in a nose."""
    (left, top, w, h), (x, y) = blob.box, pair.middle
    place = abs(x - left - w / 2) < p.NOSTRIL_OFFSET * w and p.NOSTRIL_HEIGHT[0] < (y - top) / h < p.NOSTRIL_HEIGHT[1]
    return place and p.NOSTRIL_SPACING[0] < pair.distance / w < p.NOSTRIL_SPACING[1]


def trimmed(box: Pixels, pair: Nostrils) -> Pixels:
    """Return the box without what lies too far from the nostrils to be nose: dark fur and lips."""
    (x, y), d = pair.middle, pair.distance
    aside, above, below = (reach * d for reach in p.NOSTRIL_REACH)
    left, top = max(box[0], x - aside), max(box[1], y - above)
    right, bottom = min(box[0] + box[2], x + aside), min(box[1] + box[3], y + below)
    return left, top, right - left, bottom - top


def below_eyes(blob: Blob, pair: Nostrils) -> bool:
    """Return whether the pair lies above the blob as eyes lie above a nose."""
    (left, top, w, h), (x, y), d = blob.box, pair.middle, pair.distance
    below = p.EYES_ABOVE[0] * d < top + h / 2 - y < p.EYES_ABOVE[1] * d
    return below and abs(left + w / 2 - x) < p.EYES_OFFSET * d and p.EYES_WIDTH[0] < w / d < p.EYES_WIDTH[1]
