"""From a picture to an emoji: the background goes, what is left is centred in a square."""

from collections.abc import Callable
from typing import Literal

import cv2
import numpy as np

from facecover.background import flood
from facecover.box import Image
from facecover.errors import CutOutError
from facecover.fill import fill
from facecover.grabcut import SIDE as GRABCUT_SIDE
from facecover.grabcut import grabcut
from facecover.matte import matte, unmixed

Method = Literal["alpha", "flood", "grabcut", "rembg"]
Segment = Callable[[Image], Image]

SIDE = 512  # px of the result
MARGIN = 0.02  # of it, on each side
LONGEST = 1024  # px: what is longer is made smaller first
LEAST = 32  # px: the longer side of what can become an emoji
THIN = 8  # px: its shorter side
OPAQUE = 128  # alpha from which a pixel is there
VISIBLE = 13  # alpha from which it counts for the frame
CLEAR = 0.01  # part of the picture that is transparent, if it is meant to be
SPECK = 0.0005  # of the picture: what has less is no subject
DENSE = 0.3  # of its convex hull that a subject fills at least
SUBJECT = (0.02, 0.98)  # part of the picture that a segmenter may call subject, to be believed
PIECE = 0.01  # area of a piece over the largest: tears and hearts stay, specks go


def cut_out(image: Image, segment: Segment | None = None) -> tuple[Image, Method]:
    """Return an emoji, uint8[512, 512, 4] RGBA, of uint8[H, W, 3] RGB or uint8[H, W, 4] RGBA, and how it was cut out.

    Transparency that the picture has is kept. Else an even background is flooded from the border. Else `segment`, if
    given, says what is subject (uint8[H, W, 3] RGB -> uint8[H, W] alpha), or GrabCut does. Where neither finds a
    subject the picture fills its frame and stays whole. Raises CutOutError.
    """
    if max(image.shape[:2]) < LEAST or min(image.shape[:2]) < THIN:
        raise CutOutError("too_small")
    clear = image[..., 3] < OPAQUE if image.shape[2] == 4 else np.zeros(image.shape[:2], bool)
    if clear.all():
        raise CutOutError("transparent")
    if clear.mean() >= CLEAR:
        return framed(shrunk(premultiplied(image)), VISIBLE), "alpha"
    colours = np.ascontiguousarray(image[..., :3])
    if clear.any():
        colours = fill(colours, clear.astype(np.uint8) * 255)
    cut, method = separated(shrunk(colours), segment)
    return framed(cut, OPAQUE), method


def shrunk(picture: Image) -> Image:
    """Return the picture with its longer side at most LONGEST px."""
    zoom = LONGEST / max(picture.shape[:2])
    if zoom >= 1:
        return picture
    size = max(1, round(picture.shape[1] * zoom)), max(1, round(picture.shape[0] * zoom))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def separated(picture: Image, segment: Segment | None) -> tuple[Image, Method]:
    """Return the subject of uint8[H, W, 3] RGB as uint8[H, W, 4], colours times alpha, and the method."""
    mask = flood(picture)
    if mask is not None:
        found = pieces(mask)
        return (whole(picture) if is_sparse(found) else matte(picture, found)), "flood"
    if segment is not None and (alpha := believable(segment(picture))) is not None:
        behind = fill(picture, np.where(alpha >= VISIBLE, 255, 0).astype(np.uint8))
        return unmixed(picture, behind, alpha), "rembg"
    mask = grabcut(picture)
    if mask is None or is_sparse(mask):
        return whole(picture), "grabcut"
    return matte(picture, mask, 1 + max(1, round(max(mask.shape) / GRABCUT_SIDE))), "grabcut"


def whole(picture: Image) -> Image:
    """Return uint8[H, W, 4]: all of the picture, opaque."""
    return np.dstack([picture, np.full_like(picture[..., :1], 255)])


def pieces(mask: Image) -> Image:
    """Return the mask without specks. Raises CutOutError where there is nothing else."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0  # the background
    if areas.max() < SPECK * mask.size:
        raise CutOutError("nothing_left")
    return np.asarray(np.where((areas >= PIECE * areas.max())[labels], 255, 0), np.uint8)


def is_sparse(mask: Image) -> bool:
    """Return whether the mask marks lines and dots alone: the eyes and mouth of a face that fills the picture."""
    outline = cv2.convexHull(np.asarray(cv2.findNonZero(mask)))
    return cv2.countNonZero(mask) < DENSE * cv2.contourArea(outline)


def believable(alpha: Image) -> Image | None:
    """Return alpha, nearly transparent and nearly opaque made wholly so; None where it marks nothing or everything."""
    if not SUBJECT[0] <= float((alpha >= OPAQUE).mean()) <= SUBJECT[1]:
        return None
    stretched = (alpha.astype(np.float32) - VISIBLE) * (255 / (255 - 2 * VISIBLE))
    return np.asarray(np.rint(np.clip(stretched, 0, 255)), np.uint8)


def framed(cut: Image, least: int) -> Image:
    """Return uint8[SIDE, SIDE, 4] RGBA: what has an alpha of `least` in uint8[H, W, 4], centred, as large as fits.

    The cut's colours are times alpha. Raises CutOutError where there is too little.
    """
    x, y, width, height = cv2.boundingRect((cut[..., 3] >= least).astype(np.uint8))
    if max(width, height) < LEAST or min(width, height) < THIN:
        raise CutOutError("too_small")
    zoom = SIDE * (1 - 2 * MARGIN) / max(width, height)
    spare = int(SIDE * MARGIN / zoom)  # px of the cut: what is fainter beyond the edge
    found = cut[max(0, y - spare) : y + height + spare, max(0, x - spare) : x + width + spare]
    size = max(1, round(found.shape[1] * zoom)), max(1, round(found.shape[0] * zoom))
    scaled = cv2.resize(found, size, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC)
    left = round((SIDE - width * zoom) / 2 - min(spare, x) * zoom)
    top = round((SIDE - height * zoom) / 2 - min(spare, y) * zoom)
    square = np.zeros((SIDE, SIDE, 4), np.uint8)
    square[top : top + size[1], left : left + size[0]] = scaled
    return straight(square)


def premultiplied(picture: Image) -> Image:
    """Return uint8[h, w, 4] RGBA with colours times alpha: what may be interpolated."""
    alpha = picture[..., 3]
    colours = cv2.multiply(picture[..., :3], cv2.merge([alpha] * 3), scale=1 / 255)
    return np.asarray(cv2.merge([*cv2.split(colours), alpha]), np.uint8)


def straight(picture: Image) -> Image:
    """Return uint8[h, w, 4] RGBA of the same with colours times alpha."""
    alpha = picture[..., 3]
    colours = cv2.divide(picture[..., :3], cv2.merge([alpha] * 3), scale=255)
    return np.asarray(cv2.merge([*cv2.split(colours), alpha]), np.uint8)
