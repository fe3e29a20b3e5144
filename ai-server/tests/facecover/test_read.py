"""Which expression is read, and what is made of it."""

import numpy as np
import pytest

from evaluation.faces import astronaut, compose
from facecover import EXPRESSIONS, Box, Reader, choose
from facecover import parameters as p


@pytest.fixture(scope="module")
def reader():
    return Reader()


def test_the_astronaut_is_happy(reader):
    (scores,) = reader.read(astronaut().image, [(astronaut().box, 0.0)])
    assert tuple(scores) == EXPRESSIONS
    assert sum(scores.values()) == pytest.approx(1, abs=1e-5)
    assert scores["happy"] > 0.9
    assert choose(scores) == ("happy", False)


def test_a_turned_face_is_read_upright(reader):
    upside_down = np.ascontiguousarray(astronaut().image[::-1, ::-1])
    box = astronaut().box
    turned = Box(1 - box.x - box.width, 1 - box.y - box.height, box.width, box.height)
    (scores,) = reader.read(upside_down, [(turned, 180.0)])
    assert scores == pytest.approx(reader.read(astronaut().image, [(box, 0.0)])[0], abs=0.02)


def test_reading_depends_on_the_face_and_not_on_the_resolution(reader):
    small = np.ascontiguousarray(astronaut().image[::2, ::2])
    (one,), (other,) = (reader.read(image, [(astronaut().box, 0.0)]) for image in (astronaut().image, small))
    assert other["happy"] == pytest.approx(one["happy"], abs=0.1)


def test_many_faces_are_read_as_each_alone(reader):
    places = [(60 + 90 * column, 70 + 100 * row, 70) for row in range(6) for column in range(12)]
    scene = compose(3, astronaut(), places, (640, 1150))
    faces = [(face.box, face.angle) for face in scene.faces]
    together = reader.read(scene.image, faces)
    assert len(together) == len(faces) > p.READ_BATCH
    for number in (0, 40, 71):
        assert together[number] == pytest.approx(reader.read(scene.image, faces[number : number + 1])[0], abs=1e-4)


def test_boxes_that_reach_out_of_the_photo_are_read(reader):
    boxes = [Box(-0.2, -0.2, 0.4, 0.4), Box(0.9, 0.9, 0.5, 0.5), Box(0.3, 0.3, 1e-6, 1e-6), Box(-1, -1, 3, 3)]
    for scores in reader.read(astronaut().image, [(box, 30.0) for box in boxes]):
        assert sum(scores.values()) == pytest.approx(1, abs=1e-5)


def test_no_face_gives_no_reading(reader):
    assert reader.read(astronaut().image, []) == []


def test_what_is_no_rgb_picture_is_refused(reader):
    with pytest.raises(ValueError, match="RGB"):
        reader.read(np.zeros((9, 9, 4), np.uint8), [])


@pytest.mark.parametrize(
    ("best", "share", "expected"),
    [
        ("sad", 0.9, ("sad", False)),
        ("sad", 0.35, ("neutral", True)),
        ("happy", 0.41, ("happy", False)),
        ("neutral", 0.6, ("neutral", False)),
        ("neutral", 0.3, ("neutral", True)),
    ],
)
def test_what_is_unsure_becomes_neutral(best, share, expected):
    rest = (1 - share) / (len(EXPRESSIONS) - 1)
    assert choose({name: share if name == best else rest for name in EXPRESSIONS}) == expected
