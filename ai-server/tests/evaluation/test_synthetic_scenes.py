"""Scenes to learn from."""

import numpy as np
import pytest

from evaluation.synthetic import Nose
from evaluation.synthetic.clutter import CLUTTER, cat, plush, scenery
from evaluation.synthetic.scenes import draw_scene

SEEDS = range(24)


@pytest.fixture(scope="module")
def nose():
    return Nose(60)


@pytest.fixture(scope="module")
def scenes(nose):
    return [draw_scene(seed, nose, 160) for seed in SEEDS]


def test_a_scene_follows_from_its_seed(nose, scenes):
    assert np.array_equal(draw_scene(3, nose, 160).image, scenes[3].image)
    assert not np.array_equal(scenes[2].image, scenes[3].image)
    assert all(scene.image.shape == (160, 160, 3) and scene.image.dtype == np.uint8 for scene in scenes)


def test_noses_are_of_all_sizes_and_turns(scenes):
    widths = [scene.box[2] for scene in scenes]
    assert min(widths) < 0.12 and max(widths) > 0.5
    assert max(np.hypot(*scene.facing) for scene in scenes) > 0.6


def test_the_box_is_where_the_nose_is(nose, scenes):
    """The same seed without the nose differs, and mostly in the box."""
    for seed in SEEDS:
        scene = scenes[seed]
        x, y, w, h = scene.box
        assert x >= 0 and y >= 0 and x + w <= 1 + 1e-6 and y + h <= 1 + 1e-6
        if scene.seen > 0.95:
            (x1, y1, x2, y2) = scene.nostrils
            assert x - 0.05 * w < min(x1, x2) and max(x1, x2) < x + 1.05 * w
            assert y < (y1 + y2) / 2 < y + h


def test_a_nose_out_of_frame_is_said_to_be(nose):
    seen = [draw_scene(seed, nose, 64).seen for seed in range(80)]
    assert min(seen) < 0.7 and np.median(seen) > 0.9


def test_absent_noses_have_no_box(nose):
    scenes = [draw_scene(seed, nose, 96, present=False) for seed in SEEDS]
    assert all(scene.box is None and scene.seen == 0 for scene in scenes)
    assert all(scene.image.std() > 1 for scene in scenes)


@pytest.mark.parametrize("paint", sorted(set(CLUTTER), key=lambda paint: paint.__name__))
def test_clutter_changes_the_scene(paint):
    rng = np.random.default_rng(4)
    scene = scenery(rng, (96, 96))
    before = scene.copy()
    paint(rng, scene)
    assert np.isfinite(scene).all() and np.abs(scene - before).max() > 0.005


@pytest.mark.parametrize("paint", [cat, plush])
def test_strangers_are_where_a_nose_would_be(paint):
    scene = np.full((96, 96, 3), 0.5, np.float32)
    paint(np.random.default_rng(1), scene, (48.0, 40.0), 20.0)
    changed = np.abs(scene - 0.5).max(2) > 0.01
    rows, columns = np.nonzero(changed)
    assert abs(columns.mean() - 48) < 6 and abs(rows.mean() - 42) < 12
    assert not changed[:, :10].any() and not changed[80:].any()
