"""Generated noses: fixed by their seeds, and every knob does what its name says."""

import cv2
import numpy as np
import pytest

from evaluation import synthetic
from evaluation.synthetic.cells import voronoi

STILL = {"yaw": 0.0, "pitch": 0.0, "roll": 0.0, "scale": 0.7, "offset_x": 0.0, "offset_y": 0.0}
CLEAN = STILL | {"blur": 0.0, "motion": 0.0, "noise": 0.0, "jpeg": 0, "grime": 0.0, "strain": 0.0, "exposure": 0.0}


@pytest.fixture(scope="module")
def nose() -> synthetic.Nose:
    return synthetic.Nose(5)


@pytest.fixture(scope="module")
def other() -> synthetic.Nose:
    return synthetic.Nose(6)


def grey(image: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)


def sharpness(image: np.ndarray) -> float:
    return float(cv2.Laplacian(grey(image), cv2.CV_32F).var())


def skin(image: np.ndarray) -> np.ndarray:
    """The middle of the frame, where a still nose has nothing but skin and nostrils."""
    height, width = image.shape[:2]
    return grey(image)[height // 4 : -height // 4, width // 4 : -width // 4]


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_the_same_seeds_give_the_same_picture(nose: synthetic.Nose) -> None:
    assert np.array_equal(nose.capture(3, 320), synthetic.Nose(5).capture(3, 320))


def test_another_capture_is_another_picture_of_the_same_nose(nose: synthetic.Nose) -> None:
    first, second = (nose.capture(seed, 320, **CLEAN) for seed in (1, 2))
    assert not np.array_equal(first, second)
    assert correlation(skin(first), skin(second)) > 0.7


def test_identities_differ_in_skin_even_when_everything_else_is_fixed(
    nose: synthetic.Nose, other: synthetic.Nose
) -> None:
    shared = CLEAN | {"fur_seed": 1, "background_seed": 1, "sensor_seed": 1, "fur_colour": (0.5, 0.5, 0.5)}
    first, second = (skin(n.capture(1, 320, **shared)) for n in (nose, other))
    detail = [image - cv2.GaussianBlur(image, (0, 0), 3) for image in (first, second)]
    assert abs(correlation(*detail)) < 0.4


def test_two_noses_can_share_background_and_fur(nose: synthetic.Nose, other: synthetic.Nose) -> None:
    shared = CLEAN | {"scale": 0.25, "background_seed": 4, "fur_seed": 9, "fur_colour": (0.4, 0.4, 0.4), "warmth": 0.0}
    first, second = (grey(n.capture(1, 320, **shared)) for n in (nose, other))
    alone = grey(other.capture(1, 320, **shared | {"background_seed": 5, "fur_seed": 10}))
    away = np.ones(first.shape, bool)
    away[40:-40, 80:-80] = False
    assert correlation(first[away], second[away]) > 0.95
    assert correlation(first[away], alone[away]) < 0.6


@pytest.mark.parametrize(("width", "aspect", "shape"), [(640, 0.75, (480, 640, 3)), (128, 1.0, (128, 128, 3))])
def test_width_and_aspect_set_the_frame(
    nose: synthetic.Nose, width: int, aspect: float, shape: tuple[int, int, int]
) -> None:
    image = nose.capture(1, width, aspect=aspect)
    assert image.shape == shape
    assert image.dtype == np.uint8


def test_an_override_leaves_the_other_knobs_as_drawn() -> None:
    drawn = synthetic.draw_knobs(1, 2, 640)
    fixed = synthetic.draw_knobs(1, 2, 640, roll=drawn.roll + 1)
    changed = {name for name, value in vars(drawn).items() if getattr(fixed, name) != value}
    assert changed == {"roll"}


def test_a_misspelt_knob_or_preset_is_refused(nose: synthetic.Nose) -> None:
    with pytest.raises(TypeError, match="rol"):
        nose.capture(1, 64, rol=3)
    with pytest.raises(KeyError):
        nose.capture(1, 64, preset="studio")


def test_blur_and_motion_take_detail(nose: synthetic.Nose) -> None:
    sharp, soft, moved = (nose.capture(1, 320, **CLEAN | knob) for knob in ({}, {"blur": 2.0}, {"motion": 9.0}))
    assert sharpness(soft) < 0.3 * sharpness(sharp)
    assert sharpness(moved) < 0.6 * sharpness(sharp)


@pytest.mark.parametrize(("angle", "smeared_axis"), [(0.0, 1), (90.0, 0)])
def test_motion_smears_along_its_direction(nose: synthetic.Nose, angle: float, smeared_axis: int) -> None:
    image = skin(nose.capture(1, 320, **CLEAN | {"motion": 9.0, "motion_angle": angle}))
    along, across = (np.abs(np.diff(image, axis=axis)).mean() for axis in (smeared_axis, 1 - smeared_axis))
    assert along < 0.7 * across


def test_roll_turns_the_nose_clockwise(nose: synthetic.Nose) -> None:
    upright, rolled = (nose.capture(1, 320, **CLEAN | {"roll": roll, "light_strength": 0.0}) for roll in (0.0, 30.0))
    back = cv2.getRotationMatrix2D((159.5, 119.5), 30.0, 1.0)  # OpenCV's positive angles are counter-clockwise
    restored = cv2.warpAffine(rolled, back, (320, 240))
    assert correlation(skin(upright), skin(restored)) > 0.85
    assert correlation(skin(upright), skin(rolled)) < 0.7


def test_yaw_and_pitch_foreshorten(nose: synthetic.Nose) -> None:
    _, _, width, height = nose.shoot(1, 128, **CLEAN).box
    assert nose.shoot(1, 128, **CLEAN | {"yaw": 45.0}).box[2] < 0.9 * width
    assert nose.shoot(1, 128, **CLEAN | {"pitch": 45.0}).box[3] < 0.9 * height


def test_scale_and_offset_place_the_nose(nose: synthetic.Nose) -> None:
    x, y, width, height = nose.shoot(1, 320, **CLEAN).box
    moved = nose.shoot(1, 320, **CLEAN | {"scale": 0.35, "offset_x": 0.1, "offset_y": -0.06}).box
    assert width == pytest.approx(0.7, abs=0.05)
    assert moved[2] == pytest.approx(width / 2, abs=0.01)
    assert moved[0] + moved[2] / 2 == pytest.approx(x + width / 2 + 0.1, abs=0.01)
    assert moved[1] + moved[3] / 2 < y + height / 2 - 0.06


def test_the_box_surrounds_the_nose() -> None:
    nose = synthetic.Nose(4)
    shot = nose.shoot(1, 320, **CLEAN | {"fur_colour": (0.9, 0.9, 0.9), "fur": 0.0, "wetness": 0.0, "scale": 0.5})
    x, y, width, height = (round(v * n) for v, n in zip(shot.box, (320, 240, 320, 240), strict=True))
    dark = cv2.GaussianBlur(grey(shot.image), (0, 0), 3) < 90
    inside = dark[y : y + height, x : x + width]
    assert inside.mean() > 0.6
    assert inside.sum() > 0.8 * dark.sum()


def test_exposure_brightens_and_darkens(nose: synthetic.Nose) -> None:
    dark, normal, bright = (nose.capture(1, 128, **CLEAN | {"exposure": e}).mean() for e in (-2.0, 0.0, 2.0))
    assert dark < 0.6 * normal
    assert bright > 1.4 * normal


def test_light_comes_from_its_azimuth(nose: synthetic.Nose) -> None:
    knobs = CLEAN | {"light_strength": 1.0, "light_elevation": 20.0, "wetness": 0.0}
    right, left = (skin(nose.capture(1, 320, **knobs, light_azimuth=azimuth)) for azimuth in (0.0, 180.0))
    half = right.shape[1] // 2
    assert right[:, half:].mean() > 1.2 * right[:, :half].mean()
    assert left[:, :half].mean() > 1.2 * left[:, half:].mean()


def test_glare_burns_patches_of_skin(nose: synthetic.Nose) -> None:
    burnt = [np.mean(skin(nose.capture(1, 320, **CLEAN | {"glare": glare})) >= 250) for glare in (0.0, 0.5, 1.0)]
    assert burnt[0] < 0.01
    assert burnt[0] < burnt[1] < burnt[2]
    assert burnt[2] > 0.1


def test_noise_has_the_sigma_asked_for(nose: synthetic.Nose) -> None:
    clean, noisy = (nose.capture(1, 320, **CLEAN | {"noise": sigma}).astype(int) for sigma in (0.0, 6.0))
    middle = (clean > 30) & (clean < 225)
    assert (noisy - clean)[middle].std() == pytest.approx(6.0, rel=0.1)


def test_compression_loses_more_at_a_lower_quality(nose: synthetic.Nose) -> None:
    raw, fine, coarse = (nose.capture(1, 320, **CLEAN | {"jpeg": q}).astype(int) for q in (0, 95, 20))
    assert 0 < np.abs(fine - raw).mean() < 0.5 * np.abs(coarse - raw).mean()


def test_a_nose_out_of_frame_leaves_the_scene(nose: synthetic.Nose) -> None:
    shot = nose.shoot(1, 128, **CLEAN | {"offset_x": 3.0})
    assert shot.box[2] == 0.0
    assert shot.image.shape == (96, 128, 3)


def test_finder_photos_are_smaller_and_softer_than_registrations(nose: synthetic.Nose) -> None:
    finder = nose.shoot(1, preset="finder", noise=0.0)
    assert finder.box[2] * 640 == pytest.approx(140, abs=15)
    assert sharpness(finder.image) < 0.5 * sharpness(nose.capture(1, noise=0.0))


@pytest.mark.parametrize("kind", ["blank", "scenery", "fur"])
def test_photos_without_a_nose_follow_from_their_seed(kind: str) -> None:
    image = synthetic.no_nose(3, 128, kind)
    assert image.shape == (96, 128, 3)
    assert np.array_equal(image, synthetic.no_nose(3, 128, kind))
    assert not np.array_equal(image, synthetic.no_nose(4, 128, kind))


def matched_points(a: np.ndarray, b: np.ndarray) -> int:
    """SIFT points of two photos that agree on one homography."""
    sift = cv2.SIFT_create(800)
    (points_a, found_a), (points_b, found_b) = (sift.detectAndCompute(image, None) for image in (a, b))
    pairs = cv2.BFMatcher(crossCheck=True).match(found_a, found_b)
    start = np.float32([points_a[m.queryIdx].pt for m in pairs])
    end = np.float32([points_b[m.trainIdx].pt for m in pairs])
    _, agreeing = cv2.findHomography(start, end, cv2.USAC_MAGSAC, 4.0)
    return int(agreeing.sum())


def test_photos_of_one_dog_share_more_points_than_photos_of_two(nose: synthetic.Nose, other: synthetic.Nose) -> None:
    reference = nose.capture(1, 320)
    assert matched_points(reference, nose.capture(2, 320)) > 2 * matched_points(reference, other.capture(2, 320))


def test_the_mosaic_has_one_cell_per_unit_square() -> None:
    y, x = np.mgrid[:200, :200].astype(np.float32) / 10
    border, tint = voronoi(np.random.default_rng(1), x, y, jitter=0.4, holes=0.0)
    assert border.min() >= 0
    assert np.unique(tint).size == pytest.approx(400, rel=0.15)
    inner = border[:, 1:][tint[:, 1:] != tint[:, :-1]]
    assert inner.max() < 0.15  # a change of cell happens at a border
