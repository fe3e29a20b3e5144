"""A part that is away or dies costs time, and nothing else."""

import os
import signal
from contextlib import contextmanager

import pytest

from tests.people import eventually, finished, registered, submit


def row(main_database, task):
    job_id = task.rstrip("/").rsplit("/", 1)[-1]
    return main_database.execute("SELECT state, attempt FROM jobs_job WHERE id = %s", [job_id]).fetchone()


@contextmanager
def frozen(stack, name):
    """SIGSTOP: it keeps its connections and answers nobody."""
    group = stack.services[name].process.pid
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


@pytest.fixture
def dog(owner, shots):
    return registered(owner, shots)


def test_a_lookup_survives_the_death_of_its_worker(stack, dog, finder, main_database):
    task = finder.look_up(dog[5])
    with frozen(stack, "main-web"):  # the photo cannot be fetched, so the worker stays in the middle of the job
        eventually(lambda: row(main_database, task)[0] == "running", 10)
        stack.kill_process("ai-interactive")
    stack.start_process("ai-interactive")
    assert finished(finder, task)["outcome"] == "match"


def test_without_an_ai_server_jobs_are_accepted_and_wait(stack, dog, finder, main_database):
    stack.stop_process("ai-interactive")
    try:
        tasks = [finder.look_up(photo) for photo in (dog[5], dog[5])]
        published = "SELECT count(*) FROM jobs_job WHERE state = 'queued' AND published_at IS NOT NULL"
        eventually(lambda: main_database.execute(published).fetchone()[0] == 2)
    finally:
        stack.start_process("ai-interactive")
    assert [finished(finder, task)["outcome"] for task in tasks] == ["match", "match"]
    assert [row(main_database, task) for task in tasks] == [("succeeded", 1)] * 2


def test_without_a_broker_jobs_are_accepted_and_wait(stack, dog, finder, owner, shots, main_database):
    stack.kill_process("rabbitmq")
    try:
        lookup, registration = finder.look_up(dog[5]), submit(owner, shots(5))
        assert [row(main_database, task) for task in (lookup, registration)] == [("queued", 1)] * 2
    finally:
        stack.start_process("rabbitmq")
    assert finished(finder, lookup)["outcome"] == "match"
    assert finished(owner, registration)["state"] == "succeeded"
    assert [row(main_database, task) for task in (lookup, registration)] == [("succeeded", 1)] * 2


def test_jobs_wait_for_a_relay_and_a_worker_of_the_main_server(stack, dog, finder, main_database):
    stack.kill_process("relay")
    stack.kill_process("main-worker")
    try:
        task = finder.look_up(dog[5])
        assert row(main_database, task) == ("queued", 1)
    finally:
        stack.start_process("relay")
        stack.start_process("main-worker")
    assert finished(finder, task)["outcome"] == "match"


def test_everything_goes_on_after_the_database_was_killed(stack, dog, finder):
    stack.kill_process("postgres")
    refused = finder.session.post(
        f"{finder.url}/api/v1/lookups/",
        files={"nose_photo": ("nose.jpg", dog[5].read_bytes(), "image/jpeg")},
        timeout=60,
    )
    assert refused.status_code == 503
    assert refused.headers["Content-Type"] == "application/problem+json"
    stack.start_process("postgres")
    assert finished(finder, finder.look_up(dog[5]))["outcome"] == "match"
