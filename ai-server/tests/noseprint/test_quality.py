"""What the camera is told."""

from itertools import product

import cv2
import numpy as np
import pytest

import noseprint

from .captures import DOGS, SHOTS, nose, photo


@pytest.mark.parametrize("dog", range(DOGS))
def test_a_guided_photo_is_usable(dog):
    for shot in range(SHOTS):
        assessment = noseprint.assess(photo(dog, shot))
        assert assessment.usable, assessment
        assert assessment.reasons == ()
        assert 40 <= assessment.quality <= 100


@pytest.mark.parametrize(
    ("image", "reasons", "advice"),
    [
        (np.zeros((480, 640, 3), np.uint8), ("no_nose", "too_dark"), "more_light"),
        (np.full((480, 640, 3), 255, np.uint8), ("no_nose", "too_bright"), "less_light"),
        (np.full((480, 640, 3), 128, np.uint8), ("no_nose",), "closer"),
        (np.tile(np.linspace(0, 255, 640, dtype=np.uint8)[None, :, None], (480, 1, 3)), ("no_nose",), "closer"),
        (np.random.default_rng(0).integers(0, 256, (480, 640, 3), dtype=np.uint8), ("no_nose",), "closer"),
    ],
    ids=["black", "white", "grey", "ramp", "noise"],
)
def test_nothing_is_no_nose(image, reasons, advice):
    assessment = noseprint.assess(image)
    assert assessment == noseprint.Assessment(None, 0, reasons, advice)
    assert not assessment.usable


def test_too_small():
    small = cv2.resize(photo(0, 0), (120, 90), interpolation=cv2.INTER_AREA)
    assessment = noseprint.assess(small)
    assert "too_small" in assessment.reasons
    assert assessment.advice == "closer"


def test_blurred():
    assessment = noseprint.assess(cv2.GaussianBlur(photo(0, 0), (0, 0), 8))
    assert "blurred" in assessment.reasons
    assert assessment.advice == "hold_still"


def test_too_dark():
    assessment = noseprint.assess((photo(0, 0) * 0.12).astype(np.uint8))
    assert "too_dark" in assessment.reasons
    assert assessment.advice == "more_light"


def test_too_bright():
    washed_out = np.clip(photo(0, 0) * 0.12 + 225, 0, 255).astype(np.uint8)
    assessment = noseprint.assess(washed_out)
    assert "too_bright" in assessment.reasons
    assert assessment.advice == "less_light"


def test_glare():
    image = photo(0, 0).copy()
    x, y, w, h = nose(0).shoot(0).box
    centre = int((x + w / 2) * image.shape[1]), int((y + 0.3 * h) * image.shape[0])
    cv2.ellipse(
        image, centre, (int(0.22 * w * image.shape[1]), int(0.2 * h * image.shape[0])), 0, 0, 360, (255,) * 3, -1
    )
    assessment = noseprint.assess(image)
    assert "glare" in assessment.reasons


@pytest.mark.parametrize(("yaw", "pitch"), [(50.0, 0.0), (-50.0, 0.0), (60.0, 0.0), (0.0, 55.0), (0.0, -55.0)])
def test_turned_away(yaw, pitch):
    """Nearly all noses turned by 50 degrees and more are told to turn, or not taken for one, and none is usable."""
    told = 0
    for dog in range(DOGS):
        assessment = noseprint.assess(nose(dog).capture(0, yaw=yaw, pitch=pitch))
        told += assessment.advice == "turn_to_me" and "turned_away" in assessment.reasons
        assert not assessment.usable, (dog, assessment)
    assert told >= DOGS - 1


def test_a_slightly_turned_nose_is_not_told_to_turn():
    for dog, yaw in product(range(DOGS), (-15.0, 0.0, 15.0)):
        assert "turned_away" not in noseprint.assess(nose(dog).capture(1, yaw=yaw, pitch=0.0)).reasons


@pytest.mark.parametrize("angle", [0.0, 45.0, 90.0])
def test_a_moved_photo_is_refused(angle):
    for dog in range(DOGS):
        assert "blurred" in noseprint.assess(nose(dog).capture(1, motion=25.0, motion_angle=angle)).reasons


def test_quality_falls_as_blur_grows():
    grades = [noseprint.assess(cv2.GaussianBlur(photo(0, 0), (0, 0), s)).quality for s in (0.5, 2, 4, 8)]
    assert grades == sorted(grades, reverse=True)
    assert grades[0] > grades[-1] + 40
