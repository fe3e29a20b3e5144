"""The HTTP side of one process, served by the real waitress."""

import os
import signal
import socket
import threading
from time import monotonic

import cv2
import hostile
import numpy as np
import psycopg
import pytest
import urllib3

import facecover
import noseprint
from aiserver import http
from aiserver.collectors import GalleryCollector
from aiserver.config import Settings
from aiserver.lifecycle import Lifecycle
from aiserver.metrics import Metrics
from gallery import Statistics

TOKEN = "a-service-token-of-the-test"
ENVIRONMENT = {
    "AI_DATABASE_URL": "postgresql://ai@127.0.0.1/ai",
    "AI_BROKER_URL": "amqp://ai@127.0.0.1//",
    "AI_MAIN_URL": "http://127.0.0.1:8000",
    "AI_MAIN_TOKEN": TOKEN,
    "AI_SERVICE_TOKEN": TOKEN,
    "AI_HTTP_HOST": "127.0.0.1",
    "AI_HTTP_PORT": "1",
    "AI_THREADS": "1",
    "AI_QUALITY_SLOTS": "1",
    "AI_DECODE_SECONDS": "1.5",
}


class Client:
    """A served application and what its endpoints show."""

    def __init__(self, role: str, **variables: str) -> None:
        self.settings = Settings.from_environment(ENVIRONMENT | {"AI_ROLE": role} | variables)
        self.lifecycle, self.metrics = Lifecycle(), Metrics()
        self.database_up = True
        self.slots, self.decoders = threading.BoundedSemaphore(1), http.frame_decoders(self.settings)
        collector = GalleryCollector(self.statistics)
        self.metrics.registry.register(collector)
        context = http.HttpContext(
            self.settings, self.lifecycle, self.metrics, collector, "cpu", self.slots, self.decoders
        )
        port = free_port()
        http.serve(http.create_app(context), "127.0.0.1", port)
        self.url = f"http://127.0.0.1:{port}"
        self.pool = urllib3.PoolManager(retries=False)

    def statistics(self) -> Statistics:
        if not self.database_up:
            raise psycopg.OperationalError("the database is away")
        return Statistics(dogs=3, prints_by_version={noseprint.VERSION: 15, "older": 2})

    def get(self, path: str, **headers: str):
        return self.pool.request("GET", self.url + path, headers=headers)

    def quality(self, frame: bytes | None, token: str = TOKEN, field: str = "frame", **headers: str):
        fields = {} if frame is None else {field: ("frame.jpg", frame, "image/jpeg")}
        headers = {"Authorization": f"Bearer {token}", **headers}
        return self.pool.request("POST", f"{self.url}/v1/quality", fields=fields, headers=headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Their decoders do not count scans, so that there is a frame that never ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aiserver.decoders.PROGRAM", hostile.patient_program(tmp_path_factory.mktemp("program")))
        clients = {role: Client(role, AI_FRAME_PIXELS="49000000") for role in ("interactive", "bulk")}
        yield clients
        for client in clients.values():
            client.decoders.close()


@pytest.fixture
def client(served):
    return served["interactive"]


def assert_problem(response, status: int, code: str):
    assert (response.status, response.headers["Content-Type"]) == (status, "application/problem+json")
    body = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/problems/{code}")
    assert body["title"]
    return body


def test_alive_from_the_start(client):
    assert client.get("/healthz").status == 200


def test_ready_only_while_consuming(client):
    assert client.get("/readyz").status == 503
    client.lifecycle.activity = Lifecycle.CONSUMING
    assert client.get("/readyz").status == 200
    client.lifecycle.stopping.set()
    assert client.get("/readyz").status == 503
    client.lifecycle.stopping.clear()
    client.lifecycle.activity = "starting"


def test_info(client):
    info = client.get("/v1/info").json()
    assert info == {
        "role": "interactive",
        "model": noseprint.VERSION,
        "faces": facecover.VERSION,
        "device": "cpu",
        "gallery": {"dogs": 3, "prints": 15, "prints_of_other_versions": 2},
    }


def test_info_and_metrics_without_a_database():
    client = Client("bulk")
    client.database_up = False
    assert client.get("/v1/info").json()["gallery"] is None
    text = client.get("/metrics").data.decode()
    assert "savepets_ai_database_up 0.0" in text and "savepets_ai_gallery_dogs" not in text


def test_metrics(client):
    client.metrics.jobs.labels("dog.lookup", "match").inc()
    text = client.get("/metrics").data.decode()
    assert 'savepets_ai_jobs_total{kind="dog.lookup",outcome="match"} 1.0' in text
    assert "savepets_ai_gallery_dogs 3.0" in text and "savepets_ai_ready 0.0" in text


def test_a_good_frame(client, noses):
    response = client.quality(noses.jpeg(0, 0))
    body = response.json()
    expected = noseprint.assess(cv2.imdecode(np.frombuffer(noses.jpeg(0, 0), np.uint8), cv2.IMREAD_COLOR))
    assert response.status == 200
    assert set(body) == {"nose", "quality", "reasons", "advice", "ms"}
    assert (body["quality"], body["reasons"], body["advice"]) == (expected.quality, [], expected.advice)
    assert body["nose"] == pytest.approx(
        {"x": expected.nose.x, "y": expected.nose.y, "width": expected.nose.width, "height": expected.nose.height}
    )


def test_a_frame_without_a_nose(client):
    blank = cv2.imencode(".png", np.full((240, 320, 3), 200, np.uint8))[1].tobytes()
    body = client.quality(blank).json()
    assert (body["nose"], body["reasons"]) == (None, ["no_nose"])


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1]])
def test_without_the_service_token_nothing_is_assessed(client, noses, token):
    response = client.quality(noses.jpeg(0, 0), token)
    assert_problem(response, 401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_missing_frame(client):
    assert_problem(client.quality(None), 422, "validation_failed")
    body = assert_problem(client.quality(b"x", field="picture"), 422, "validation_failed")
    assert body["errors"] == {"frame": [{"code": "required"}]}


def test_a_frame_that_is_no_picture(client):
    assert_problem(client.quality(b"hello"), 422, "photo_not_readable")


@pytest.mark.parametrize("harm", ["killed", "hangs", "never ends"])
def test_a_frame_that_breaks_its_decoder_is_unreadable_and_nothing_else(client, noses, harm):
    assert client.quality(noses.jpeg(0, 0)).status == 200
    with client.decoders.lent() as decoder:
        pass
    started = monotonic()
    if harm == "killed":
        threading.Timer(0.3, os.kill, (decoder.pid, signal.SIGKILL)).start()
    elif harm == "hangs":
        os.kill(decoder.pid, signal.SIGSTOP)
    frame = noses.jpeg(0, 0) if harm == "hangs" else hostile.endless_jpeg(4000)
    assert len(frame) < 512 << 10
    assert_problem(client.quality(frame), 422, "photo_not_readable")
    assert monotonic() - started < 5
    assert client.quality(noses.jpeg(0, 0)).status == 200


@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp"])
def test_a_frame_of_more_pixels_than_live_guidance_needs(kind):
    client = Client("interactive")
    for width, status in ((2000, 200), (2001, 422)):
        frame = cv2.imencode(kind, np.full((2000, width, 3), 200, np.uint8))[1].tobytes()
        assert len(frame) < 512 << 10
        response = client.quality(frame)
        assert response.status == status
    assert "4000000 pixels" in assert_problem(response, 422, "photo_not_readable")["detail"]
    client.decoders.close()


def test_a_frame_that_is_a_bomb(client):
    assert_problem(client.quality(hostile.bomb_png()), 422, "photo_not_readable")


@pytest.mark.parametrize("size", [(512 << 10) + 1, 600 << 10])
def test_a_frame_that_is_too_large(client, size):
    assert_problem(client.quality(b"\xff\xd8\xff" + bytes(size - 3)), 413, "body_too_large")


def test_a_flood_does_not_reach_the_application(client):
    assert client.quality(b"\xff\xd8\xff" + bytes(3 << 20)).status == 413


def test_when_all_slots_are_taken_the_answer_comes_at_once(client, noses):
    with client.slots:
        response = client.quality(noses.jpeg(0, 0))
        assert_problem(response, 503, "overloaded")
        assert response.headers["Retry-After"] == "1"
    assert client.quality(noses.jpeg(0, 0)).status == 200


def test_titles_follow_accept_language(client):
    korean = client.quality(b"x", "wrong", **{"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"})
    english = client.quality(b"x", "wrong", **{"Accept-Language": "fr"})
    assert (korean.headers["Content-Language"], english.headers["Content-Language"]) == ("ko", "en")
    assert korean.json()["title"] != english.json()["title"]


def test_unknown_paths_and_methods(client):
    assert_problem(client.get("/v1/nothing"), 404, "not_found")
    response = client.get("/v1/quality")
    assert_problem(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]


def test_only_the_interactive_role_assesses_frames(served, noses):
    assert_problem(served["bulk"].quality(noses.jpeg(0, 0)), 404, "not_found")


def test_a_fault_of_ours_shows_no_internals(client, noses, monkeypatch):
    monkeypatch.setattr(noseprint, "assess", lambda image: 1 / 0)
    body = assert_problem(client.quality(noses.jpeg(0, 0)), 500, "server_error")
    assert "ZeroDivision" not in str(body)
