"""Scenes to learn from."""

import numpy as np
import pytest

from evaluation.synthetic import Nose
from evaluation.synthetic.clutter import CLUTTER, cat, plush, scenery
from evaluation.synthetic.scenes import OUTLINE, draw_scene

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


def box(scene):
    """x, y, width, height of the nose, also where it is out of frame."""
    start, end = scene.outline.min(0), scene.outline.max(0)
    return (*start, *(end - start))


def in_frame(scene):
    """Whether all of the nose is."""
    return scene.outline.min() >= 0 and scene.outline.max() <= 1


def test_noses_are_of_all_sizes_and_turns(scenes):
    widths = [box(scene)[2] for scene in scenes]
    assert min(widths) < 0.12 and max(widths) > 0.5
    assert max(np.hypot(*scene.facing) for scene in scenes) > 0.6


def test_the_nostrils_are_in_the_nose(scenes):
    assert all(scene.outline.shape == (OUTLINE, 2) for scene in scenes)
    for scene in filter(in_frame, scenes):
        x, y, w, h = box(scene)
        (x1, y1, x2, y2) = scene.nostrils
        assert x - 0.05 * w < min(x1, x2) and max(x1, x2) < x + 1.05 * w
        assert y < (y1 + y2) / 2 < y + h


def test_some_noses_are_out_of_frame(nose):
    whole = [in_frame(draw_scene(seed, nose, 64)) for seed in range(80)]
    assert 0.5 < np.mean(whole) < 0.97


def test_absent_noses_have_no_outline(nose):
    scenes = [draw_scene(seed, nose, 96, present=False) for seed in SEEDS]
    assert all(scene.outline is None for scene in scenes)
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
