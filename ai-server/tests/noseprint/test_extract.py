"""From a photo to a print."""

import cv2
import numpy as np
import pytest

import noseprint

from .captures import DOGS, SHOTS, nose, photo, template


def test_a_print_is_what_its_docstring_says(templates):
    print_ = templates[0][0]
    n = len(print_.points)
    assert n > 200
    assert print_.points.shape == (n, 4) and print_.points.dtype == np.float32
    assert print_.descriptors.shape == (n, 128) and print_.descriptors.dtype == np.uint8
    assert print_.vector.shape == (noseprint.VECTOR_SIZE,) and print_.vector.dtype == np.float32
    assert np.linalg.norm(print_.vector) == pytest.approx(1, abs=1e-5)
    assert (print_.points[:, :2] >= 0).all() and (print_.points[:, :2] <= 1).all()


def test_the_same_photo_gives_the_same_print():
    again = noseprint.extract(photo(0, 0).copy())
    assert again.to_bytes() == template(0, 0).to_bytes()


def test_threads_change_nothing():
    """The number of OpenCV's threads is the process's business."""
    before = cv2.getNumThreads()
    try:
        cv2.setNumThreads(4)
        many = noseprint.extract(photo(0, 0))
        cv2.setNumThreads(1)
        one = noseprint.extract(photo(0, 0))
    finally:
        cv2.setNumThreads(before)
    assert many.to_bytes() == one.to_bytes()


@pytest.mark.parametrize("dog", range(DOGS))
def test_the_box_is_where_the_nose_is(dog):
    """Intersection over union with the truth, over the shots of one dog."""
    overlaps = []
    for seed in range(SHOTS):
        shot = nose(dog).shoot(seed)
        x, y, w, h = shot.box
        box = noseprint.assess(shot.image).nose
        assert box is not None
        wide = min(x + w, box.x + box.width) - max(x, box.x)
        high = min(y + h, box.y + box.height) - max(y, box.y)
        overlaps.append(wide * high / (w * h + box.width * box.height - wide * high))
    assert np.median(overlaps) > 0.6


def test_points_lie_on_the_nose():
    """At most one point in ten outside the ellipse that the true box (a little enlarged) holds."""
    for dog in range(DOGS):
        shot = nose(dog).shoot(0)
        x, y, w, h = shot.box
        points = noseprint.extract(shot.image).points
        dx, dy = (points[:, 0] - x - w / 2) / (w / 2), (points[:, 1] - y - h / 2) / (h / 2)
        assert (dx**2 + dy**2 > 1.1**2).mean() < 0.1


def test_two_noses_in_one_coat_do_not_match_on_it():
    """Same background, same fur, same place, same light: only the skin differs, so nothing may match."""
    scene = {"fur_seed": 7, "background_seed": 7, "fur_colour": (0.5, 0.6, 0.7), "fur": 0.6, "yaw": 0.0, "pitch": 0.0}
    scene |= {"roll": 0.0, "scale": 0.45, "offset_x": 0.0, "offset_y": 0.0, "light_azimuth": 90.0}
    one, other = photo(0, 0, **scene), photo(1, 0, **scene)
    assert matches_outside(one, other) > 30, "the scenes must be alike enough to be a temptation"
    score = noseprint.compare(template(0, 0, **scene), template(1, 0, **scene)).score
    assert not noseprint.same_dog(score)
    assert noseprint.decide(float(noseprint.t_norm([score])[0]), 1).outcome == "not_registered"


def matches_outside(one: np.ndarray, other: np.ndarray) -> int:
    """How many SIFT points of the surroundings match and stay in place, when nobody masks them."""
    sift = cv2.SIFT.create(1500)
    (k1, d1), (k2, d2) = (sift.detectAndCompute(image, None) for image in (one, other))
    pairs = cv2.BFMatcher(crossCheck=True).match(d1, d2)
    return sum(np.hypot(*np.subtract(k1[m.queryIdx].pt, k2[m.trainIdx].pt)) < 3 for m in pairs)


def test_a_photo_without_a_nose_gives_no_print():
    with pytest.raises(noseprint.NoNose):
        noseprint.extract(np.full((480, 640, 3), 128, np.uint8))


@pytest.mark.parametrize(
    "image",
    [np.zeros((480, 640), np.uint8), np.zeros((480, 640, 3), np.float32), np.zeros((4, 4, 3), np.uint8)],
    ids=["grey", "float", "tiny"],
)
def test_what_is_no_photo_is_refused(image):
    with pytest.raises(ValueError):
        noseprint.extract(image)


def test_a_large_photo_is_read_at_its_own_size():
    """Points are fractions of the photo: twice the pixels, the same places, the same nose."""
    large = cv2.resize(photo(0, 0), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    assert noseprint.same_dog(noseprint.compare(noseprint.extract(large), template(0, 1)).score)
