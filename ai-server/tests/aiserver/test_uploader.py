"""Sending a job's pictures to a real HTTP server on loopback."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import uuid4

import pytest

from aiserver import transfers
from aiserver.errors import JobClosed, MainServerUnavailable
from aiserver.uploader import JPEG, PNG, Uploader

DATA = b"bytes of a picture" * 3000
GOOD = {"id": str(uuid4()), "sha256": "a" * 64}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(transfers, "PAUSES", (0.01, 0.01))


@pytest.fixture
def uploader(main_server) -> Uploader:
    return Uploader(main_server.url, main_server.token, 2.0)


@pytest.fixture
def job(main_server):
    """A job whose picture `covered` is answered by these handlers, one after the other."""

    def job(*answers):
        job_id, left = uuid4(), list(answers)
        path = f"/internal/jobs/{job_id}/pictures/covered"
        main_server.scripted[path] = lambda handler: left.pop(0)(handler)
        return job_id

    return job


def answer(status: int, body: object = GOOD):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler: handler.answer(status, data)


def test_a_picture_arrives_with_our_credential_and_its_type(main_server, uploader):
    job_id = uuid4()
    sent = uploader.send(job_id, "covered", DATA, JPEG)
    assert sent["sha256"] == sha256(DATA).hexdigest()
    stored = main_server.pictures_of(job_id)["covered"]
    assert (stored.id, stored.data, stored.content_type) == (sent["id"], DATA, "image/jpeg")
    assert main_server.seen == [(f"/internal/jobs/{job_id}/pictures/covered", f"Bearer {main_server.token}")]


def test_a_job_that_runs_again_sends_the_same_and_gets_the_same(uploader):
    job_id = uuid4()
    first, again = (uploader.send(job_id, "covered", DATA, JPEG) for _ in range(2))
    other = uploader.send(job_id, "covered", DATA[1:], JPEG)
    assert first == again != other


def test_connections_are_used_again(main_server, uploader):
    for name in ("neutral", "angry", "sad"):
        uploader.send(uuid4(), name, DATA, PNG)
    assert len(main_server.connections) == 1


def test_threads_send_at_the_same_time(main_server, uploader):
    jobs = [uuid4() for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda job_id: uploader.send(job_id, "covered", job_id.bytes * 9000, JPEG), jobs))
    assert [main_server.pictures_of(job_id)["covered"].data for job_id in jobs] == [j.bytes * 9000 for j in jobs]
    assert len({reference["id"] for reference in sent}) == 20


@pytest.mark.parametrize("status", [404, 409])
def test_a_job_that_is_not_open_is_closed_for_good(main_server, uploader, job, status):
    with pytest.raises(JobClosed) as caught:
        uploader.send(job(answer(status)), "covered", DATA, JPEG)
    assert (caught.value.code, caught.value.retryable) == ("job_closed", False)
    assert len(main_server.seen) == 1


@pytest.mark.parametrize("status", [302, 400, 401, 413, 429, 500, 503])
def test_other_answers_mean_that_the_main_server_is_unavailable(main_server, uploader, job, status):
    with pytest.raises(MainServerUnavailable, match=str(status)):
        uploader.send(job(*[answer(status)] * 3), "covered", DATA, JPEG)
    assert len(main_server.seen) == 3


@pytest.mark.parametrize(
    "body",
    [b"", b"no JSON", [], "text", {}, {"id": 5, "sha256": "a" * 64}, {"id": GOOD["id"]}, {**GOOD, "sha256": "A" * 64},
     {**GOOD, "id": "7"}, {**GOOD, "more": "x" * 5000}],
)  # fmt: skip
def test_nonsense_is_no_success(uploader, job, body):
    with pytest.raises(MainServerUnavailable):
        uploader.send(job(*[answer(201, body)] * 3), "covered", DATA, JPEG)


def test_a_main_server_that_just_restarts_is_tried_again(uploader, job):
    assert uploader.send(job(answer(500), answer(201)), "covered", DATA, JPEG) == GOOD


def test_a_connection_that_breaks_is_tried_again(uploader, job):
    def break_off(handler):
        handler.close_connection = True

    assert uploader.send(job(break_off, answer(200)), "covered", DATA, JPEG) == GOOD


def test_no_main_server(main_server, uploader):
    main_server.close()
    with pytest.raises(MainServerUnavailable):
        uploader.send(uuid4(), "covered", DATA, JPEG)


@pytest.mark.parametrize("silent", [True, False])
def test_an_answer_that_does_not_come_or_drips_is_given_up_in_time(main_server, job, silent):
    def drip(handler):
        if silent:
            time.sleep(1)
            return
        handler.send_response(201)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            handler.close_connection = True

    start = time.monotonic()
    with pytest.raises(MainServerUnavailable):
        Uploader(main_server.url, main_server.token, 0.2).send(job(*[drip] * 3), "covered", DATA, JPEG)
    assert time.monotonic() - start < 3
