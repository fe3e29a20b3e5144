"""Which faces are found, and which other things are not."""

import cv2
import numpy as np
import pytest

from evaluation import synthetic
from evaluation.faces import astronaut, compose, group
from evaluation.locating import iou
from facecover import Detector, Face
from facecover import parameters as p
from facecover.detect import of_cut, sizes

SAME = 0.4
SHAPE = (480, 640)


@pytest.fixture(scope="module")
def detector():
    return Detector()


def finds(detector, image) -> list[Face]:
    return detector.detect([image])[0]


def is_found(face, faces) -> bool:
    return any(iou(face.box, find.box) >= SAME for find in faces)


def test_the_astronaut_is_found_where_she_is(detector):
    (face,) = finds(detector, astronaut().image)
    assert iou(face.box, astronaut().box) > 0.85
    assert face.score > 0.95
    assert abs(face.angle) < 8


@pytest.mark.parametrize("long_side", [1000, 2048])
def test_people_in_a_group_are_found_from_two_per_cent_of_the_photo(detector, long_side):
    scene = group(5, [astronaut()], [0.021, 0.023, 0.026, 0.03, 0.04, 0.06, 0.1, 0.2], long_side)
    faces = finds(detector, scene.image)
    assert len(scene.faces) == 8
    assert all(is_found(face, faces) for face in scene.faces)
    assert len(faces) == len(scene.faces)


def test_the_angle_follows_the_face(detector):
    upright = astronaut().image
    rows, columns = upright.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), -20, 0.8)
    clockwise = np.asarray(cv2.warpAffine(upright, turn, (columns, rows)))
    (level,), (turned,) = detector.detect([upright, clockwise])
    assert turned.angle - level.angle == pytest.approx(20, abs=5)


@pytest.mark.parametrize(("x", "y"), [(33, 240), (607, 240), (320, 40), (320, 440)])
def test_a_face_at_the_edge_is_found(detector, x, y):
    scene = compose(1, astronaut(), [(x, y, 80)], SHAPE)
    assert is_found(scene.faces[0], finds(detector, scene.image))


@pytest.mark.parametrize(("x", "y"), [(0, 240), (640, 240)])
def test_a_face_of_which_half_is_outside_is_found_with_its_box_beyond_the_edge(detector, x, y):
    scene = compose(4, astronaut(), [(x, y, 160)], SHAPE)
    (face,) = finds(detector, scene.image)
    assert is_found(scene.faces[0], [face])
    assert face.box.x < -0.02 or face.box.x + face.box.width > 1.02


def test_a_cut_face_counts_by_either_filling_or_by_what_both_agree_on():
    reflected, black = np.array([4.5, 1.0, 2.5, 2.5]), np.array([-6.0, 4.0, 2.5, 0.0])
    passes = of_cut(reflected, black) > p.EVIDENCE
    assert passes.tolist() == [True, True, True, False]


def test_a_photo_without_people_has_no_faces(detector):
    plain = np.full((*SHAPE, 3), 128, np.uint8)
    noise = np.random.default_rng(0).integers(0, 256, (*SHAPE, 3), np.uint8)
    walls = [compose(seed, astronaut(), [], SHAPE).image for seed in range(3)]
    assert detector.detect([plain, noise, *walls]) == [[]] * 5


def test_generated_dogs_are_not_people(detector):
    noses = [np.ascontiguousarray(synthetic.Nose(seed).capture(seed)[..., ::-1]) for seed in range(2)]
    assert detector.detect(noses) == [[]] * 2


@pytest.mark.parametrize("shape", [(1, 1), (11, 400), (12, 12), (3, 2000)])
def test_a_tiny_photo_has_no_faces(detector, shape):
    assert finds(detector, np.zeros((*shape, 3), np.uint8)) == []


@pytest.mark.parametrize("image", [np.zeros((20, 20), np.uint8), np.zeros((20, 20, 3)), np.zeros((0, 20, 3), np.uint8)])
def test_what_is_no_rgb_picture_is_refused(detector, image):
    with pytest.raises(ValueError, match="RGB"):
        detector.detect([image])


def test_two_hundred_faces_are_found(detector):
    places = [(33 + 66 * column, 40 + 66 * row, 36) for row in range(10) for column in range(20)]
    scene = compose(3, astronaut(), places, (680, 1320))
    faces = finds(detector, scene.image)
    assert sum(is_found(face, faces) for face in scene.faces) == 200
    assert len(faces) == 200


def test_a_batch_gives_what_single_photos_give_and_again_the_same(detector):
    images = [compose(seed, astronaut(), [(100, 100, 70)], (200, 240)).image for seed in range(5)]
    images += [astronaut().image, np.zeros((200, 240, 3), np.uint8)]
    batch = detector.detect(images)
    assert detector.detect(images) == batch
    for single, together in zip((finds(detector, image) for image in images), batch, strict=True):
        assert [numbers(face) for face in single] == [pytest.approx(numbers(face), abs=1e-3) for face in together]


def numbers(face):
    return (face.box.x, face.box.y, face.box.width, face.box.height, face.angle / 100, face.score)


def test_nothing_is_found_in_nothing(detector):
    assert detector.detect([]) == []


def test_colours_are_red_green_blue(detector):
    face = finds(detector, astronaut().image)[0]
    exchanged = finds(detector, np.ascontiguousarray(astronaut().image[..., ::-1]))
    assert not exchanged or exchanged[0].score < face.score


def test_weaker_finds_are_told_when_asked_for(detector):
    scene = compose(2, astronaut(), [(200, 200, 60), (450, 250, 9)], SHAPE)
    weak = detector.detect([scene.image], least=0.0)[0]
    scores = [face.score for face in weak]
    assert scores == sorted(scores, reverse=True)
    assert [face for face in weak if face.score >= p.SCORE] == finds(detector, scene.image)


def test_a_large_photo_is_searched_at_a_bounded_size_and_a_small_one_as_it_is():
    assert max(next(sizes(np.zeros((1536, 2048, 3), np.uint8)))) == p.FINEST_SIDE
    assert next(sizes(np.zeros((300, 400, 3), np.uint8))) == (300, 400)
