"""A real process on a real broker: what it is given, what it answers, and how it ends."""

import json
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import cv2
import jsonschema
import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

import facecover
import noseprint
from aiserver.messages import EXPRESSIONS
from evaluation.faces.portraits import astronaut

SCHEMAS = Path(__file__).parents[3] / "tests" / "contract" / "schemas"


@pytest.fixture
def main_server(main_server_at_configured_port):
    return main_server_at_configured_port


@pytest.fixture
def lookup(main_server, noses):
    """The payload of a lookup of one of dog 0's photos."""
    return lambda shot=5: {"lookup_id": str(uuid4()), "photo": main_server.add(noses.jpeg(0, shot))}


def validate(name: str, message: dict) -> None:
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text())).validate(message)


class Door:
    """Holds the main server's answers back until it is opened."""

    def __init__(self, main_server, payload: dict) -> None:
        self.knocked, self.opened = threading.Event(), threading.Event()
        path = f"/internal/photos/{payload['photo']['id']}"
        data = main_server.photos[path]

        def answer(handler) -> None:
            self.knocked.set()
            self.opened.wait(60)
            handler.answer(200, data)

        main_server.scripted[path] = answer


def series(process) -> set[tuple]:
    """Names and labels of all that a process exposes."""
    families = text_string_to_metric_families(process.get("/metrics"))
    return {(sample.name, *sorted(sample.labels.items())) for family in families for sample in family.samples}


def lines(process) -> list[dict]:
    """Of its log; each is JSON."""
    return [json.loads(line) for line in process.log.read_text().splitlines()]


def test_register_look_up_and_forget(start, broker, main_server, noses, lookup):
    interactive, bulk = start("interactive"), start("bulk")
    interactive.until_ready(), bulk.until_ready()
    at_start = [series(process) for process in (interactive, bulk)]
    dog_id = str(uuid4())
    photos = [main_server.add(noses.jpeg(0, shot)) for shot in range(5)]

    job_id = broker.submit("dog.register", {"dog_id": dog_id, "photos": photos}, attempt=3)
    started = broker.report(job_id, "job_started")
    validate("job_started", started)
    assert (started["attempt"], started["worker"].partition("@")[0]) == (3, "ai-bulk")
    registered = broker.report(job_id, "job_finished")
    validate("job_finished", registered)
    assert (registered["outcome"], registered["attempt"]) == ("registered", 3)
    assert registered["traceparent"] == started["traceparent"], "one span for the attempt"

    found = broker.finished(broker.submit("dog.lookup", lookup()))
    validate("job_finished", found)
    assert (found["outcome"], found["result"]["candidates"][0]["dog_id"]) == ("match", dog_id)
    assert found["result"]["candidates"][0]["photo_id"] in {photo["id"] for photo in photos}
    assert {"fetch", "locate", "quality", "features", "embed", "shortlist", "prints", "verify"} <= set(found["timings"])

    assert broker.finished(broker.submit("dog.forget", {"dog_id": dog_id}))["outcome"] == "forgotten"
    gone = broker.finished(broker.submit("dog.lookup", lookup()))
    validate("job_finished", gone)
    assert (gone["outcome"], gone["result"]["gallery_size"]) == ("not_registered", 0)

    metrics = interactive.get("/metrics")
    assert 'savepets_ai_jobs_total{kind="dog.lookup",outcome="match"} 1.0' in metrics
    assert 'savepets_ai_stage_duration_seconds_count{kind="dog.lookup",stage="shortlist"} 2.0' in metrics
    assert 'savepets_ai_match_score_count{outcome="match"} 1.0' in metrics
    assert "savepets_ai_photo_quality_count 2.0" in metrics
    assert [series(process) for process in (interactive, bulk)] == at_start, "an absent series means a process down"
    info = json.loads(bulk.get("/v1/info"))
    assert (info["role"], info["model"], info["faces"]) == ("bulk", noseprint.VERSION, facecover.VERSION)


def test_a_failed_job_is_reported_with_its_code(start, broker, main_server):
    start("interactive").until_ready()
    missing = {"lookup_id": str(uuid4()), "photo": {"id": str(uuid4()), "sha256": "0" * 64}}
    report = broker.finished(broker.submit("dog.lookup", missing))
    validate("job_finished", report)
    assert (report["state"], report["error"]) == ("failed", {"code": "photo_missing", "retryable": False})


def test_without_the_main_server_a_job_fails_and_may_be_tried_again(start, broker):
    start("interactive").until_ready()
    report = broker.finished(broker.submit("dog.lookup"))
    assert report["error"] == {"code": "main_server_unavailable", "retryable": True}


