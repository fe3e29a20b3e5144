"""Local features on nose skin: SIFT points (Lowe 2004) with RootSIFT descriptors (Arandjelovic & Zisserman 2012)."""

import cv2
import numpy as np

from noseprint import parameters as p
from noseprint.geometry import Array
from noseprint.normalise import Normalised


def find_features(nose: Normalised) -> tuple[Array, Array]:
    """Return (points, descriptors) of all points on skin, strongest first.

    points: float32[N, 4], x, y, diameter in px of `nose.even`, angle in degrees; descriptors: uint8[N, 128].
    """
    sift = cv2.SIFT.create(contrastThreshold=p.SIFT_CONTRAST, edgeThreshold=p.SIFT_EDGE)
    keypoints, raw = sift.detectAndCompute(nose.even, None)
    if raw is None:
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)
    points = np.array([(*k.pt, k.size, k.angle) for k in keypoints], np.float32)
    strength = np.array([k.response for k in keypoints], np.float32)
    on_skin = np.flatnonzero(clearance(nose, points) > p.SKIN_CLEARANCE * points[:, 2])
    kept = on_skin[np.argsort(-strength[on_skin], kind="stable")]
    return points[kept], root_sift(raw[kept])


def strongest(points: Array, most: int, diameter: float) -> Array:
    """Return the indices of the first `most` points below a diameter in px."""
    return np.asarray(np.flatnonzero(points[:, 2] < diameter)[:most])


def clearance(nose: Normalised, points: Array) -> Array:
    """Return float32[N]: px from each point to the nearest pixel that is not skin (the frame's edge counts as none)."""
    framed = cv2.copyMakeBorder(nose.skin, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    distance = cv2.distanceTransform((framed > 127).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    rows, columns = distance.shape
    x = np.clip(np.rint(points[:, 0]).astype(int), 0, columns - 1)
    y = np.clip(np.rint(points[:, 1]).astype(int), 0, rows - 1)
    return np.asarray(distance[y, x])


def root_sift(raw: Array) -> Array:
    """Return uint8[N, 128]: the square root of L1-normalised SIFT, times DESCRIPTOR_SCALE, clipped."""
    shares = raw / np.maximum(raw.sum(1, keepdims=True), 1e-6)
    return np.asarray(np.clip(np.rint(np.sqrt(shares) * p.DESCRIPTOR_SCALE), 0, 255), np.uint8)
