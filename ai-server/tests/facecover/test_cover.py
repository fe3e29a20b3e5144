"""Emojis over faces: what is below is gone, and the emoji is where it should be."""

from time import thread_time

import cv2
import numpy as np
import pytest
from skimage.data import astronaut

import facecover
from facecover import Box

RED, BLUE = (220, 30, 30, 255), (30, 30, 220, 255)
FACE = Box(0.355, 0.11, 0.165, 0.235)


def plain(colour=RED, side=64) -> np.ndarray:
    return np.tile(np.array(colour, np.uint8), (side, side, 1))


def disc(alpha: int = 255, side: int = 128) -> np.ndarray:
    """A round emoji with transparent corners."""
    emoji = np.zeros((side, side, 4), np.uint8)
    cv2.circle(emoji, (side // 2, side // 2), int(side * 0.47), (250, 200, 60, alpha), -1, cv2.LINE_AA)
    return emoji


def in_square(shape: tuple[int, ...], box: Box, angle: float, spare: float = 0.0) -> np.ndarray:
    """bool[H, W]: pixels whose centre is in the emoji's square, `spare` px larger on each side."""
    rows, columns = shape[:2]
    y, x = np.mgrid[:rows, :columns] + 0.5
    x, y = x - (box.x + box.width / 2) * columns, y - (box.y + box.height / 2) * rows
    half = 1.25 * max(box.width * columns, box.height * rows) / 2 + spare
    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    return np.maximum(abs(c * x + s * y), abs(c * y - s * x)) <= half


def in_box(shape: tuple[int, ...], box: Box) -> np.ndarray:
    rows, columns = shape[:2]
    y, x = np.mgrid[:rows, :columns] + 0.5
    inside_x = (x >= box.x * columns) & (x <= (box.x + box.width) * columns)
    return inside_x & (y >= box.y * rows) & (y <= (box.y + box.height) * rows)


def boxes(count: int, seed: int) -> list[tuple[Box, float]]:
    """Faces of many sizes, overlapping, some of them partly outside the photo."""
    draw = np.random.default_rng(seed)
    return [
        (Box(*draw.uniform(-0.1, 0.95, 2), *draw.uniform(0.005, 0.3, 2)), draw.uniform(-180, 180)) for _ in range(count)
    ]


@pytest.mark.parametrize("emoji", [disc(), disc(alpha=120), plain((0, 0, 0, 0))], ids=["opaque", "half", "nothing"])
@pytest.mark.parametrize("count", [1, 4, 12])
def test_nothing_of_what_is_below_reaches_the_result(emoji, count):
    """Two photos that differ only below give results that do not differ at all."""
    for seed in range(5):
        photo = astronaut()
        faces = [(box, angle, emoji) for box, angle in boxes(count, seed)]
        below = np.any([in_square(photo.shape, *face[:2]) | in_box(photo.shape, face[0]) for face in faces], axis=0)
        other = photo.copy()
        other[below] = np.random.default_rng(seed).integers(0, 256, (int(below.sum()), 3))
        assert below.any() and not np.array_equal(photo, other)
        assert np.array_equal(facecover.cover(photo, faces), facecover.cover(other, faces))


def test_all_hidden_tells_nothing():
    faces = [(Box(-0.5, -0.5, 2.0, 2.0), 0.0, plain((0, 0, 0, 0)))]
    assert len(np.unique(facecover.cover(astronaut(), faces))) == 1


@pytest.mark.parametrize("angle", [0.0, 20.0, -75.0, 180.0])
def test_the_photo_is_left_alone_around_the_square(angle):
    photo = astronaut()
    before = photo.copy()
    covered = facecover.cover(photo, [(FACE, angle, disc())])
    around = ~(in_square(photo.shape, FACE, angle, 3) | in_box(photo.shape, FACE))
    assert np.array_equal(photo, before)
    assert np.array_equal(covered[around], photo[around])


@pytest.mark.parametrize("side", [32, 512], ids=["grown", "shrunk"])
@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, -10.0])
def test_an_opaque_emoji_fills_its_square(angle, side):
    covered = facecover.cover(astronaut(), [(FACE, angle, plain(side=side))])
    inner = in_square(covered.shape, FACE, angle, -3 if side == 512 else -8)
    outer = in_square(covered.shape, FACE, angle, 2)
    red = np.abs(covered.astype(int) - RED[:3]).max(axis=2) <= 1
    assert red[inner].all()
    assert not red[~outer].any()


