"""What the API's description says of errors: every call may answer with a problem."""

from typing import Any

from core.problems import CODES, CONTENT_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string", "description": "for people, in Korean or English by Accept-Language"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(name for name, code in CODES.items() if code.status)},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "what is wrong with which field",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "code": {"type": "string"},
                        "index": {"type": "integer", "description": "of the item at fault in a list, from 0"},
                        "detail": {"type": "string"},
                    },
                    "required": ["code"],
                },
            },
        },
    },
    "required": ["type", "title", "status", "code"],
}


def add_problems(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: each operation gets the response `default`."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    reference = {"$ref": "#/components/schemas/Problem"}
    for operations in result["paths"].values():
        for operation in operations.values():
            content = {CONTENT_TYPE: {"schema": reference}}
            operation["responses"].setdefault("default", {"description": "a problem", "content": content})
    return result
