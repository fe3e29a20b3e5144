"""A second, independent publisher of jobs: pika, with the golden message as its only model."""

import json
from pathlib import Path
from typing import Any

import pika

GOLDEN = json.loads((Path(__file__).parent / "contract/golden/job.dog.register.json").read_text())
REPORT_SECONDS = 30


def job_of(main_database, kind: str, subject_id: str) -> dict[str, Any]:
    """The message body of a job, built from its row as a second, independent publisher would."""
    query = "SELECT id, attempt, traceparent, payload FROM jobs_job WHERE kind = %s AND subject_id = %s"
    job_id, attempt, traceparent, payload = main_database.execute(query, [kind, subject_id]).fetchone()
    head = {"schema": 1, "job_id": str(job_id), "attempt": attempt, "kind": kind, "traceparent": traceparent}
    return head | {"payload": payload}


def deliver_again(stack, message: dict[str, Any]) -> list[dict[str, Any]]:
    """Publish a job's message once more; returns the two reports that the AI server answers with."""
    connection = pika.BlockingConnection(pika.URLParameters(stack.backing.broker_url("main")))
    try:
        channel = connection.channel()
        spy = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(spy, "savepets", "main.results")
        channel.confirm_delivery()
        channel.basic_publish(
            "savepets",
            GOLDEN["routing_key"],
            json.dumps([[], {"message": message}, GOLDEN["body"][2]]),
            pika.BasicProperties(
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                correlation_id=message["job_id"],
                headers=GOLDEN["headers"] | {"id": message["job_id"], "root_id": message["job_id"]},
            ),
            mandatory=True,
        )
        reports: list[dict[str, Any]] = []
        for _, _, body in channel.consume(spy, auto_ack=True, inactivity_timeout=REPORT_SECONDS):
            assert body is not None, f"no further report within {REPORT_SECONDS} s after {reports}"
            report = json.loads(body)[1]["message"]
            reports += [report] if report["job_id"] == message["job_id"] else []
            if len(reports) == 2:
                return reports
        raise AssertionError("the broker ended the consumer")
    finally:
        connection.close()
