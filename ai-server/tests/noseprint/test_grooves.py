"""Reliefs of skin, and what their correlation says."""

import cv2
import numpy as np
import pytest

from noseprint import parameters as p
from noseprint.grooves import Grooves, Motion, correlate, deviations, find_grooves, likeness_of

SIDE = 90
STILL = Motion(1 + 0j, 0j, 1)


def skin(seed: int, side: int = SIDE) -> np.ndarray:
    """A random pattern about as fine as grooves, uint8[side, side]."""
    noise = np.random.default_rng(seed).normal(0, 1, (side, side)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 1.5)
    return np.clip(128 + 60 * smooth / smooth.std(), 0, 240).astype(np.uint8)


def grooves(grey: np.ndarray, corner: complex = 0j) -> Grooves:
    return find_grooves(grey, np.full(grey.shape, 255, np.uint8), corner)


def strength(query: Grooves, reference: Grooves, motion: Motion) -> float:
    correlations, counts = correlate(query, reference, [motion])
    return deviations(float(correlations[0]), float(counts[0]), query, reference, motion)


def test_a_relief_agrees_with_itself():
    one = grooves(skin(1))
    correlations, counts = correlate(one, one, [STILL])
    assert correlations[0] > 0.98
    assert counts[0] == (SIDE // p.GROOVE_STEP) ** 2


def test_two_reliefs_agree_by_chance_only():
    """The deviations are what they are called: over many pairs their spread is about one."""
    pairs = [(grooves(skin(2 * i)), grooves(skin(2 * i + 1))) for i in range(100)]
    found = np.array([correlate(one, other, [STILL]) for one, other in pairs])[:, :, 0]
    signed = [
        np.sign(r) * deviations(abs(float(r)), float(n), one, other, STILL)
        for (r, n), (one, other) in zip(found, pairs, strict=True)
    ]
    assert np.std(signed) == pytest.approx(1, abs=0.3)
    assert np.max(np.abs(signed)) < 4.5


@pytest.mark.parametrize(("degrees", "zoom"), [(0, 1.0), (20, 1.0), (-30, 1.2), (10, 0.8)])
def test_the_right_motion_finds_a_moved_relief(degrees, zoom):
    big = skin(3, 2 * SIDE)
    around, middle = (SIDE - 0.5, SIDE - 0.5), SIDE / 2
    turned = cv2.warpAffine(big, cv2.getRotationMatrix2D(around, degrees, zoom), (2 * SIDE, 2 * SIDE))
    cut = slice(SIDE - SIDE // 2, SIDE + SIDE // 2)
    before, after = grooves(big[cut, cut]), grooves(turned[cut, cut])
    turn = zoom * np.exp(-1j * np.deg2rad(degrees))  # image rows run downwards
    centre = (middle + 1j * middle) / p.GROOVE_WIDTH
    motion = Motion(complex(turn), complex(centre - turn * centre), 1)
    assert strength(before, after, motion) > 10
    assert strength(before, after, STILL if degrees else Motion(2 + 0j, 0j, 1)) < 5


def test_corners_are_where_the_pictures_begin():
    big = skin(4)
    here, there = grooves(big[10:, 20:], complex(20, 10) / p.GROOVE_WIDTH), grooves(big)
    assert correlate(here, there, [STILL])[0][0] > 0.9


def test_what_is_not_seen_on_both_does_not_count():
    grey, mask = skin(5), np.zeros((SIDE, SIDE), np.uint8)
    mask[:, : SIDE // 2] = 255
    left, right = find_grooves(grey, mask, 0j), find_grooves(grey, 255 - mask, 0j)
    assert correlate(left, grooves(grey), [STILL])[0][0] > 0.98
    assert [float(part[0]) for part in correlate(left, right, [STILL])] == [0, 0]


def test_glare_is_not_skin():
    grey = skin(6)
    grey[20:30, 20:30] = 255
    relief = grooves(grey).relief
    assert (relief[19:31, 19:31] == p.UNSEEN).all()
    assert (relief != p.UNSEEN).mean() > 0.9


def test_likeness_is_one_in_the_middle_and_falls():
    likeness = likeness_of(grooves(skin(7)).relief)
    assert likeness.shape == (p.GROOVE_REACH + 1, 2 * p.GROOVE_REACH + 1)
    assert likeness[0, p.GROOVE_REACH] == 127
    assert abs(int(likeness[-1, 0])) < 30
    whole = Grooves(np.zeros((3, 3), np.int8), 0j, likeness).autocorrelation
    np.testing.assert_allclose(whole, whole[::-1, ::-1])


def test_a_relief_without_skin_agrees_with_nothing():
    blank = find_grooves(skin(8), np.zeros((SIDE, SIDE), np.uint8), 0j)
    for query, reference in ((blank, grooves(skin(8))), (grooves(skin(8)), blank), (blank, blank)):
        assert strength(query, reference, STILL) == 0
