"""Backgrounds of many colours: GrabCut (Rother et al. 2004), which is told that the border is background."""

import cv2
import numpy as np

from facecover.background import to_lab
from facecover.box import Array, Image

SIDE = 256  # px: the time that GrabCut takes grows faster than the picture
RING = 0.03  # of the shorter side: what is taken for background
MARGIN = 0.1  # of the shorter side: what probably is
ROUNDS = 4
SEED = 1
PIECE = 0.01  # area of a piece over the largest: tears and hearts stay, specks go
KEPT = (0.02, 0.95)  # of the picture: with less or more left, the subject was not found
NEARBY = 3  # px to either side of the outline
CONTRAST = 15.0  # distance in Lab (CIE 1976) across the outline, in the median, that a subject has at least


def grabcut(image: Image) -> Image | None:
    """Return uint8[H, W], 255 on the subject, holes filled; None where the border does not tell what is subject."""
    rows, columns = image.shape[:2]
    zoom = min(1.0, SIDE / max(rows, columns))
    size = max(1, round(columns * zoom)), max(1, round(rows * zoom))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    found = filled(probable(small))
    if not KEPT[0] <= float((found > 0).mean()) <= KEPT[1] or contrast(small, found) < CONTRAST:
        return None
    smooth = np.asarray(
        cv2.resize(cv2.GaussianBlur(found, (0, 0), 1.0), (columns, rows), interpolation=cv2.INTER_CUBIC)
    )
    return np.where(smooth > 127, 255, 0).astype(np.uint8)


def probable(small: Image) -> Image:
    """Return uint8[h, w], 255 on what GrabCut takes for the foreground."""
    labels = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    for part, label in ((RING, cv2.GC_PR_BGD), (MARGIN, cv2.GC_PR_FGD)):
        wide = max(2, round(part * min(labels.shape)))
        labels[wide:-wide, wide:-wide] = label
    cv2.setRNGSeed(SEED)  # of this thread: the same picture gives the same answer
    cv2.grabCut(small, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.where(labels == cv2.GC_PR_FGD, 255, 0).astype(np.uint8)


def filled(mask: Image) -> Image:
    """Return the mask without specks or holes."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    least = PIECE * max((cv2.contourArea(outline) for outline in outlines), default=0.0)
    solid = np.zeros_like(mask)
    cv2.drawContours(solid, [o for o in outlines if cv2.contourArea(o) >= least], -1, (255,), cv2.FILLED)
    return solid


def contrast(image: Image, mask: Image) -> float:
    """Return the median, along the outline, of the distance in Lab between the colours just inside and outside."""
    lab = to_lab(image)
    around = np.ones((2 * NEARBY + 1, 2 * NEARBY + 1), np.uint8)
    inside = (mask > 0) & (cv2.erode(mask, around, borderValue=255) == 0)
    outside = (mask == 0) & (cv2.dilate(mask, around) > 0)
    colours = [local_mean(lab, side) for side in (inside, outside)]
    edge = (mask > 0) & (cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=255) == 0)
    return float(np.median(np.linalg.norm(colours[0] - colours[1], axis=2)[edge])) if edge.any() else 0.0


def local_mean(lab: Array, chosen: Array) -> Array:
    """Return float32[h, w, 3]: the mean of the pixels nearby where bool[h, w] is set; 0 where there are none."""
    size = 4 * NEARBY + 1, 4 * NEARBY + 1
    weights = chosen.astype(np.float32)[..., None]
    sums = cv2.boxFilter(lab * weights, -1, size, normalize=False)
    counts = cv2.boxFilter(weights, -1, size, normalize=False)
    return np.asarray(sums / np.maximum(counts, 1)[..., None])
