"""Whatever a handler raises, the main server hears of it in the contract's words."""

import logging
import time

import psycopg
import psycopg_pool
import pytest

from aiserver.errors import MainServerUnavailable, PhotoMissing, PhotoUnreadable
from aiserver.messages import MessageError, Outcome
from aiserver.metrics import Metrics
from aiserver.publisher import NotPublished, Publisher
from aiserver.runner import Runner
from aiserver.tracing import Ids
from gallery import DogForgotten

JOB = {
    "schema": 1,
    "job_id": "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
    "attempt": 2,
    "kind": "dog.forget",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "payload": {"dog_id": "0b9d1f5e-3f5c-4b0e-9a51-5f8a3f0f3c11"},
}


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def runner(broker, broker_url, metrics):
    publisher = Publisher(broker_url, pauses=())
    yield Runner("ai-bulk@host:1", None, publisher, metrics, Ids())
    publisher.disconnect()


@pytest.fixture
def handled(monkeypatch):
    """Let the job's handler raise this, return it, or be it."""

    def handled(result):
        def handle(job, services, watch):
            if callable(result):
                return result(job, services, watch)
            with watch.stage("enrol"):
                if isinstance(result, Exception):
                    raise result
                return result

        monkeypatch.setattr("aiserver.runner.handle", handle)

    return handled


def jobs_counted(metrics, outcome):
    return metrics.registry.get_sample_value("savepets_ai_jobs_total", {"kind": "dog.forget", "outcome": outcome})


@pytest.mark.parametrize(
    ("error", "code", "retryable"),
    [
        (PhotoMissing(), "photo_missing", False),
        (PhotoUnreadable(), "photo_unreadable", False),
        (MainServerUnavailable(), "main_server_unavailable", True),
        (DogForgotten(), "dog_forgotten", False),
        (psycopg.OperationalError(), "database_unavailable", True),
        (psycopg.errors.LockNotAvailable(), "database_unavailable", True),
        (psycopg.errors.AdminShutdown(), "database_unavailable", True),
        (psycopg.InterfaceError(), "database_unavailable", True),
        (psycopg_pool.PoolTimeout(), "database_unavailable", True),
        (psycopg.errors.UniqueViolation(), "internal_error", True),
        (TimeoutError(), "internal_error", True),
        (ZeroDivisionError(), "internal_error", True),
    ],
)
def test_errors_become_codes(runner, broker, handled, metrics, error, code, retryable):
    handled(error)
    runner.run(JOB)
    report = broker.finished(JOB["job_id"])
    assert (report["state"], report["error"]) == ("failed", {"code": code, "retryable": retryable})
    assert (report["attempt"], list(report["timings"])) == (2, ["enrol"])
    assert jobs_counted(metrics, code) == 1


def test_a_fault_of_ours_is_logged_with_its_traceback(runner, broker, handled, caplog):
    handled(ZeroDivisionError("division by zero"))
    with caplog.at_level(logging.ERROR):
        runner.run(JOB)
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info[0] is ZeroDivisionError and JOB["job_id"] in record.getMessage()


def test_an_outcome_is_reported(runner, broker, handled, metrics):
    handled(Outcome("forgotten", {}))
    runner.run(JOB)
    started = broker.report(JOB["job_id"], "job_started")
    assert (started["worker"], started["attempt"]) == ("ai-bulk@host:1", 2)
    assert broker.report(JOB["job_id"], "job_finished")["outcome"] == "forgotten"
    assert jobs_counted(metrics, "forgotten") == 1


def test_what_is_no_job_raises_and_reports_nothing(runner, broker):
    with pytest.raises(MessageError):
        runner.run(JOB | {"schema": 99})
    assert broker.waiting("main.results.v1") == 0


def test_a_job_that_cannot_be_reported_is_left_to_the_broker(runner, broker, handled, metrics):
    handled(Outcome("forgotten", {}))
    broker.channel.queue_unbind("main.results.v1", "savepets", "main.results")
    with pytest.raises(NotPublished):
        runner.run(JOB)
    broker.channel.queue_bind("main.results.v1", "savepets", "main.results")
    assert broker.waiting("main.results.v1") == 0
    assert jobs_counted(metrics, "forgotten") == 0


def test_a_job_whose_start_cannot_be_announced_is_done(runner, broker, handled):
    """The main server takes the result of an attempt that it never heard the start of."""

    def bind_again(job, services, watch):
        time.sleep(0.2)  # the broker has returned it
        broker.channel.queue_bind("main.results.v1", "savepets", "main.results")
        return Outcome("forgotten", {})

    handled(bind_again)
    broker.channel.queue_unbind("main.results.v1", "savepets", "main.results")
    runner.run(JOB)
    assert broker.report(JOB["job_id"], "job_finished")["outcome"] == "forgotten"
