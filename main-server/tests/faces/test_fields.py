"""Faces that a client marks: taken, or refused with a code and the index of the one at fault."""

import json

import pytest
from rest_framework.exceptions import ValidationError

from faces.fields import LARGEST, LONGEST_TEXT, MOST, FacesField, FacesTextField

BOX = [0.1, 0.2, 0.3, 0.4]
SMALL = [0.5, 0.5, 0.02, 0.06]


def faults(data, field=None):
    """[(index, code)], or the code of the whole."""
    with pytest.raises(ValidationError) as raised:
        (field or FacesField()).run_validation(data)
    details = raised.value.get_full_details()
    if isinstance(details, list):
        return details[0]["code"]
    return [(index, found[0]["code"]) for index, found in details.items()]


@pytest.mark.parametrize(
    "box",
    [
        BOX,
        [0, 0, 1, 1],
        [-1, -1, 2, 2],
        [0.98, 0.98, 0.3, 0.3],
        [-0.29, 0.5, 0.3, 0.3],
        [0, 0, 0.002, 0.002],
        [0.999, 0.999, 2, 2],
    ],
)
def test_boxes_that_are_taken(box):
    [face] = FacesField().run_validation([{"box": box}])
    assert face == {"box": box, "angle": 0, "expression": None}
    assert all(type(value) is float for value in face["box"])


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (None, "box_invalid"),
        ("0,0,1,1", "box_invalid"),
        ([0.1, 0.1, 0.2], "box_invalid"),
        ([0.1, 0.1, 0.2, 0.2, 0.2], "box_invalid"),
        ([0.1, 0.1, 0.2, "0.2"], "box_invalid"),
        ([0.1, 0.1, 0.2, True], "box_invalid"),
        ([0.1, 0.1, 0.2, None], "box_invalid"),
        ([[0.1], 0.1, 0.2, 0.2], "box_invalid"),
        ([-1.01, 0.1, 2, 0.2], "box_out_of_range"),
        ([0.1, 0.1, 2.01, 0.2], "box_out_of_range"),
        ([0.1, 10**400, 0.2, 0.2], "box_out_of_range"),
        ([0.1, float("nan"), 0.2, 0.2], "box_out_of_range"),
        ([0.1, float("-inf"), 0.2, 0.2], "box_out_of_range"),
        ([0.1, 0.1, 0, 0.2], "box_too_small"),
        ([0.1, 0.1, 0.2, -0.2], "box_too_small"),
        ([0.1, 0.1, 0.2, 0.0019], "box_too_small"),
        ([1, 0.1, 0.2, 0.2], "box_outside"),
        ([0.1, 1.5, 0.2, 0.2], "box_outside"),
        ([-0.2, 0.1, 0.2, 0.2], "box_outside"),
        ([0.1, -1, 0.2, 1], "box_outside"),
        ([0.9999999, 0.1, 0.2, 0.2], "box_outside"),
        ([-0.5, 0.1, 0.5000001, 0.2], "box_outside"),
    ],
)
def test_boxes_that_are_not(box, code):
    assert faults([{"box": BOX}, {"box": box}]) == [(1, code)]


@pytest.mark.parametrize("angle", [-180, 180, 0, 12.5])
def test_angles(angle):
    assert FacesField().run_validation([{"box": BOX, "angle": angle}])[0]["angle"] == angle


@pytest.mark.parametrize("angle", [180.5, -181, "3", None, True, float("nan"), float("inf"), 10**400, [1]])
def test_angles_that_are_none(angle):
    assert faults([{"box": BOX, "angle": angle}]) == [(0, "angle_invalid")]


def test_expressions():
    read = FacesField().run_validation([{"box": BOX, "expression": "fear"}, {"box": BOX, "expression": None}])
    assert [face["expression"] for face in read] == ["fear", None]
    for wrong in ("bored", "", 3, ["happy"], {"happy": 1}, "\ud800"):
        assert faults([{"box": BOX, "expression": wrong}]) == [(0, "expression_invalid")]


@pytest.mark.parametrize("face", [None, [], "box", 3, {}, {"angle": 1}, {"box": BOX, "colour": "red"}])
def test_what_is_no_face(face):
    assert faults([{"box": BOX}, face]) == [(1, "face_invalid")]


def test_all_that_are_wrong_are_named():
    assert faults([{"box": []}, {"box": BOX}, {"box": BOX, "angle": 999}]) == [(0, "box_invalid"), (2, "angle_invalid")]


def test_lists():
    assert FacesField().run_validation([]) == []
    assert FacesField(allow_null=True).run_validation(None) is None
    assert len(FacesField().run_validation([{"box": SMALL}] * MOST)) == MOST
    assert faults([{"box": BOX}] * (MOST + 1)) == "too_many_faces"
    assert [faults(data) for data in ({"box": BOX}, "[]", 3)] == ["not_a_list"] * 3


def test_as_text():
    field = FacesTextField(required=False, allow_null=True, default=None)
    assert field.run_validation(json.dumps([{"box": BOX}]))[0]["box"] == BOX
    assert field.run_validation("null") is None
    assert field.run_validation("[]") == []


@pytest.mark.parametrize(
    "text", ["", "[", "faces", '[{"box": [0, 0, NaN, 1]}]', '[{"box": [0, 0, Infinity, 1]}]', "[" * 100_000]
)
def test_text_that_is_no_json(text):
    assert faults(text, FacesTextField()) == "invalid"


def test_text_that_is_long_or_something_else():
    assert faults(" " * (LONGEST_TEXT + 1), FacesTextField()) == "max_length"
    assert faults('{"box": []}', FacesTextField()) == "not_a_list"
    assert faults([{"box": BOX}], FacesTextField()) == "invalid"
    most = json.dumps([{"box": [1 / 3, 1 / 3, 1 / 30, 1 / 30], "angle": 100 / 3, "expression": "surprise"}] * MOST)
    assert len(FacesTextField().run_validation(most)) == MOST


def test_faces_are_not_together_many_times_as_large_as_the_photo():
    """What an emoji takes to paste goes by its area: these would keep everybody else waiting."""
    assert len(FacesField().run_validation([{"box": [0, 0, 0.1, 1]}] * LARGEST)) == LARGEST
    assert faults([{"box": [0, 0, 0.1, 1]}] * LARGEST + [{"box": SMALL}]) == "faces_too_large"
    assert faults([{"box": [-0.5, -0.5, 2, 2]}] * 3) == "faces_too_large"
    assert faults(json.dumps([{"box": BOX}] * MOST), FacesTextField()) == "faces_too_large"
