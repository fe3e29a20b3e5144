"""Edges: how much of each pixel is the subject's, and its colour without the background's share."""

import cv2
import numpy as np

from facecover.box import Image
from facecover.fill import fill

REACH = 2  # px to either side of the outline where pixels may be of both
PURE = (0.12, 0.88)  # shares below and above which a pixel is taken for all background or all subject
PLAIN = 40.0  # distance of subject and background in RGB below which colours do not tell shares
SOFT = 0.8  # px (sigma) of the outline there


def matte(image: Image, mask: Image, reach: int = REACH) -> Image:
    """Return uint8[H, W, 4], colours times alpha, of the subject in uint8[H, W, 3] RGB that uint8[H, W] `mask` marks.

    Near the outline a pixel's share is its distance from the background's colour over that of its neighbours.
    """
    around = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    wide, core = cv2.dilate(mask, around), cv2.erode(mask, around, borderValue=255)
    behind = fill(image, np.asarray(wide, np.uint8))
    squares = np.square(cv2.absdiff(image, behind), dtype=np.float32)
    distance = np.asarray(cv2.sqrt(cv2.transform(squares, np.ones((1, 3)))))
    greatest = np.asarray(cv2.dilate(cv2.copyTo(distance, mask), around))
    share = np.clip((distance / np.maximum(greatest, 1) - PURE[0]) / (PURE[1] - PURE[0]), 0, 1)
    outline = np.asarray(cv2.GaussianBlur(mask, (0, 0), SOFT), np.float32) / 255
    share = np.where(greatest < PLAIN, outline, share)
    share[core > 0] = 1
    share[wide == 0] = 0
    return unmixed(image, behind, np.rint(255 * share).astype(np.uint8))


def unmixed(image: Image, behind: Image, alpha: Image) -> Image:
    """Return uint8[H, W, 4]: the subject's colours times uint8[H, W] `alpha`, the background's share taken away."""
    shares = cv2.merge([alpha] * 3)
    added = cv2.multiply(behind, cv2.bitwise_not(shares), scale=1 / 255)
    colours = cv2.min(cv2.subtract(image, added), shares)
    return np.asarray(cv2.merge([*cv2.split(colours), alpha]), np.uint8)