BROKEN_BODIES = [b"{not json", b"\xff\xfe", b"5", b"[]", b'"args"', b"[[], {}, {}]", b'[[], {"message": 5}, {}]']


def test_what_cannot_be_read_ends_among_the_dead_and_stops_nobody(start, broker, eventually, lookup):
    process = start("interactive").until_ready()
    headers = {"task": "savepets.job", "id": str(uuid4()), "root_id": None, "retries": 0}
    for body in BROKEN_BODIES:
        broker.publish("ai.interactive", body, headers)
    unknown_schema = broker.submit("dog.lookup", schema=99)
    broker.publish("ai.interactive", b"[[], {}, {}]", headers | {"task": "savepets.unknown"})
    rejected = len(BROKEN_BODIES) + 2
    eventually(lambda: broker.waiting("ai.quarantine.v1") == rejected, "all of them in quarantine")
    assert broker.finished(broker.submit("dog.lookup", lookup()))["state"] == "succeeded"
    assert f"savepets_ai_rejected_messages_total {rejected}.0" in process.get("/metrics")
    said = [line for line in lines(process) if line["level"] in ("WARNING", "ERROR")]
    assert {line["job_id"] for line in said} == {headers["id"], unknown_schema}
    (line,) = [line for line in said if line["job_id"] == unknown_schema]
    assert (line["logger"], line["trace_id"]) == ("celery.app.trace", broker.trace(unknown_schema))

    start("quarantine").until_ready()
    eventually(lambda: broker.waiting("dead.v1") == rejected, "all of them among the dead")
    copies = [broker.take("main.results.v1") for _ in range(rejected)]
    assert unknown_schema in {headers["id"] for headers, _ in copies}
    assert {body for _, body in copies} >= set(BROKEN_BODIES)


def test_an_expired_job_is_not_done(start, broker, lookup, main_server):
    broker.submit("dog.lookup", lookup())  # as a mark behind it
    mark = broker.take("ai.interactive.v1")
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    expired = lookup()
    envelope = json.loads(mark[1])
    envelope[1]["message"] |= {"job_id": str(uuid4()), "payload": expired}
    broker.publish("ai.interactive", json.dumps(envelope).encode(), mark[0] | {"expires": past, "id": str(uuid4())})
    done = broker.submit("dog.lookup", lookup(6))
    process = start("interactive").until_ready()
    assert broker.finished(done)["state"] == "succeeded"
    assert expired["photo"]["id"] not in str(main_server.seen)
    assert 'savepets_ai_jobs_total{kind="any",outcome="expired"} 1.0' in process.get("/metrics")
    (line,) = [line for line in lines(process) if "too late" in line["message"]]
    assert line["job_id"] == envelope[1]["message"]["job_id"] and line["trace_id"]


def test_at_sigterm_the_job_in_hand_is_finished_and_acknowledged(start, broker, main_server, lookup, eventually):
    process = start("interactive").until_ready()
    payload = lookup()
    door = Door(main_server, payload)
    job_id = broker.submit("dog.lookup", payload)
    assert door.knocked.wait(30)
    process.terminate()
    eventually(lambda: process.status("/readyz") == 503, "not ready", 5)
    assert process.status("/healthz") == 200
    later = broker.submit("dog.lookup", lookup(6))  # nobody takes it any more
    time.sleep(0.5)
    door.opened.set()
    assert broker.finished(job_id)["state"] == "succeeded"
    assert process.popen.wait(10) == 0
    assert later in broker.take("ai.interactive.v1")[1].decode()
    assert broker.waiting("ai.interactive.v1") == 0


def test_what_outlasts_the_grace_is_left_to_the_next_process(start, broker, main_server, lookup):
    process = start("interactive", AI_GRACE_SECONDS="0.5").until_ready()
    payload = lookup()
    door = Door(main_server, payload)
    job_id = broker.submit("dog.lookup", payload)
    assert door.knocked.wait(30)
    stopped = time.monotonic()
    process.terminate()
    assert process.popen.wait(10) == 0
    assert time.monotonic() - stopped < 5
    door.opened.set()
    start("interactive").until_ready()
    broker.report(job_id, "job_started")
    assert broker.finished(job_id)["state"] == "succeeded"


def test_a_job_survives_the_death_of_its_process(start, broker, main_server, lookup):
    process = start("interactive").until_ready()
    payload = lookup()
    door = Door(main_server, payload)
    job_id = broker.submit("dog.lookup", payload)
    assert door.knocked.wait(30)
    process.kill()
    door.opened.set()
    start("interactive").until_ready()
    broker.report(job_id, "job_started")
    assert broker.finished(job_id)["state"] == "succeeded"


