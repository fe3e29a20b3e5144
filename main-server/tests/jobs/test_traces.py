"""One trace from the request through row, message and report, over the three real processes: what they send to a
collector, what they log, and what they count."""

import json
import urllib.request
from contextlib import ExitStack
from uuid import uuid4

import factories
import pytest
from collector import collecting
from helpers import child, eventually, report, send
from mailserver import free_port
from measuring import key, scrape

from core.context import child_of
from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE, CALLER = GIVEN[3:35], GIVEN[36:52]
COMMANDS = {
    "main-web": ["-m", "gunicorn", "--config", "python:config.gunicorn"],
    "relay": ["manage.py", "relay"],
    "main-worker": ["-m", "celery", "--quiet", "--app", "config.celery", "worker"],
}


@pytest.fixture(scope="module")
def collector():
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="module")
def ports():
    return {name: free_port() for name in COMMANDS}


@pytest.fixture(scope="module")
def logs(collector, ports, process_environment, tmp_path_factory):
    """The files that the three processes log to, while they run."""
    folder = tmp_path_factory.mktemp("logs")
    told = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    with ExitStack() as stack:
        for name, command in COMMANDS.items():
            listen = {"MAIN_WEB_LISTEN" if name == "main-web" else "MAIN_METRICS_LISTEN": f"127.0.0.1:{ports[name]}"}
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            stack.enter_context(child(command, process_environment | told | listen, log))
        for port in ports.values():
            eventually(lambda port=port: answers(port), within_s=40)
        yield {name: folder / f"{name}.log" for name in COMMANDS}


def answers(port):
    try:
        return scrape(port)
    except OSError:
        return None


def post_lookup(port):
    """As a browser sends a form."""
    boundary, photo = uuid4().hex, factories.photo().read()
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="nose_photo"; filename="n.jpg"\r\n'
    body = f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photo + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "traceparent": GIVEN}
    url = f"http://127.0.0.1:{port}/api/v1/lookups/"
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
        return Job.objects.get(pk=json.load(answer)["id"])


def taken(broker):
    """The message that the relay has sent, as the AI server takes it."""
    return eventually(lambda: broker.basic_get("ai.interactive.v1", auto_ack=True)[2])


def lines(path):
    return [json.loads(text) for text in path.read_text().splitlines() if text.startswith("{")]


def test_one_trace_from_the_request_to_the_result(broker, collector, logs, ports, golden):
    job = post_lookup(ports["main-web"])
    message = json.loads(taken(broker))[1]["message"]
    assert message["job_id"] == str(job.id)
    work = child_of(message["traceparent"])  # what the AI server does with it
    for name, state in (("job_started", "running"), ("job_finished.dog.lookup.not_registered", "succeeded")):
        send(broker, report(golden, name, job, traceparent=work))
        eventually(lambda state=state: Job.objects.get(pk=job.pk).state == state)
    [applied] = eventually(lambda: collector.named("apply dog.lookup"))
    [published], [started] = collector.named("publish dog.lookup"), collector.named("start")
    [request] = eventually(lambda: collector.named("POST api/v1/lookups/"))

    assert {span.trace for span in (request, published, started, applied)} == {TRACE}
    assert (request.parent, published.parent) == (CALLER, request.id)
    assert job.traceparent == f"00-{TRACE}-{request.id}-01"
    assert message["traceparent"] == f"00-{TRACE}-{published.id}-01"
    assert started.parent == applied.parent == work[36:52]
    services = [span.service for span in (request, published, applied)]
    assert services == ["savepets-main-web", "savepets-relay", "savepets-main-worker"]
    assert applied.attributes == {
        "messaging.system": "rabbitmq", "savepets.job.id": str(job.id), "savepets.job.kind": "dog.lookup",
        "savepets.job.attempt": "1",
    }  # fmt: skip
    assert request.attributes == {
        "http.request.method": "POST", "http.route": "api/v1/lookups/", "http.response.status_code": "202"
    }  # fmt: skip

    for name, said in (
        ("main-web", {"job submitted"}), ("relay", {"job published"}), ("main-worker", {"job started", "job ended"})
    ):  # fmt: skip
        mine = [line for line in lines(logs[name]) if line.get("trace_id") == TRACE]
        of_job = [line for line in mine if line.get("job_id") == str(job.id)]
        assert said <= {line["message"] for line in of_job}, name
    assert {span.id for span in (published, applied)} <= {
        line["span_id"] for name in logs for line in lines(logs[name]) if "span_id" in line
    }

    counted = {name: scrape(port) for name, port in ports.items()}
    first = key("savepets_jobs_published_total", kind="dog.lookup", attempt="first")
    assert counted["relay"][first] == 1
    assert counted["main-worker"][key("savepets_results_total", kind="dog.lookup", effect="applied")] == 1
    assert counted["main-worker"][key("savepets_lookups_total", outcome="not_registered")] == 1
    assert counted["main-worker"][key("savepets_job_step_duration_seconds_count", kind="dog.lookup", step="total")] == 1
    requests = {"method": "POST", "route": "api/v1/lookups/", "status": "202"}
    assert counted["main-web"][key("savepets_http_request_duration_seconds_count", **requests)] == 1
    assert key("savepets_jobs", kind="dog.lookup", state="queued") in counted["relay"]


def test_what_celery_says_of_a_report_names_its_job_and_trace(broker, logs, submit, golden):
    job = submit()
    send(broker, report(golden, "job_finished.dog.forget.forgotten", job, traceparent=GIVEN, attempt=0))
    [line] = eventually(lambda: [line for line in lines(logs["main-worker"]) if line["level"] == "ERROR"])
    assert (line["logger"], line["job_id"], line["trace_id"]) == ("celery.app.trace", str(job.id), TRACE)
    assert "attempt is below 1" in line["message"] + line["exception"]


def test_without_an_endpoint_nothing_of_it_is_even_imported(process_environment, tmp_path):
    code = "import django, sys; django.setup(); from core import tracing; tracing.collect('', 'x'); import jobs.tasks"
    code += "; print([name for name in sys.modules if 'opentelemetry' in name], file=sys.stderr)"
    with (tmp_path / "log").open("wb") as log:
        told = process_environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        with child(["-c", code], told, log) as process:
            assert process.wait(30) == 0
    assert (tmp_path / "log").read_text().strip() == "[]"
