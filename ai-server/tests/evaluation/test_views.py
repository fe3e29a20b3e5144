"""What the network that finds noses is shown of a scene, and what it is told of it."""

import cv2
import numpy as np
import pytest

from evaluation.synthetic import Nose
from evaluation.synthetic.scenes import OUTLINE, draw_scene
from evaluation.train_locator import gathered
from evaluation.views import SIDE, VIEW, close_up, label_of, view

WHOLE = (0, 0, SIDE, SIDE)
FACING = np.array([0.3, -0.2], np.float32)


def ellipse(middle, radii):
    """Points of a nose whose nostrils lie left and right of its middle."""
    angles = np.linspace(0, 2 * np.pi, OUTLINE, endpoint=False)
    round_it = np.array(middle) + np.stack([np.cos(angles), np.sin(angles)], 1) * radii
    nostrils = [(middle[0] - radii[0] / 2, middle[1]), (middle[0] + radii[0] / 2, middle[1])]
    return np.float32([*round_it, *nostrils])


def rotation(degrees):
    """About the middle of the scene, scaled to a view."""
    turned = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), degrees, 1)
    return np.diag([VIEW / SIDE, VIEW / SIDE, 1]) @ np.vstack([turned, (0, 0, 1)])


NOSE = ellipse((96, 96), (48, 24))


def test_a_scene_as_it_is_keeps_its_label():
    label = label_of(NOSE, FACING, rotation(0), WHOLE)
    assert label == pytest.approx([0.25, 0.375, 0.5, 0.25, 0.375, 0.5, 0.625, 0.5, 0.3, -0.2, 1], abs=2e-3)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_turned_nose_has_the_box_of_its_outline(side):
    """That of the turned ellipse, not of its turned box, which is a third wider; both sides alike."""
    label = label_of(NOSE, FACING, rotation(side * 45), WHOLE)
    assert label[2:4] == pytest.approx(np.full(2, 2 * np.hypot(48, 24) * np.sqrt(0.5) / SIDE), abs=3e-3)
    assert label[:2] + label[2:4] / 2 == pytest.approx([0.5, 0.5], abs=1e-3)
    assert label[6] - label[4] == pytest.approx(48 * np.sqrt(0.5) / SIDE, abs=1e-4)
    assert label[5] - label[7] == pytest.approx(side * 48 * np.sqrt(0.5) / SIDE, abs=1e-4)
    assert np.hypot(*label[8:10]) == pytest.approx(np.hypot(*FACING))


def test_a_mirrored_nose_has_its_left_nostril_left():
    mirror = np.array([[-1.0, 0, SIDE], [0, 1, 0], [0, 0, 1]])
    once = label_of(ellipse((60, 96), (48, 24)), FACING, rotation(0) @ mirror, WHOLE)
    assert once[4] < once[6] and once[0] == pytest.approx((SIDE - 60 - 48) / SIDE, abs=1e-3)
    assert once[8:10] == pytest.approx([-0.3, -0.2])
    twice = label_of(ellipse((60, 96), (48, 24)), FACING, rotation(0) @ mirror @ mirror, WHOLE)
    assert twice == pytest.approx(label_of(ellipse((60, 96), (48, 24)), FACING, rotation(0), WHOLE), abs=1e-4)


def test_only_what_is_shown_is_boxed():
    label = label_of(NOSE, FACING, rotation(0), (96, 0, SIDE, SIDE))
    assert label[[0, 2, 10]] == pytest.approx([0.5, 0.25, 0.5], abs=3e-3)
    beside = label_of(NOSE, FACING, rotation(0), (160, 0, SIDE, SIDE))
    assert beside[2] == beside[10] == 0


def test_no_nose_has_no_label():
    assert not label_of(np.full_like(NOSE, np.nan), FACING, rotation(30), WHOLE).any()


def test_a_view_follows_its_label():
    """A white nose on black stays in its label's box, however it is cut, zoomed, turned and mirrored."""
    points = ellipse((80, 110), (50, 30))
    image = np.zeros((SIDE, SIDE, 3), np.uint8)
    cv2.fillPoly(image, [np.round(points[:OUTLINE]).astype(np.int32)], (255, 255, 255))
    checked = 0
    for seed in range(60):
        seen, label = view(np.random.default_rng(seed), image, points, FACING)
        rows, columns = np.nonzero(seen[..., 0] > 127)
        left, top, wide, high = label[:4] * VIEW
        if label[10] > 0.99 and not bordered(seen):
            assert [columns.min(), rows.min()] == pytest.approx([left, top], abs=3)
            assert [columns.max(), rows.max()] == pytest.approx([left + wide, top + high], abs=3)
            checked += 1
    assert checked > 10


def bordered(seen):
    """Whether a border of another colour, or of the smeared nose, reaches the edge of the view."""
    edge = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
    return edge.max() > 0


def test_close_ups_are_filled():
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(200):
        left, top, right, bottom = close_up(rng, NOSE)
        assert 0 <= left < right <= SIDE and 0 <= top < bottom <= SIDE
        shares.append((right - left) / 96)
    assert min(shares) < 0.9 < 1.3 < max(shares)


def test_views_turn_to_both_sides_alike():
    scenes = gathered([draw_scene(3, Nose(60), SIDE)])
    slopes = []
    for seed in range(400):
        label = view(np.random.default_rng(seed), *(array[0] for array in scenes))[1]
        slopes.append(np.degrees(np.arctan2(label[7] - label[5], label[6] - label[4])))
    assert max(slopes) > 35 and min(slopes) < -35
    assert abs(np.median(slopes)) < 6
