"""Views of a generated scene for the training of the network that finds noses: parts of it, zoomed, turned, mirrored.

A view's label is float32[11], in fractions of the view: the box of the part of the nose that is seen (4; width 0: no
nose), left and right nostril (4), facing (2), and how much of the nose is seen.
"""

import cv2
import numpy as np

from evaluation.synthetic.scenes import OUTLINE

SIDE = 192  # px of a scene
VIEW = 128  # px
CLOSE_UPS = 0.3  # of the views of a scene with a nose
SMALLEST_WINDOW = 32  # px of a close-up
CUT = 0.5  # of the other views
TURNED, TURN = 0.55, 50.0  # of the views; degrees either way, beyond what the scene has
REPLICATED = 0.7  # of the borders


def view(
    rng: np.random.Generator, image: np.ndarray, points: np.ndarray, facing: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return a part of a scene, VIEW px wide, turned and mirrored or not, with its label.

    `points`: float32[OUTLINE + 2, 2], px: outline and nostrils, NaN: no nose. Many parts are cut out first, so that
    beyond them there is a border, as in a close-up that was turned.
    """
    close = not np.isnan(points).any() and rng.random() < CLOSE_UPS
    window = close_up(rng, points) if close else anywhere(rng, points)
    matrix = drawn_motion(rng, window, stretched=not close)
    left, top, right, bottom = window if close or rng.random() < CUT else (0, 0, SIDE, SIDE)
    part = np.ascontiguousarray(image[top:bottom, left:right])
    shifted = matrix @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    border = cv2.BORDER_REPLICATE if rng.random() < REPLICATED else cv2.BORDER_CONSTANT
    fill = tuple(rng.integers(0, 256, 3).tolist()) if rng.random() < 0.5 else (0, 0, 0)
    seen = cv2.warpAffine(part, shifted[:2], (VIEW, VIEW), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=fill)
    return seen, label_of(points, facing, matrix, (left, top, right, bottom))


def anywhere(rng: np.random.Generator, points: np.ndarray) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of a part of a scene of any size, often with the nose in it."""
    wide, high = SIDE * np.clip(2 ** rng.uniform(-1.3, 0.25) * np.exp(rng.normal(0, 0.06, 2)), 0.3, 1.0)
    nose = not np.isnan(points).any() and rng.random() < 0.7
    aim = middle(points) if nose else rng.uniform(0, SIDE, 2)
    left = np.clip(aim[0] - wide * rng.uniform(0.1, 0.9), 0, SIDE - wide)
    top = np.clip(aim[1] - high * rng.uniform(0.1, 0.9), 0, SIDE - high)
    return int(left), int(top), round(left + wide), round(top + high)


def close_up(rng: np.random.Generator, points: np.ndarray) -> tuple[int, int, int, int]:
    """Return a part that the nose fills, or more than fills."""
    nose = np.ptp(points[:OUTLINE], axis=0)
    aim = middle(points) + nose * rng.normal(0, 0.08, 2)
    reach = np.maximum(nose * 2 ** rng.uniform(-0.35, 0.6) * np.exp(rng.normal(0, 0.08, 2)), SMALLEST_WINDOW) / 2
    left, top = np.clip(aim - reach, 0, SIDE - SMALLEST_WINDOW).astype(int)
    right, bottom = np.clip(np.ceil(aim + reach), (left + SMALLEST_WINDOW, top + SMALLEST_WINDOW), SIDE).astype(int)
    return int(left), int(top), int(right), int(bottom)


def middle(points: np.ndarray) -> np.ndarray:
    """Return the middle of the nose's box, float[2]."""
    return np.asarray((points[:OUTLINE].min(0) + points[:OUTLINE].max(0)) / 2)


def drawn_motion(rng: np.random.Generator, window: tuple[int, int, int, int], stretched: bool) -> np.ndarray:
    """Return float64[3, 3] from px of the scene to px of a view of the window, most often turned.

    `stretched`: the window fills the view; else it keeps its proportions.
    """
    left, top, right, bottom = window
    wide, high = (right - left, bottom - top) if stretched else (max(right - left, bottom - top),) * 2
    centred = np.array([[1, 0, -(left + right) / 2], [0, 1, -(top + bottom) / 2], [0, 0, 1]])
    zoom = np.diag([VIEW / wide, VIEW / high, 1])
    angle = np.radians(rng.uniform(-TURN, TURN)) if rng.random() < TURNED else 0.0
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    mirror = np.diag([-1.0 if rng.random() < 0.5 else 1.0, 1, 1])
    return np.array([[1, 0, VIEW / 2], [0, 1, VIEW / 2], [0, 0, 1]]) @ mirror @ turn @ zoom @ centred


def label_of(
    points: np.ndarray, facing: np.ndarray, matrix: np.ndarray, shown: tuple[int, int, int, int]
) -> np.ndarray:
    """Return the label of a scene moved by `matrix`, of which only the part `shown` is there."""
    label = np.zeros(11, np.float32)
    if np.isnan(points).any():
        return label
    moved = moved_by(matrix, points)
    label[:4], label[10] = box_of(moved[:OUTLINE], matrix, shown)
    mirrored = np.linalg.det(matrix) < 0
    label[4:8] = moved[OUTLINE:][:: -1 if mirrored else 1].ravel() / VIEW  # left and right nostril change places
    turned = matrix[:2, :2] @ facing
    label[8:10] = turned * np.hypot(*facing) / max(float(np.hypot(*turned)), 1e-6)
    return label


def box_of(
    outline: np.ndarray, matrix: np.ndarray, shown: tuple[int, int, int, int]
) -> tuple[tuple[float, float, float, float], float]:
    """Return x, y, width and height of what is seen of the nose, all 0 where nothing is, and the share of it."""
    left, top, right, bottom = shown
    corners = moved_by(matrix, np.array([(left, top), (right, top), (right, bottom), (left, bottom)]))
    frame = np.array([(0, 0), (VIEW, 0), (VIEW, VIEW), (0, VIEW)], np.float32)
    nose = cv2.convexHull(outline)
    visible = cv2.intersectConvexConvex(frame, corners)[1]
    area, part = cv2.intersectConvexConvex(nose, visible) if visible is not None else (0.0, None)
    if area <= 0:
        return (0.0, 0.0, 0.0, 0.0), 0.0
    (x, y), (end_x, end_y) = part.reshape(-1, 2).min(0) / VIEW, part.reshape(-1, 2).max(0) / VIEW
    return (x, y, end_x - x, end_y - y), area / cv2.contourArea(nose)


def moved_by(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return float32[N, 2]."""
    return np.asarray(points @ matrix[:2, :2].T + matrix[:2, 2], np.float32)
