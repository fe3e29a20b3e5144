"""The API's own description: valid OpenAPI 3.1, without a warning, and complete."""

import io

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS

from core.problems import CODES, REST_FIELD_CODES


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
    assert {kind: path.rpartition("/")[2] for kind, path in kinds.items()} == {
        "dog.lookup": "LookupTask", "dog.register": "RegistrationTask",
    }  # fmt: skip
    for name in ("LookupTask", "RegistrationTask"):
        assert set(schemas[name]["required"]) == set(schemas[name]["properties"]) == {
            "id", "kind", "state", "created_at", "finished_at", "position", "outcome", "result", "error",
        }  # fmt: skip


def test_says_what_errors_look_like(schema):
    schemas = schema["components"]["schemas"]
    kinds = [set(schemas[name]["enum"]) for name in ("ProblemCode", "FieldCode", "TaskErrorCode")]
    assert [len(kind & {"not_found", "alias_characters", "cancelled"}) for kind in kinds] == [1, 1, 1]
    assert set.union(*kinds) == {*CODES, *REST_FIELD_CODES}
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_hides_what_is_internal(schema):
    assert all(path.startswith("/api/v1/") for path in schema["paths"])


def test_is_served(client):
    assert client.get("/api/v1/schema/").status_code == 200
