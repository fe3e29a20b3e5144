"""Logs are JSON lines, tied to their request, and hold nothing personal."""

import json
import logging

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from core import context
from core.logging import JsonFormatter


def line_of(**arguments):
    record = logging.getLogger("x").makeRecord("x", logging.INFO, "f", 1, "a %s", ("b",), None, **arguments)
    return json.loads(JsonFormatter().format(record))


def test_one_object_with_known_fields_only():
    line = line_of(extra={"job_id": 7, "email": "a@example.org"})
    assert (line["message"], line["level"], line["job_id"]) == ("a b", "INFO", 7)
    assert "email" not in line and "request_id" not in line


def test_carries_the_request():
    token = context.request_id.set("abcdefgh")
    assert line_of()["request_id"] == "abcdefgh"
    context.request_id.reset(token)


@pytest.mark.django_db
def test_a_row_at_fault_is_not_quoted():
    users, email = get_user_model().objects, f"{'kim'}@example.org"  # the source line is part of a traceback
    users.create(email=email, alias="one")
    with pytest.raises(IntegrityError) as error:
        users.create(email=email, alias="two")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "m", (), (error.type, error.value, error.tb))
    text = JsonFormatter().format(record)
    assert "IntegrityError" in text and "kim@" not in text


def test_a_request_is_one_line_without_its_query(client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/api/v1/nothing?email=kim@example.org", headers={"x-request-id": "gateway-0001"})
    lines = [record for record in caplog.records if record.name == "savepets.request"]
    assert [(line.method, line.route, line.status) for line in lines] == [("GET", "(none)", 404)]
    assert "kim" not in "".join(JsonFormatter().format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("given", "kept"), [("gateway-0001", True), ("x", False), ("a b\nc" * 3, False), ("x" * 65, False)]
)
def test_the_gateways_request_id_is_kept(client, given, kept):
    response = client.get("/healthz", headers={"x-request-id": given})
    assert (response["X-Request-ID"] == given) == kept
    assert len(response["X-Request-ID"]) >= 8


def test_health_checks_are_not_logged(client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/healthz")
    assert not [record for record in caplog.records if record.name == "savepets.request"]


@pytest.mark.parametrize("given", ["", "00-" + "0" * 32 + "-" + "1" * 16 + "-01", "junk"])
def test_a_trace_that_is_none_is_replaced(given):
    made = context.new_traceparent(given)
    assert made != given and context.new_traceparent(made) == made
