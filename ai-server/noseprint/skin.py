"""Which pixels are nose skin: colour inside the nose's ellipse against colour outside it."""

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array, Box, Image, pixels_u8


def skin_mask(crop: Image, nose: Box) -> Image:
    """Return uint8[H, W], 255 on nose skin, of a crop in which `nose` is the nose's box.

    Two colour histograms (Lab), seeded by the core of the box's ellipse and by what lies outside it, give each pixel's
    odds; the smoothed odds, within a smaller ellipse (fringes of fur stand over the rim), keep one closed region.
    """
    rows, columns = crop.shape[:2]
    scale = p.SKIN_WIDTH / columns
    size = (p.SKIN_WIDTH, max(8, round(rows * scale)))
    small = pixels_u8(cv2.resize(crop, size, interpolation=cv2.INTER_AREA))
    radius = elliptic_radius(small.shape, nose)
    if min(nose.width, nose.height) > p.ALL_NOSE:  # there is no rim in the picture
        radius *= p.ALL_NOSE_RADIUS
    likely = cv2.GaussianBlur(log_odds(small, radius), (0, 0), p.SKIN_BLUR) + p.SKIN_PRIOR * (1 - radius)
    mask = closed_region(((likely > 0) & (radius < p.SKIN_REACH)).astype(np.uint8))
    mask[folds(small, mask, nose.width * p.SKIN_WIDTH)] = 0
    return np.asarray(cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_LINEAR), np.uint8)


def elliptic_radius(shape: tuple[int, ...], nose: Box) -> Array:
    """Return float32[h, w]: 0 in the middle of the box, 1 on the ellipse inscribed in it, which narrows downwards."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    dx = ((x + 0.5) / shape[1] - nose.x - nose.width / 2) / (nose.width / 2)
    dy = ((y + 0.5) / shape[0] - nose.y - nose.height / 2) / (nose.height / 2)
    dx /= 1 - p.SKIN_TAPER * np.clip(dy, 0, 1)
    return np.asarray((np.abs(dx) ** p.SKIN_POWER + np.abs(dy) ** p.SKIN_POWER) ** (1 / p.SKIN_POWER))


def log_odds(small: Image, radius: Array) -> Array:
    """Return float32[h, w]: log of (skin's share / surroundings' share) of each pixel's colour."""
    lab = pixels_u8(cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.0), cv2.COLOR_BGR2LAB))
    skin = colour_share(lab, radius < p.SKIN_CORE)
    rest = colour_share(lab, radius > p.SKIN_RIM)
    light, a, b = (lab // np.array(p.SKIN_BINS, np.uint8)).transpose(2, 0, 1)
    return np.asarray(np.log((skin[light, a, b] + 1e-4) / (rest[light, a, b] + 1e-4)), np.float32)


def colour_share(lab: Image, where: Array) -> Array:
    """Return the smoothed Lab histogram of the pixels in `where`, summing to 1."""
    bins = [256 // width for width in p.SKIN_BINS]
    histogram = cv2.calcHist([lab], [0, 1, 2], where.astype(np.uint8), bins, [0, 256] * 3)
    for axis in range(3):
        histogram = (np.roll(histogram, 1, axis) + 2 * histogram + np.roll(histogram, -1, axis)) / 4
    return np.asarray(histogram / max(histogram.sum(), 1e-9))


def folds(small: Image, mask: Image, width: float) -> Array:
    """Return bool[h, w]: nostrils and deep folds, whose rims look alike on all noses.

    They are much darker than the mean of the skin around it; width: of the nose in px.
    """
    light = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (0, 0), p.FOLD_BLUR * width).astype(np.float32)
    weight = (mask > 0).astype(np.float32)
    sigma = p.FOLD_SURROUND * width
    around = cv2.GaussianBlur(light * weight, (0, 0), sigma) / (cv2.GaussianBlur(weight, (0, 0), sigma) + 1e-3)
    dark = ((light + p.FOLD_FLOOR) < p.FOLD_DARKER * (around + p.FOLD_FLOOR)).astype(np.uint8)
    grown = max(1, round(p.FOLD_RIM * width))
    return np.asarray(cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grown + 1,) * 2)) > 0)


def closed_region(mask: Image) -> Image:
    """Return the largest region with its holes filled, 0 or 255."""
    mask = pixels_u8(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = np.zeros_like(mask)
    if outlines:
        cv2.drawContours(filled, [max(outlines, key=cv2.contourArea)], -1, 255, -1)
    return filled