@pytest.fixture
def cover(main_server):
    """The payload of covering the people in a photo."""
    emoji = main_server.add(cv2.imencode(".png", np.full((64, 64, 4), 255, np.uint8))[1].tobytes())
    photo = cv2.imencode(".jpg", astronaut().image[..., ::-1])[1].tobytes()
    emojis = dict.fromkeys(EXPRESSIONS, emoji)
    return lambda: {"cover_id": str(uuid4()), "photo": main_server.add(photo), "emojis": emojis, "faces": None}


def test_faces_are_covered_whatever_kills_a_process_meanwhile(start, broker, main_server, cover):
    """The second process sends the picture that the first one had no time to report."""
    process = start("interactive").until_ready()
    payload = cover()
    job_id = broker.submit("face.cover", payload)
    path, knocked, released = f"/internal/jobs/{job_id}/pictures/covered", threading.Event(), threading.Event()

    def hold(handler) -> None:
        knocked.set()
        released.wait(60)

    main_server.scripted[path] = hold
    assert knocked.wait(30)
    process.kill()
    del main_server.scripted[path]
    released.set()
    process = start("interactive").until_ready()
    broker.report(job_id, "job_started")
    report = broker.finished(job_id)
    validate("job_finished", report)
    assert (report["outcome"], len(report["result"]["faces"])) == ("covered", 1)
    assert report["result"]["picture"] == main_server.pictures_of(job_id)["covered"].reference
    metrics = process.get("/metrics")
    assert 'savepets_ai_jobs_total{kind="face.cover",outcome="covered"} 1.0' in metrics
    assert 'savepets_ai_stage_duration_seconds_count{kind="face.cover",stage="find"} 1.0' in metrics
    assert 'savepets_ai_batch_size_count{work="faces"} 2.0' in metrics, "one of the self-test, one of the job"


def test_a_broker_that_goes_away_comes_back(start, broker, broker_url, proxied, main_server, lookup, eventually):
    proxy, url = proxied(broker_url)
    proxy.cut()
    process = start("interactive", AI_BROKER_URL=url)
    eventually(lambda: "Cannot connect" in process.log.read_text(), "a first try")
    assert (process.status("/healthz"), process.status("/readyz")) == (200, 503)
    proxy.connect()
    process.until_ready()

    payload = lookup()
    door = Door(main_server, payload)
    job_id = broker.submit("dog.lookup", payload)
    assert door.knocked.wait(30)
    proxy.cut()
    eventually(lambda: process.status("/readyz") == 503, "not ready")
    door.opened.set()
    time.sleep(1)  # the result is there, and nobody to take it
    proxy.connect()
    states = set()
    while "succeeded" not in states:  # the job may have been started twice
        message = json.loads(broker.take("main.results.v1")[1])[1]["message"]
        assert message["job_id"] == job_id
        states.add(message.get("state"))
    process.until_ready()
    process.terminate()
    assert process.popen.wait(30) == 0


def test_a_queue_with_other_arguments_is_waited_for(start, broker, main_server, lookup, eventually):
    broker.channel.queue_delete("dead.v1")
    broker.channel.queue_declare("dead.v1", durable=True)
    process = start("interactive")
    eventually(lambda: "PRECONDITION_FAILED" in process.log.read_text(), "a refusal")
    assert (process.status("/healthz"), process.status("/readyz")) == (200, 503)
    broker.channel.queue_delete("dead.v1")
    process.until_ready()
    assert broker.finished(broker.submit("dog.lookup", lookup()))["state"] == "succeeded"


def test_a_database_that_goes_away_comes_back(start, broker, database_url, proxied, lookup, eventually):
    proxy, url = proxied(database_url)
    proxy.cut()
    process = start("interactive", AI_DATABASE_URL=url)
    eventually(lambda: "gallery not ready" in process.log.read_text(), "a first try")
    assert (process.status("/healthz"), process.status("/readyz")) == (200, 503)
    proxy.connect()
    process.until_ready()
    assert broker.finished(broker.submit("dog.lookup", lookup()))["outcome"] == "not_registered"
    proxy.cut()
    failed = broker.finished(broker.submit("dog.lookup", lookup()))
    assert failed["error"] == {"code": "database_unavailable", "retryable": True}
    proxy.connect()
    assert broker.finished(broker.submit("dog.lookup", lookup()))["outcome"] == "not_registered"


def test_a_process_that_waits_for_its_database_can_be_stopped(start, database_url, proxied, eventually):
    proxy, url = proxied(database_url)
    proxy.cut()
    process = start("bulk", AI_DATABASE_URL=url)
    eventually(lambda: "gallery not ready" in process.log.read_text(), "a first try")
    process.popen.send_signal(signal.SIGINT)
    assert process.popen.wait(20) == 0
