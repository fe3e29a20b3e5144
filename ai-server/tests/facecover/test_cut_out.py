"""From a picture to an emoji: what goes, what stays, and what is refused."""

from time import thread_time

import cv2
import numpy as np
import pytest
from skimage.data import astronaut

import facecover
from evaluation import bench_cutout
from evaluation.drawings import draw

YELLOW, WHITE, BROWN = (255, 204, 60), (255, 255, 255), (90, 50, 20)


def smiley(side=300, radius=0.4, behind=WHITE, skin=YELLOW, outline=0) -> np.ndarray:
    """uint8[side, side, 3] RGB: a round face on one colour; `radius` in sides, `outline` in px."""
    fine = 4
    picture = np.full((side * fine, side * fine, 3), behind, np.uint8)
    middle, r = side * fine // 2, int(side * fine * radius)
    cv2.circle(picture, (middle, middle), r, skin, -1)
    if outline:
        cv2.circle(picture, (middle, middle), r, (0, 0, 0), outline * fine)
    for sign in (-1, 1):
        cv2.ellipse(picture, (middle + sign * r // 3, middle - r // 5), (r // 10, r // 6), 0, 0, 360, BROWN, -1)
    cv2.ellipse(picture, (middle, middle + r // 10), (r // 2, r // 2), 0, 20, 160, BROWN, r // 12)
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)


def with_alpha(picture: np.ndarray, alpha: np.ndarray | int) -> np.ndarray:
    plane = np.broadcast_to(np.asarray(alpha, np.uint8), picture.shape[:2])
    return np.dstack([picture, plane])


def disc(side: int, radius: float) -> np.ndarray:
    """uint8[side, side]: 255 in a circle, `radius` in sides."""
    y, x = np.mgrid[:side, :side] + 0.5 - side / 2
    return np.where(np.hypot(x, y) <= radius * side, 255, 0).astype(np.uint8)


def opaque(emoji: np.ndarray) -> np.ndarray:
    return emoji[..., 3] >= 128


def reason_of(picture: np.ndarray) -> str:
    with pytest.raises(facecover.CutOutError) as caught:
        facecover.cut_out(picture)
    return caught.value.reason


@pytest.mark.parametrize(("background", "method"), [("plain", "flood"), ("gradient", "flood"), ("blotchy", "grabcut")])
def test_drawings_are_cut_along_their_outline(background, method):
    overlaps, _, methods = zip(*(bench_cutout.measure(draw(seed, background)) for seed in range(5)), strict=True)
    assert set(methods) == {method}
    assert np.median(overlaps) > 0.985 and min(overlaps) > 0.9, overlaps


@pytest.mark.parametrize("shape", [(300, 300), (200, 340), (340, 200)])
def test_the_result_is_a_square_with_the_subject_in_its_middle(shape):
    picture = np.full((*shape, 3), 250, np.uint8)
    picture[40:120, 60:110] = (200, 0, 0)
    emoji, method = facecover.cut_out(picture)
    assert (emoji.shape, emoji.dtype, method) == ((512, 512, 4), np.uint8, "flood")
    rows, columns = (np.flatnonzero(opaque(emoji).any(axis=axis)) for axis in (1, 0))
    assert (rows[0], rows[-1]) == pytest.approx((10, 501), abs=3)
    assert columns[-1] - columns[0] == pytest.approx(492 * 50 / 80, abs=6)
    assert columns[0] + columns[-1] == pytest.approx(511, abs=3)
    assert not emoji[[0, -1], :, 3].any() and not emoji[:, [0, -1], 3].any()


def test_edges_are_smooth_and_without_the_backgrounds_colour():
    emoji, _ = facecover.cut_out(smiley(behind=(0, 0, 255)))
    partly = (emoji[..., 3] > 40) & (emoji[..., 3] < 215)
    assert partly.sum() > 500
    blue = emoji[..., 2].astype(int) - emoji[..., 0]
    assert np.percentile(blue[partly], 95) < 0  # as in the face itself, where it is -195


def test_what_the_background_shares_with_the_inside_stays():
    """A white face with a thin outline on white, whose outline a flood must not pass."""
    for outline in (1, 3):
        emoji, _ = facecover.cut_out(smiley(skin=WHITE, outline=outline))
        assert emoji[150, 256, 3] == 255 and emoji[256, 256].tolist() == [255, 255, 255, 255]
        assert emoji[3, 3, 3] == 0


def test_detached_pieces_stay_and_specks_go():
    picture = smiley(radius=0.3)
    cv2.circle(picture, (270, 60), 12, (60, 120, 255), -1)  # a tear
    picture[280:282, 280:282] = 0  # dirt
    emoji, _ = facecover.cut_out(picture)
    assert cv2.connectedComponents(opaque(emoji).astype(np.uint8))[0] == 3  # the background, the face, the tear


def test_a_soft_shadow_goes():
    picture, on_black = smiley(radius=0.3), smiley(radius=0.3, behind=(0, 0, 0))
    shadow = np.zeros(picture.shape[:2], np.uint8)
    cv2.ellipse(shadow, (150, 235), (90, 22), 0, 0, 360, 110, -1)
    light = 255 - cv2.GaussianBlur(shadow, (0, 0), 9)[..., None]
    background = (picture.astype(float) - on_black) / 255  # how much of each pixel it is
    shaded, method = facecover.cut_out(np.rint(on_black + background * light).astype(np.uint8))
    clean, _ = facecover.cut_out(picture)
    assert method == "flood"
    assert (opaque(shaded) ^ opaque(clean)).mean() < 0.01


@pytest.mark.parametrize("grey", [90, 150, 215])
def test_a_grey_subject_is_no_shadow(grey):
    coded = cv2.imencode(".jpg", smiley(skin=(grey,) * 3), [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
    emoji, _ = facecover.cut_out(cv2.cvtColor(cv2.imdecode(coded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB))
    assert (opaque(emoji) ^ opaque(facecover.cut_out(with_alpha(smiley(), disc(300, 0.4)))[0])).mean() < 0.01


def test_transparency_that_the_picture_has_is_kept():
    """The background is even, too, but the author has said what is to go."""
    emoji, method = facecover.cut_out(with_alpha(smiley(), disc(300, 0.49)))
    assert method == "alpha"
    assert abs(opaque(emoji).mean() - np.pi / 4 * 0.96**2) < 0.01
    assert (emoji[256, 30, :3] > 250).all()  # the white that was round the face


def test_half_transparent_stays_half_transparent_and_keeps_its_colour():
    alpha = disc(200, 0.4)
    alpha[100:][alpha[100:] > 0] = 140
    emoji, _ = facecover.cut_out(with_alpha(np.full((200, 200, 3), (200, 100, 50), np.uint8), alpha))
    assert emoji[400, 256].astype(int) == pytest.approx([200, 100, 50, 140], abs=2)
    assert emoji[100, 256].tolist() == [200, 100, 50, 255]


def test_hidden_colours_of_transparent_pixels_do_not_show():
    one, other = (with_alpha(smiley(behind=colour), disc(300, 0.39)) for colour in (WHITE, (0, 255, 0)))
    assert np.array_equal(facecover.cut_out(one)[0], facecover.cut_out(other)[0])


@pytest.mark.parametrize("alpha", [255, 180])
def test_transparency_without_meaning_is_none(alpha):
    """A channel that is the same all over, or a few clear pixels, do not say what is background."""
    picture = with_alpha(smiley(), alpha)
    picture[:2, :10] = 0
    emoji, method = facecover.cut_out(picture)
    assert method == "flood"
    assert abs(opaque(emoji).mean() - np.pi / 4 * 0.96**2) < 0.01


@pytest.mark.parametrize("radius", [0.575, 0.65, 0.8])
def test_a_face_that_fills_the_picture_is_not_reduced_to_eyes_and_mouth(radius):
    emoji, _ = facecover.cut_out(smiley(radius=radius))
    assert opaque(emoji)[12:-12, 12:-12].all()
    assert np.abs(emoji[256, 100, :3].astype(int) - YELLOW).max() < 3


def test_noise_fills_the_picture():
    picture = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    emoji, method = facecover.cut_out(picture)
    assert method == "grabcut"
    assert opaque(emoji).mean() == pytest.approx(0.96**2 * 2 / 3, abs=0.02)


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (np.full((1, 1, 3), 9, np.uint8), "too_small"),
        (np.full((1, 1, 4), 9, np.uint8), "too_small"),
        (smiley(side=20), "too_small"),
        (np.full((4, 300, 3), 9, np.uint8), "too_small"),
        (smiley(radius=0.04), "too_small"),
        (with_alpha(smiley(), disc(300, 0.03)), "too_small"),
        (with_alpha(smiley(), 0), "transparent"),
        (with_alpha(smiley(), 100), "transparent"),
        (np.full((300, 300, 3), 200, np.uint8), "nothing_left"),
        (np.tile(np.linspace(0, 255, 300, dtype=np.uint8)[None, :, None], (300, 1, 3)), "nothing_left"),
    ],
)
def test_what_no_emoji_can_be_made_of(picture, reason):
    assert reason_of(picture) == reason


def test_dust_on_paper_is_nothing():
    paper = np.full((400, 400, 3), 245, np.uint8)
    for x, y in np.random.default_rng(1).integers(0, 400, (12, 2)):
        paper[y : y + 2, x : x + 2] = 120
    assert reason_of(paper) == "nothing_left"


def test_the_least_size_that_works():
    emoji, method = facecover.cut_out(smiley(side=40, radius=0.45))
    assert (emoji.shape, method) == ((512, 512, 4), "flood")


def test_a_large_photo_takes_no_longer_than_a_moment():
    photo = cv2.resize(astronaut(), (4000, 3000))
    start = thread_time()
    emoji, method = facecover.cut_out(photo)
    assert thread_time() - start < 6  # seconds; it takes one
    assert method == "grabcut" and 0.05 < opaque(emoji).mean() < 0.9


def test_the_same_picture_gives_the_same_emoji():
    photo = draw(1, "blotchy").picture
    first, second = (facecover.cut_out(photo)[0] for _ in range(2))
    assert np.array_equal(first, second)


def test_the_picture_is_left_as_it_is():
    for picture in (smiley(), with_alpha(smiley(), disc(300, 0.3)), draw(2, "blotchy").picture):
        before = picture.copy()
        facecover.cut_out(picture)
        assert np.array_equal(picture, before)


class Segmenter:
    def __init__(self, radius: float) -> None:
        self.radius, self.asked = radius, 0

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        self.asked += 1
        mask = np.asarray(cv2.resize(disc(320, self.radius), picture.shape[1::-1]))
        return np.asarray(cv2.GaussianBlur(mask, (0, 0), 2), np.uint8)


def test_a_segmenter_takes_the_place_of_grabcut():
    picture, segmenter = draw(3, "blotchy").picture, Segmenter(0.3)
    emoji, method = facecover.cut_out(picture, segmenter)
    assert (method, segmenter.asked) == ("rembg", 1)
    assert opaque(emoji).mean() == pytest.approx(np.pi / 4 * 0.96**2, abs=0.02)
    assert emoji[256, 256, 3] == 255 and emoji[10, 10, 3] == 0


def test_a_segmenter_is_not_asked_where_flood_or_alpha_do():
    segmenter = Segmenter(0.3)
    assert facecover.cut_out(smiley(), segmenter)[1] == "flood"
    assert facecover.cut_out(with_alpha(smiley(), disc(300, 0.4)), segmenter)[1] == "alpha"
    assert segmenter.asked == 0


@pytest.mark.parametrize("radius", [0.0, 2.0])
def test_a_segmenter_that_finds_nothing_or_everything_is_not_believed(radius):
    picture = draw(3, "blotchy").picture
    emoji, method = facecover.cut_out(picture, Segmenter(radius))
    assert method == "grabcut"
    assert np.array_equal(emoji, facecover.cut_out(picture)[0])


def test_the_benchmark_prints_a_row_for_each_background():
    rows = bench_cutout.table(1).splitlines()
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["plain", "gradient", "blotchy"]