def test_it_turns_clockwise():
    emoji = plain(BLUE)
    emoji[:32] = RED  # its upper half
    turned = facecover.cover(np.zeros((200, 200, 3), np.uint8), [(Box(0.3, 0.3, 0.4, 0.4), 90.0, emoji)])
    assert turned[100, 130].tolist() == list(RED[:3])
    assert turned[100, 70].tolist() == list(BLUE[:3])


def test_half_transparent_is_half_of_the_surroundings():
    photo = np.full((100, 100, 3), 100, np.uint8)
    photo[45:55, 45:55] = 255
    covered = facecover.cover(photo, [(Box(0.4, 0.4, 0.2, 0.2), 0.0, plain((200, 0, 50, 128)))])
    assert np.abs(covered[50, 50].astype(int) - (150, 50, 75)).max() <= 1


def test_colours_of_transparent_pixels_do_not_show():
    emoji = disc()
    emoji[emoji[..., 3] == 0, :3] = (0, 255, 0)
    faces = [(FACE, 33.0, emoji)], [(FACE, 33.0, disc())]
    assert np.array_equal(*(facecover.cover(astronaut(), one) for one in faces))


def test_larger_faces_lie_over_smaller_ones_in_any_order():
    near, far = (Box(0.2, 0.2, 0.4, 0.4), 0.0, plain(RED)), (Box(0.5, 0.5, 0.2, 0.2), 0.0, plain(BLUE))
    first, second = (facecover.cover(astronaut(), order) for order in ([near, far], [far, near]))
    assert np.array_equal(first, second)
    assert first[280, 280].tolist() == list(RED[:3])
    assert first[355, 355].tolist() == list(BLUE[:3])


@pytest.mark.parametrize(
    "box", [Box(-0.1, 0.3, 0.2, 0.2), Box(0.95, 0.9, 0.4, 0.4), Box(0.4, -0.19, 0.2, 0.2), Box(-0.5, -0.5, 2.0, 2.0)]
)
def test_what_reaches_over_the_edge_is_clipped(box):
    covered = facecover.cover(astronaut(), [(box, 0.0, plain())])
    inner = in_square(covered.shape, box, 0.0, -8)
    assert inner.any()
    assert (np.abs(covered[inner].astype(int) - RED[:3]) <= 1).all()


@pytest.mark.parametrize("box", [Box(-1.0, -1.0, 0.2, 0.2), Box(1.5, 0.2, 0.1, 0.1)])
def test_an_emoji_outside_the_photo_changes_nothing(box):
    assert np.array_equal(facecover.cover(astronaut(), [(box, 12.0, disc())]), astronaut())


def test_without_faces_the_photo_is_a_copy():
    photo = astronaut()
    covered = facecover.cover(photo, [])
    assert np.array_equal(covered, photo) and not np.shares_memory(covered, photo)


def test_a_speck_is_covered_too():
    photo = astronaut()
    covered = facecover.cover(photo, [(Box(0.5, 0.5, 1e-6, 1e-6), 45.0, plain())])
    assert 1 <= (covered != photo).any(axis=2).sum() <= 25


@pytest.mark.parametrize(
    "box",
    [Box(0.1, 0.1, 0.0, 0.1), Box(0.1, 0.1, 0.1, -0.1), Box(float("nan"), 0, 1, 1), Box(0, float("inf"), 1, 1)],
)
def test_a_box_that_is_none_is_refused(box):
    with pytest.raises(ValueError, match="a box has"):
        facecover.cover(astronaut(), [(box, 0.0, disc())])


def test_two_hundred_faces_are_covered_in_a_moment():
    photo, emoji = cv2.resize(astronaut(), (1280, 960)), disc(side=512)
    faces = [(box, angle, emoji) for box, angle in boxes(200, 7)]
    start = thread_time()
    facecover.cover(photo, faces)
    assert thread_time() - start < 5  # seconds; it takes one
