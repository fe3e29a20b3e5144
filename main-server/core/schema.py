"""What the API's description says beside the views: of problems, and of what the AI server answers by itself."""

from collections.abc import Iterable
from typing import Any

from core.problems import CONTENT_TYPE, FIELD_CODE, PROBLEM_CODE, TASK_ERROR_CODE
from core.quality import ADVICE, PHOTO_REASONS

Schema = dict[str, Any]
FRAME_KB = 512


def add_problems(result: Schema, generator: object, request: object, public: bool) -> Schema:
    """Postprocessing hook of drf-spectacular: each operation gets the response `default`."""
    _components(result).update(
        Problem=_PROBLEM,
        ProblemCode=_enum(PROBLEM_CODE),
        FieldCode=_enum(FIELD_CODE),
        TaskErrorCode=_enum(TASK_ERROR_CODE),
    )
    for operations in result["paths"].values():
        for operation in operations.values():
            content = {CONTENT_TYPE: {"schema": _reference("Problem")}}
            operation["responses"].setdefault("default", {"description": "a problem", "content": content})
    return result


def add_quality(result: Schema, generator: object, request: object, public: bool) -> Schema:
    """Postprocessing hook: the one address that the gateway leads to the AI server."""
    _components(result).update(
        Quality=_QUALITY, Box=_BOX, PhotoReason=_enum(PHOTO_REASONS), Advice=_enum(ADVICE), QualityInput=_FRAME
    )
    result["paths"]["/api/v1/quality/"] = {
        "post": {
            "operationId": "quality_assess",
            "description": "Live guidance: where the nose is in a frame of the camera, how good it is, and what to do "
            "better. Stored nowhere.",
            "tags": ["quality"],
            "requestBody": {
                "content": {"multipart/form-data": {"schema": _reference("QualityInput")}},
                "required": True,
            },
            "security": [{}],
            "responses": {
                "200": {"description": "", "content": {"application/json": {"schema": _reference("Quality")}}}
            },
        }
    }
    return result


def _components(result: Schema) -> Schema:
    schemas: Schema = result.setdefault("components", {}).setdefault("schemas", {})
    return schemas


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _enum(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _object(description: str, optional: Iterable[str] = (), **properties: Schema) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "description": description, "properties": properties, "required": required}


_FIELD_ERROR = _object(
    "",
    optional=["index", "detail"],
    code=_reference("FieldCode"),
    index={"type": "integer", "description": "of the item at fault in a list, from 0"},
    detail={"type": "string", "description": "for people"},
)
_PROBLEM = _object(
    "RFC 9457",
    optional=["detail", "errors"],
    type={"type": "string", "format": "uri-reference", "description": "a page that explains the code"},
    title={"type": "string", "description": "for people, in Korean or English by Accept-Language"},
    status={"type": "integer"},
    code=_reference("ProblemCode"),
    detail={"type": "string"},
    errors={
        "type": "object",
        "description": "what is wrong with which field",
        "additionalProperties": {"type": "array", "items": _FIELD_ERROR},
    },
)
_FRACTION = {"type": "number", "minimum": 0, "maximum": 1}
_BOX = _object("As fractions of the picture.", x=_FRACTION, y=_FRACTION, width=_FRACTION, height=_FRACTION)
_QUALITY = _object(
    "",
    nose={"oneOf": [_reference("Box"), {"type": "null"}]},
    quality={"type": "integer", "minimum": 0, "maximum": 100},
    reasons={"type": "array", "items": _reference("PhotoReason"), "description": "empty: good enough"},
    advice=_reference("Advice"),
    ms={"type": "number", "description": "how long it took"},
)
_FRAME = _object(
    "",
    frame={"type": "string", "format": "binary", "description": f"JPEG, PNG or WebP, at most {FRAME_KB} KB"},
)
