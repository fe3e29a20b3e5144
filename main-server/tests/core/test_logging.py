"""Logs are JSON lines, tied to their request, and hold nothing personal."""

import json
import logging

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from core import context
from core.logging import JsonFormatter
from core.tracing import SERVER, span


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


def test_what_celery_says_of_a_task_names_its_job():
    record = logging.LogRecord(
        "celery.app.trace", logging.ERROR, "f", 1, "Task %(name)s raised", ({"name": "x"},), None
    )
    record.data = {"id": "0f5c1f1e", "name": "x"}
    assert json.loads(JsonFormatter().format(record))["job_id"] == "0f5c1f1e"


class TestTraces:
    GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"

    def test_a_child_keeps_trace_and_flags(self):
        child = context.child_of(self.GIVEN)
        assert child[:36] == self.GIVEN[:36] and child[36:52] != self.GIVEN[36:52] and child[52:] == "-00"

    @pytest.mark.parametrize(
        "given", ["", "00-" + "0" * 32 + "-" + "1" * 16 + "-01", "junk", GIVEN + "-01", "01" + GIVEN[2:]]
    )
    def test_a_trace_that_is_none_is_replaced(self, given):
        made = context.child_of(given)
        assert made[3:35] != given[3:35] and context.child_of(made)[:36] == made[:36]

    def test_lines_name_trace_span_and_job(self):
        with span("x", SERVER, self.GIVEN), context.job_in_hand({"job_id": "7", "kind": "dog.lookup", "attempt": 2}):
            line = line_of()
        assert (line["trace_id"], len(line["span_id"])) == (self.GIVEN[3:35], 16)
        assert line["span_id"] != self.GIVEN[36:52]
        assert (line["job_id"], line["kind"], line["attempt"]) == ("7", "dog.lookup", 2)
        assert "trace_id" not in line_of() and "job_id" not in line_of()

    def test_a_request_continues_the_trace_it_came_with(self, client, caplog):
        formatter, lines = JsonFormatter(), []
        caplog.handler.emit = lambda record: lines.append(formatter.format(record))
        caplog.set_level(logging.INFO)
        client.get("/api/v1/nothing", headers={"traceparent": self.GIVEN})
        [line] = [json.loads(text) for text in lines if "savepets.request" in text]
        assert line["trace_id"] == self.GIVEN[3:35] and line["span_id"] != self.GIVEN[36:52]
