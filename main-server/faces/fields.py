"""Faces as clients mark them on a photo: what is wrong with one is said with its index."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from core.problems import CODES
from emojis.expressions import EXPRESSIONS

MOST = 1000
LEAST_SIDE = 0.002  # of the photo; less is a slip of the finger, and 4 px at most
LOW, HIGH = -1, 2  # how far a box may reach over the edges
# All boxes together, each as a square of its longer side, over the photo. Faces beside each other have less than the
# photo's longer side over its shorter one; a thousand as large as the photo would keep the AI server busy for minutes.
LARGEST = 4
LONGEST_TEXT = 500_000  # characters; a thousand faces with every digit of a float take 150,000
DIGITS = 6


class FaceInput(serializers.Serializer):
    """Describes an item of FacesField, which reads them itself."""

    box = serializers.ListField(
        child=serializers.FloatField(min_value=LOW, max_value=HIGH),
        min_length=4,
        max_length=4,
        help_text="x, y, width, height as fractions of the photo; may reach over its edges",
    )
    angle = serializers.FloatField(
        default=0, min_value=-180, max_value=180, help_text="degrees, clockwise, of the line between the eyes"
    )
    expression = serializers.ChoiceField(
        EXPRESSIONS, default=None, allow_null=True, help_text="which emoji; null: by the face"
    )


@extend_schema_field(FaceInput(many=True))
class FacesField(serializers.Field):
    """A list of faces, as the messages to the AI server hold them."""

    default_error_messages = {
        "not_a_list": "A list of faces.",
        "too_many_faces": CODES["too_many_faces"].english,
        "faces_too_large": CODES["faces_too_large"].english,
    }

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        if not isinstance(data, list):
            self.fail("not_a_list")
        if len(data) > MOST:
            self.fail("too_many_faces")
        errors = {index: code for index, face in enumerate(data) if (code := _fault_of(face))}
        if errors:
            raise serializers.ValidationError(
                {index: [ErrorDetail(CODES[code].english, code)] for index, code in errors.items()}
            )
        if sum(max(face["box"][2:]) ** 2 for face in data) > LARGEST:
            self.fail("faces_too_large")
        return [_normal(face) for face in data]


@extend_schema_field(
    {
        "type": "string",
        "contentMediaType": "application/json",
        "description": "the faces to cover, as JSON: as in faces/tasks/{id}/again; left out or null: find them",
    }
)
class FacesTextField(FacesField):
    """The same as JSON text, for a multipart form."""

    default_error_messages = {"invalid": "Not JSON.", "max_length": f"At most {LONGEST_TEXT} characters."}

    def to_internal_value(self, data: Any) -> list[dict[str, Any]] | None:
        if not isinstance(data, str):
            self.fail("invalid")
        if len(data) > LONGEST_TEXT:
            self.fail("max_length")
        try:
            faces = json.loads(data, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            self.fail("invalid")
        return None if faces is None else super().to_internal_value(faces)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _fault_of(face: Any) -> str | None:
    """The code of what is wrong with it."""
    if not isinstance(face, dict) or not {"box"} <= face.keys() <= {"box", "angle", "expression"}:
        return "face_invalid"
    if not _is_number(face.get("angle", 0), -180, 180):
        return "angle_invalid"
    expression = face.get("expression")
    if expression is not None and expression not in EXPRESSIONS:
        return "expression_invalid"
    return _fault_of_box(face["box"])


def _fault_of_box(box: Any) -> str | None:
    if not isinstance(box, list) or len(box) != 4 or not all(type(value) in (int, float) for value in box):
        return "box_invalid"
    if not all(_is_number(value, LOW, HIGH) for value in box):
        return "box_out_of_range"
    x, y, width, height = box
    if min(width, height) < LEAST_SIDE:
        return "box_too_small"
    # Rounded as it will be, so that what is sent on overlaps the photo too.
    x, y, width, height = _normal_box(box)
    if x >= 1 or y >= 1 or x + width <= 0 or y + height <= 0:
        return "box_outside"
    return None


def _is_number(value: Any, low: float, high: float) -> bool:
    """Comparisons alone: NaN fails them, and integers of any length pass through them."""
    return type(value) in (int, float) and low <= value <= high


def _normal(face: dict[str, Any]) -> dict[str, Any]:
    return {
        "box": _normal_box(face["box"]),
        "angle": round(float(face.get("angle", 0)), DIGITS),
        "expression": face.get("expression"),
    }


def _normal_box(box: list[float]) -> list[float]:
    return [round(float(value), DIGITS) for value in box]
