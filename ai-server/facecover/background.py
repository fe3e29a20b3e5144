"""Backgrounds that are plain or shade evenly: seen at the border, removed by a flood from there."""

import cv2
import numpy as np

from facecover.box import Array, Image

RING = 0.012  # of the shorter side: how wide the border is that is looked at
SAMPLE = 3000  # pixels suffice for a fit
SMOOTHING = 0.8  # px (sigma), against noise and JPEG's
ROUNDS = 12  # of the fit
LIKE = 7.0  # distance in Lab (CIE 1976) up to which a border pixel is the background's
EVEN = 0.8  # part of the border that must be like the background: a bust may touch the lower edge
CORNERS = 3  # of the four must show background
CORNER = 0.06  # of the shorter side
NOISE = 4.0  # times the usual distance at the border: what the flood takes
FLOOD = (7.0, 13.0)  # least and greatest distance that the flood takes
RINGING = 0.22  # of the greatest distance nearby: what JPEG may add to the background's
BLOCK = 13  # px that JPEG carries colours across
SHADOW = 60.0  # of lightness, 0 to 100, that a shadow takes
SHADOW_HUE = 7.0  # distance of a and b from the background's
SHADOW_SLOPE = 2.5  # of lightness per px: edges are steeper
SHADOW_SMOOTHING = 1.5  # px (sigma)
SHADOW_EDGE = 7  # px: less wide is no shadow; half of it, a shadow goes on where its light changes fast
DEGREES = (3, 4)  # of the polynomials that are fitted to what was reached so far


def flood(image: Image) -> Image | None:
    """Return uint8[H, W], 255 on what a flood from the border does not reach; None where the border is not even.

    The background is one colour or a quadratic of place, fitted to the border, then a finer polynomial, fitted to what
    the flood has reached; soft shadows on it are background too. The subject's holes are filled.
    """
    lab = to_lab(image)
    ring = border(image.shape[:2])
    for degree, finer in ((0, ()), (2, DEGREES)):
        beyond = differences(lab, ring, degree)
        if is_even(beyond, ring):
            return flooded(lab, ring, beyond, finer)
    return None


def flooded(lab: Array, ring: Array, beyond: Array, degrees: tuple[int, ...]) -> Image:
    """Return what the flood does not reach, with polynomials of such degrees fitted to what it has reached."""
    distance = length(beyond)
    most = float(np.clip(NOISE * np.median(distance[ring & (distance <= LIKE)]), *FLOOD))
    subject = unreached(like(beyond, most))
    for degree in degrees:
        beyond = differences(lab, subject == 0, degree)
        subject = unreached(like(beyond, most))
    return without_shadow(lab, beyond, like(beyond, most))


def to_lab(image: Image) -> Array:
    """Return float32[H, W, 3] L, a, b of uint8 RGB, smoothed."""
    smooth = cv2.GaussianBlur(image, (0, 0), SMOOTHING).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(smooth, cv2.COLOR_RGB2Lab), np.float32)


def border(shape: tuple[int, ...]) -> Array:
    """Return bool[H, W]: the outermost pixels."""
    ring = np.ones(shape, bool)
    wide = max(2, round(RING * min(shape)))
    ring[wide:-wide, wide:-wide] = False
    return ring


def differences(lab: Array, seen: Array, degree: int) -> Array:
    """Return float32[H, W, 3]: Lab of each pixel less the background's, which those tell where bool[H, W] is set.

    The background is a polynomial of place, of the least absolute distances: what else is seen counts for little.
    """
    across, down = powers(lab.shape[1], degree), powers(lab.shape[0], degree)
    rows, columns = np.nonzero(seen)
    step = max(1, len(rows) // SAMPLE)
    rows, columns = rows[::step], columns[::step]
    terms = np.add.outer(np.arange(degree + 1), np.arange(degree + 1)) <= degree  # [power of y, power of x]
    here = (down[rows][:, :, None] * across[columns][:, None, :])[:, terms]
    there = lab[rows, columns]
    away = np.linalg.norm(there - np.median(there, axis=0), axis=1)
    factors = np.zeros((3, degree + 1, degree + 1), np.float32)
    for _ in range(ROUNDS):
        weight = 1 / np.sqrt(np.maximum(away, 1))[:, None]
        fitted = np.linalg.lstsq(here * weight, there * weight, rcond=None)[0]
        away = np.linalg.norm(there - here @ fitted, axis=1)
    factors[:, terms] = fitted.T
    planes = zip(cv2.split(lab), factors, strict=True)
    return np.asarray(cv2.merge([plane - down @ factor @ across.T for plane, factor in planes]))


def length(beyond: Array) -> Array:
    """Return float32[H, W]: the distance in Lab (CIE 1976)."""
    return np.asarray(cv2.sqrt(cv2.transform(cv2.multiply(beyond, beyond), np.ones((1, 3), np.float32))))


def powers(count: int, degree: int) -> Array:
    """Return float32[count, degree + 1]: the powers of -1 to 1."""
    return np.vander(np.linspace(-1, 1, count, dtype=np.float32), degree + 1, increasing=True)


def is_even(beyond: Array, ring: Array) -> bool:
    """Return whether the background is right for most of the border and nearly all corners."""
    like = length(beyond) <= LIKE
    wide = max(2, round(CORNER * min(like.shape)))
    ends = slice(wide), slice(-wide, None)
    corners = [like[rows, columns] for rows in ends for columns in ends]
    return bool(like[ring].mean() >= EVEN and sum(corner.mean() > 0.5 for corner in corners) >= CORNERS)


def like(beyond: Array, most: float) -> Array:
    """Return bool[H, W]: pixels that are nearly the background, or as far from it as JPEG sets those next to edges."""
    distance = length(beyond)
    nearby = np.asarray(cv2.dilate(distance, np.ones((BLOCK, BLOCK), np.uint8)))
    return np.asarray(distance <= np.maximum(most, RINGING * nearby))


def without_shadow(lab: Array, beyond: Array, even: Array) -> Image:
    """Return what a flood over bool[H, W] `even` and over shadows on it does not reach.

    A shadow has the background's hue, is darker, and its light changes slowly, but for where it meets what casts it.
    """
    hue = np.hypot(beyond[..., 1], beyond[..., 2])
    tinted = (hue <= SHADOW_HUE) & (beyond[..., 0] <= 0) & (beyond[..., 0] >= -SHADOW)
    light = cv2.GaussianBlur(lab[..., 0], (0, 0), SHADOW_SMOOTHING)
    slope = np.hypot(*(cv2.Sobel(light, cv2.CV_32F, x, 1 - x, scale=1 / 8) for x in (0, 1)))
    shaded = even | (tinted & (slope <= SHADOW_SLOPE))
    cast = np.where((unreached(shaded) == 0) & ~even, 255, 0).astype(np.uint8)
    around = np.ones((SHADOW_EDGE, SHADOW_EDGE), np.uint8)
    cast = np.asarray(cv2.dilate(cv2.erode(cast, around), around, iterations=2))
    return unreached(shaded | ((cast > 0) & tinted))


def unreached(like: Array) -> Image:
    """Return 255 where no way over such pixels, two px wide or more, leads to the border."""
    framed = cv2.copyMakeBorder(np.where(like, 255, 0).astype(np.uint8), 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=(255,))
    ways = cv2.erode(framed, np.ones((3, 3), np.uint8), borderValue=255)
    _, labels = cv2.connectedComponents(ways, connectivity=4)
    reached = cv2.dilate(np.where(labels == labels[0, 0], 255, 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_not(cv2.bitwise_and(reached, framed)), np.uint8)[2:-2, 2:-2]
