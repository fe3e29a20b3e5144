"""The API's own description: valid OpenAPI 3.1, without a warning, and complete."""

import io
import json

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.plumbing import force_instance
from jsonschema import ValidationError

from core.problems import CODES, FIELD_CODE, REST_FIELD_CODES


@pytest.fixture(scope="module")
def schema():
    out = io.StringIO()
    GENERATOR_STATS.reset()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return yaml.safe_load(out.getvalue())


def test_is_valid(schema):
    assert schema["openapi"].startswith("3.1")


def test_describes_the_task(schema):
    task = schema["paths"]["/api/v1/tasks/{task_id}"]["get"]
    assert {"wait", "If-None-Match", "task_id"} == {parameter["name"] for parameter in task["parameters"]}
    schemas = schema["components"]["schemas"]
    kinds = schemas["Task"]["discriminator"]["mapping"]
    names = {kind: path.rpartition("/")[2] for kind, path in kinds.items()}
    assert names == {
        "dog.lookup": "LookupTask", "dog.register": "RegistrationTask", "emoji.cutout": "CutoutTask",
        "face.cover": "CoverJob",
    }  # fmt: skip
    for name in names.values():
        assert set(schemas[name]["required"]) == set(schemas[name]["properties"]) == {
            "id", "kind", "subject_id", "state", "created_at", "finished_at", "position", "outcome", "result", "error",
        }  # fmt: skip


def test_says_what_errors_look_like(schema):
    schemas = schema["components"]["schemas"]
    kinds = [set(schemas[name]["enum"]) for name in ("ProblemCode", "FieldCode", "TaskErrorCode")]
    assert [len(kind & {"not_found", "alias_characters", "cancelled"}) for kind in kinds] == [1, 1, 1]
    assert set.union(*kinds) == {*CODES, *REST_FIELD_CODES}
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def forms(description):
    """The serializers of all bodies that clients send."""
    contents = [
        content["schema"]["$ref"].rpartition("/")[2]
        for operations in description.document["paths"].values()
        for operation in operations.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    components = description.generator.registry._components.values()
    return [force_instance(component.object) for component in components if component.name in contents]


def codes_of(field):
    """What REST framework may find wrong with a field."""
    codes = set(field.error_messages) | {getattr(validator, "code", "invalid") for validator in field.validators}
    return codes | (codes_of(field.child) if hasattr(field, "child") else set())


def test_names_every_code_that_fields_have(description):
    fields = [field for form in forms(description) for field in form.fields.values()]
    assert len(fields) > 30
    codes = set.union(*map(codes_of, fields))
    assert codes <= set(FIELD_CODE)
    assert codes >= set(REST_FIELD_CODES)


def test_names_operations(schema):
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert not [name for name in names if name.startswith(("users_", "dogs_", "lookups_", "contacts_"))]


def test_says_who_need_not_log_in(schema):
    def security(path, method="post"):
        return schema["paths"][f"/api/v1/{path}"][method]["security"]

    bearer, nobody = {"jwtAuth": []}, {}
    assert schema["components"]["securitySchemes"]["jwtAuth"]["scheme"] == "bearer"
    assert [security("dogs/"), security("lookups/"), security("quality/")] == [[bearer], [bearer, nobody], [nobody]]


def test_hides_what_is_internal(schema):
    assert all(path.startswith("/api/v1/") for path in schema["paths"])


def test_is_served(client):
    assert client.get("/api/v1/schema/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"), [({"code": "wolf"}, 200), ({"more": 1}, 200), ({"korean": None}, 200), ({}, 201)]
)
def test_an_answer_that_is_otherwise_is_found(client, description, changes, status):
    path = "/api/v1/dogs/breeds"
    response = client.get(path)
    response.content = json.dumps([response.json()[0] | changes])
    response.status_code = status
    with pytest.raises((ValidationError, AssertionError)):
        description.check("GET", path, response)
