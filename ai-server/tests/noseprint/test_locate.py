"""Where the nose is found."""

import cv2
import numpy as np
import pytest

from evaluation.real_photos import cut_out
from evaluation.stress import ROLLS, turned
from evaluation.synthetic import no_nose
from evaluation.synthetic.scenes import draw_scene
from noseprint import Box
from noseprint import parameters as p
from noseprint.locate import Location, least_score, locate, overlap

from .captures import nose, photo

FOUND = 0.5


def found(image: np.ndarray) -> Location:
    location = locate(image)
    assert location is not None
    return location


@pytest.mark.parametrize("preset", ["registration", "finder"])
@pytest.mark.parametrize("dog", range(3))
def test_generated_noses_are_found(dog, preset):
    for seed in range(3):
        shot = nose(dog).shoot(seed, preset=preset)
        assert overlap(found(shot.image).box, Box(*shot.box)) > FOUND


@pytest.mark.parametrize("roll", [-45.0, -25.0, 25.0, 45.0])
def test_a_rolled_nose_is_found(roll):
    shot = nose(1).shoot(4, roll=roll)
    assert overlap(found(shot.image).box, Box(*shot.box)) > FOUND


@pytest.mark.parametrize("angle", ROLLS)
def test_a_close_up_that_was_turned_is_found(angle):
    """The nose fills the frame, and the corners are smeared."""
    for dog in range(3):
        shot = nose(dog).shoot(0, roll=0.0)
        location = found(turned(cut_out(shot), angle))
        assert location.box.width > 0.8 and location.box.height > 0.8


@pytest.mark.parametrize("scale", [0.1, 0.2, 0.4, 0.8, 1.0])
def test_noses_of_all_sizes_are_found(scale):
    shot = nose(2).shoot(1, scale=scale, roll=0.0)
    assert overlap(found(shot.image).box, Box(*shot.box)) > FOUND


def test_a_tall_photo_is_no_harder():
    shot = nose(0).shoot(1, aspect=1.6, scale=0.5)
    assert overlap(found(shot.image).box, Box(*shot.box)) > FOUND


def test_a_close_up_is_all_nose():
    shot = nose(0).shoot(0)
    x, y, w, h = Box(*shot.box).pixels(shot.image)
    close_up = shot.image[int(y) : int(y + h), int(x) : int(x + w)]
    assert overlap(found(close_up).box, Box(0.0, 0.0, 1.0, 1.0)) > 0.8


def test_the_nostrils_are_in_place():
    """Left of right, in the nose, either side of its middle."""
    for dog in range(3):
        location = found(photo(dog, 1))
        (left, _), (right, _) = location.nostrils
        box = location.box
        assert box.x < left < box.x + box.width / 2 < right < box.x + box.width
        assert location.middle[0] == pytest.approx((left + right) / 2)


def test_a_turned_nose_is_seen_to_be():
    for yaw, pitch in ((50.0, 0.0), (-50.0, 0.0), (0.0, 50.0)):
        straight = found(nose(1).capture(3, yaw=0.0, pitch=0.0)).turn
        assert found(nose(1).capture(3, yaw=yaw, pitch=pitch)).turn > straight + 0.25


@pytest.mark.parametrize("kind", ["blank", "scenery", "fur"])
def test_nothing_is_found_in_nothing(kind):
    assert [seed for seed in range(6) if locate(no_nose(seed, kind=kind)) is not None] == []


def test_heads_without_a_nose_have_none():
    """Plush toys, cats, people, things: of generated scenes that training has not seen, one in ten passes at most."""
    wrong = [seed for seed in range(60) if locate(draw_scene(seed, nose(0), 320, present=False).image) is not None]
    assert len(wrong) <= 6, wrong


def test_noise_and_stripes_are_no_nose():
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (480, 640, 3), dtype=np.uint8)
    assert locate(noise) is None
    assert locate(cv2.GaussianBlur(noise, (0, 0), 6)) is None
    stripes = np.tile((np.arange(640) // 20 % 2 * 255).astype(np.uint8)[None, :, None], (480, 1, 3))
    assert locate(stripes) is None


def test_a_dark_frame_is_lit_first():
    shot = nose(0).shoot(0)
    dark = (shot.image * 0.2).astype(np.uint8)
    assert overlap(found(dark).box, Box(*shot.box)) > FOUND


@pytest.mark.parametrize("shape", [(16, 16), (16, 400), (400, 16), (3000, 40)])
def test_any_shape_is_answered(shape):
    assert locate(np.full((*shape, 3), 120, np.uint8)) is None


def test_what_is_too_small_to_be_used_must_be_surer(monkeypatch):
    shot = nose(0).capture(0, scale=0.15)
    assert found(shot).score > least_score(0.15 * 640) > least_score(p.MIN_NOSE_WIDTH)
    monkeypatch.setattr(p, "LOCATE_SMALL_SCORE", 0.999)
    assert locate(shot) is None
    assert found(nose(0).capture(0)).score > p.LOCATE_MIN_SCORE


def test_overlap():
    assert overlap(Box(0, 0, 0.5, 0.5), Box(0.25, 0, 0.5, 0.5)) == pytest.approx(1 / 3)
    assert overlap(Box(0, 0, 0.2, 0.2), Box(0.5, 0.5, 0.2, 0.2)) == 0
