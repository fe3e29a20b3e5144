"""Answers are compared with the API's description: nothing may be sent that it does not name, or otherwise."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

PROBLEM = {"$ref": "#/components/schemas/Problem"}


class Description:
    """The OpenAPI document, as a judge of answers."""

    def __init__(self) -> None:
        self.generator = SchemaGenerator()
        self.document = self.generator.get_schema(request=None, public=True)
        self._components = closed(self.document["components"])
        paths = sorted(self.document["paths"].items(), key=lambda item: "{" in item[0])  # dogs/breeds is no dog's id
        self._paths = [(pattern_of(path), operations) for path, operations in paths]
        self._validator = cache(self._validator_of)

    def check(self, method: str, path: str, response: Any) -> None:
        """Fails for a status, a kind of body or a body that is not described. (Pages are not part of the API.)"""
        kind = response.get("Content-Type", "").partition(";")[0]
        if kind == "application/problem+json":
            self.validate(PROBLEM, response)
            return
        operation = self._operation(method, path)
        if operation is None or kind == "text/html":
            return
        described = operation["responses"].get(str(response.status_code))
        assert described is not None, f"{method} {path}: {response.status_code} is not described"
        if not (response.streaming or response.content):
            return
        content = described.get("content", {})
        assert kind in content, f"{method} {path}: {kind} is not described"
        if kind == "application/json":
            self.validate(content[kind]["schema"], response)

    def validate(self, schema: dict[str, Any], response: Any) -> None:
        self._validator(json.dumps(schema)).validate(json.loads(response.content))

    def _validator_of(self, schema: str) -> Draft202012Validator:
        whole = json.loads(schema) | {"components": self._components}
        return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        for pattern, operations in self._paths:
            if pattern.fullmatch(path):
                return operations.get(method.lower())
        return None


def pattern_of(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))


def closed(schema: Any) -> Any:
    """A copy whose objects have no other properties than those that are named."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {name: closed(value) for name, value in schema.items()}
    return {"additionalProperties": False, **copy} if copy.get("type") == "object" else copy


@contextmanager
def answers_checked(description: Description) -> Iterator[None]:
    """Every answer that an APIClient gets."""
    plain = APIClient.request

    def request(client: APIClient, **asked: Any) -> Any:
        response = plain(client, **asked)
        description.check(asked["REQUEST_METHOD"], asked["PATH_INFO"], response)
        return response

    APIClient.request = request
    try:
        yield
    finally:
        APIClient.request = plain
