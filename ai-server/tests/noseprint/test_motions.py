"""From correspondences to motions."""

import numpy as np
import pytest

from noseprint import parameters as p
from noseprint.motions import followers, propose

TRUE_ZOOM, TRUE_SHIFT = 1.2 * np.exp(0.3j), 0.1 + 0.05j


def correspondences(true: int, false: int, seed: int = 0) -> tuple[np.ndarray, ...]:
    """`true` ones that follow one motion, `false` ones at random places: here, there, and their frames."""
    rng = np.random.default_rng(seed)
    z = rng.uniform(0, 1, true + false) + 1j * rng.uniform(0, 0.8, true + false)
    w = TRUE_ZOOM * z + TRUE_SHIFT
    w[true:] = rng.uniform(0, 1, false) + 1j * rng.uniform(0, 0.8, false)
    here = np.stack([np.full(true + false, 0.03), rng.uniform(0, 360, true + false)], 1)
    zoom = np.concatenate([np.full(true, abs(TRUE_ZOOM)), rng.uniform(0.6, 1.6, false)])
    turn = np.concatenate([np.full(true, np.rad2deg(np.angle(TRUE_ZOOM))), rng.uniform(-180, 180, false)])
    there = np.stack([here[:, 0] * zoom, (here[:, 1] + turn) % 360], 1)
    return tuple(
        array.astype(np.float32)
        for array in (np.stack([z.real, z.imag], 1), np.stack([w.real, w.imag], 1), here, there)
    )


def test_the_common_motion_comes_first():
    here, there, *frames = correspondences(20, 100)
    best = propose(here, there, *frames)[0]
    assert best.zoom == pytest.approx(TRUE_ZOOM, abs=0.05)
    assert best.shift == pytest.approx(TRUE_SHIFT, abs=0.05)
    assert best.votes >= 20
    assert set(range(20)) <= set(followers(best, here, there))


def test_motions_are_few_and_sorted():
    motions = propose(*correspondences(0, 200))
    votes = [motion.votes for motion in motions]
    assert 1 <= len(motions) <= p.MOTIONS
    assert votes == sorted(votes, reverse=True)


def test_two_correspondences_fix_a_motion():
    best = propose(*correspondences(2, 0))[0]
    assert best.zoom == pytest.approx(TRUE_ZOOM, abs=1e-3)


def test_one_correspondence_proposes_its_own():
    (best,) = propose(*correspondences(1, 0))
    assert best.zoom == pytest.approx(TRUE_ZOOM, abs=1e-3)
    assert best.votes == 1


def test_no_nose_turns_that_far():
    here, there, before, after = correspondences(5, 0)
    after[:, 1] += 180
    assert propose(here, there, before, after) == []
    assert propose(*(array[:0] for array in (here, there, before, after))) == []
