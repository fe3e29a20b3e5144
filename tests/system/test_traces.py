"""One trace leads from the gateway through both servers and back, and every process names it in its log."""

import json

from dev.stack import Stack
from tests.people import eventually, finished

# What tells, in a process's log, that it had its part in a lookup: the field of a line, and its value.
PARTS = {
    "gateway": ("path", "/api/v1/lookups/"),
    "main-web": ("status", 202),
    "relay": ("kind", "dog.lookup"),
    "ai-interactive": ("outcome", "not_registered"),
    "main-worker": ("kind", "dog.lookup"),
}


def said(stack: Stack, process: str, trace_id: str) -> list[dict]:
    """Lines of a process's log that name the trace."""
    text = (stack.logs / f"{process}.log").read_text(errors="replace")
    return [json.loads(line) for line in text.splitlines() if trace_id in line]


def test_one_trace_leads_through_every_process(stack, finder, shots, main_database):
    with shots(1)[0].open("rb") as photo:
        accepted = finder.call("POST", "/api/v1/lookups/", files={"nose_photo": ("nose.jpg", photo, "image/jpeg")})
    trace_id = accepted.headers["X-Request-ID"]
    task = finished(finder, accepted.headers["Location"])
    for process, (field, value) in PARTS.items():
        eventually(lambda p=process, f=field, v=value: any(line.get(f) == v for line in said(stack, p, trace_id)))
    routes = [line.get("route", "") for line in said(stack, "main-web", trace_id)]
    assert sum("internal/photos" in route for route in routes) == 1, "the AI server's fetch belongs to the trace"
    row = main_database.execute("SELECT traceparent FROM jobs_job WHERE id = %s", [task["id"]]).fetchone()
    assert row[0].split("-")[1] == trace_id
    spans = {line["span_id"] for process in PARTS for line in said(stack, process, trace_id) if "span_id" in line}
    assert len(spans) >= 4, "each hop is a span of its own"
