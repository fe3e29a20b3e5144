"""Hostile requests through the gateway: always a problem with a code, never a bare 500, a hang, or a stored trace."""

import contextlib
import json
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
import requests

from dev.process import descendants
from evaluation import synthetic
from tests.hostile import animated_webp, big_png, bomb_png, endless_jpeg
from tests.people import finished

MB = 2**20
DOGS, LOOKUPS, QUALITY = "/api/v1/dogs/", "/api/v1/lookups/", "/api/v1/quality/"
SECONDS = 25  # in which everything is answered, the eight that a photo may take included
TABLES = ("core_photo", "dogs_dog", "lookups_lookup", "jobs_job")


def jpeg(image: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", image)[1].tobytes()


NOSE = jpeg(synthetic.Nose(14).capture(0))
GREY = jpeg(np.full((200, 200, 3), 128, np.uint8))
ENDLESS, BOMB = endless_jpeg(4000), bomb_png()


@dataclass
class Answer:
    status: int
    media_type: str
    body: bytes

    @property
    def code(self) -> str:
        return json.loads(self.body)["code"]


def part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    file = f'; filename="{file_name}"' if file_name is not None else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--b--\r\n"


def chunked(body: bytes, size: int = 60_000) -> bytes:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.fixture
def raw(stack) -> Callable[..., Answer | None]:
    """raw(path, headers, body): what comes back for exactly these bytes; None if the connection is just closed."""
    host, port = urlsplit(stack.url).netloc.split(":")

    def send(path: str, headers: dict[str, str], body: bytes, end: bool = False) -> Answer | None:
        lines = [f"POST {path} HTTP/1.1", f"Host: {host}:{port}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
            with contextlib.suppress(ConnectionError):  # the answer to a large body may come before its end
                connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
                if end:
                    connection.shutdown(socket.SHUT_WR)
            return received(connection)

    return send


def received(connection: socket.socket) -> Answer | None:
    response = HTTPResponse(connection)
    try:
        response.begin()
        return Answer(response.status, response.headers.get_content_type(), response.read())
    except (ConnectionError, OSError) as error:
        assert not isinstance(error, TimeoutError), "no answer in time"
        return None


def assert_problem(answer: Answer | None, status: int, code: str) -> None:
    assert answer is not None
    assert (answer.status, answer.media_type, answer.code) == (status, "application/problem+json", code), answer.body


@pytest.fixture
def nothing_stored(main_database, stack):
    """Neither row nor file more than before."""

    def state():
        counts = [main_database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
        return counts, sum(path.is_file() for path in (Path(stack.directory) / "media").rglob("*"))

    before = state()
    yield
    assert state() == before


FORM = {"Content-Type": "multipart/form-data; boundary=b"}


def sized(body: bytes, **headers: str) -> tuple[dict[str, str], bytes]:
    return FORM | {"Content-Length": str(len(body))} | headers, body


PHOTOS = {
    "text": (b"Just text.", 422, "photo_not_readable"),
    "0 bytes": (b"", 422, "validation_failed"),
    "truncated": (NOSE[: len(NOSE) // 2], 422, "photo_not_readable"),
    "over 15 MB": (NOSE + bytes(15 * MB), 413, "photo_too_large"),
    "20 MB": (NOSE + bytes(20 * MB), 413, "body_too_large"),
    "bomb": (BOMB, 422, "photo_too_many_pixels"),
    "never ends": (ENDLESS, 422, "photo_not_readable"),
    "animated WebP": (animated_webp(), 422, "photo_animated"),
    "HEIC": (struct.pack(">I4s4sI4s", 20, b"ftyp", b"heic", 0, b"mif1") + bytes(100), 422, "photo_heic"),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_photos_in_a_lookup(raw, nothing_stored, name):
    photo, status, code = PHOTOS[name]
    assert_problem(raw(LOOKUPS, *sized(form(part("nose_photo", photo, "nose.jpg")))), status, code)


def test_20_mb_in_a_registration_reach_the_main_server_and_are_named(owner, nothing_stored):
    files = [("nose_photos", (f"{i}.jpg", NOSE + bytes([i]))) for i in range(4)]
    files += [("nose_photos", ("4.jpg", NOSE + bytes(20 * MB))), ("profile_photo", ("p.jpg", NOSE))]
    fields = {"name": "초코 🐶", "breed": "jindo", "sex": "female"}
    response = owner.session.post(owner.url + DOGS, data=fields, files=files, timeout=SECONDS)
    assert (response.status_code, response.json()["code"]) == (413, "photo_too_large")
    assert [error["index"] for error in response.json()["errors"]["nose_photos"]] == [4]


PHOTO = part("nose_photo", NOSE, "nose.jpg")
MANY = b"".join(part(f"f{i}", b"x") for i in range(2000))
MANY_FILES = b"".join(part(f"f{i}", b"x", "x.jpg") for i in range(200))
BODIES = {
    "no boundary": (*sized(form(PHOTO), **{"Content-Type": "multipart/form-data"}), 400, "malformed_request"),
    "endless boundary": (
        *sized(form(PHOTO), **{"Content-Type": "multipart/form-data; boundary=" + "b" * 5000}),
        415,
        "unsupported_media_type",
    ),
    "another boundary": (
        *sized(form(PHOTO), **{"Content-Type": "multipart/form-data; boundary=c"}),
        422,
        "validation_failed",
    ),
    "JSON": (*sized(b'{"nose_photo": "x"}', **{"Content-Type": "application/json"}), 415, "unsupported_media_type"),
    "no type": ({"Content-Length": "3"}, b"abc", 415, "unsupported_media_type"),
    "empty": (*sized(b""), 422, "validation_failed"),
    "2,000 fields": (*sized(form(MANY, PHOTO)), 400, "bad_request"),
    "200 files": (*sized(form(MANY_FILES, PHOTO)), 400, "bad_request"),
    "10,000 characters of header": (
        *sized(form(part("nose_photo", NOSE, "n" * 10_000))),
        400,
        "malformed_request",
    ),
    "3 MB of text": (*sized(form(part("place", b"x" * 3 * MB), PHOTO)), 413, "body_too_large"),
    "text for a photo": (*sized(form(part("nose_photo", NOSE))), 422, "validation_failed"),
    "base64 that is none": (
        *sized(
            b'--b\r\nContent-Disposition: form-data; name="nose_photo"; filename="n"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!!!\r\n--b--\r\n"
        ),
        400,
        "malformed_request",
    ),
    "length that is no number": (FORM | {"Content-Length": "many"}, form(PHOTO), 400, "bad_request"),
    "negative length": (FORM | {"Content-Length": "-5"}, form(PHOTO), 400, "bad_request"),
    "huge length": (FORM | {"Content-Length": str(10**12)}, b"", 413, "body_too_large"),
    "length and chunks": (
        FORM | {"Content-Length": "5", "Transfer-Encoding": "chunked"},
        chunked(form(PHOTO)),
        400,
        "bad_request",
    ),
    "bad chunks": (FORM | {"Transfer-Encoding": "chunked"}, b"zz\r\nno chunk\r\n0\r\n\r\n", 400, "bad_request"),
    "20 MB of chunks": (
        FORM | {"Transfer-Encoding": "chunked"},
        chunked(form(part("nose_photo", bytes(20 * MB), "n.jpg")), MB),
        413,
        "body_too_large",
    ),
    "unknown coding": (FORM | {"Transfer-Encoding": "gzip"}, b"x", 400, "bad_request"),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies(raw, nothing_stored, name):
    headers, body, status, code = BODIES[name]
    assert_problem(raw(LOOKUPS, headers, body), status, code)


def test_a_body_shorter_than_its_length_is_not_waited_for_when_the_client_is_gone(raw, nothing_stored):
    body = form(PHOTO)
    answer = raw(LOOKUPS, FORM | {"Content-Length": str(len(body) + 1000)}, body, end=True)
    assert answer is None or answer.status == 400


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (FORM | {"Transfer-Encoding": "chunked"}, chunked(form(PHOTO))),
        sized(form(part("nose_photo", GREY, "a.jpg"), PHOTO)),
        sized(form(part("place", "서울 🐶".encode()), part("place", "부산".encode()), PHOTO)),
        sized(form(part("nose_photo", NOSE, "../../etc/passwd"))),
        sized(b"preamble\r\n" + form(PHOTO) + b"epilogue"),
    ],
    ids=["chunked", "a field twice", "a text twice", "a path for a name", "preamble and epilogue"],
)
def test_odd_but_right(raw, headers, body):
    answer = raw(LOOKUPS, headers, body)
    assert answer is not None and answer.status == 202, answer


FRAMES = {
    "text": (b"Just text.", 422, "photo_not_readable"),
    "0 bytes": (b"", 422, "photo_not_readable"),
    "truncated header": (NOSE[:100], 422, "photo_not_readable"),
    "600 KB": (NOSE + bytes(600 << 10), 413, "body_too_large"),
    "bomb": (BOMB, 422, "photo_not_readable"),
    "never ends": (ENDLESS, 422, "photo_not_readable"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames(raw, name):
    frame, status, code = FRAMES[name]
    assert_problem(raw(QUALITY, *sized(form(part("frame", frame, "frame.jpg")))), status, code)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        sized(b'{"frame": "x"}', **{"Content-Type": "application/json"}),
        sized(form(PHOTO), **{"Content-Type": "multipart/form-data"}),
        sized(form(b"".join(part(f"f{i}", b"") for i in range(2000)))),
        sized(b""),
    ],
    ids=["JSON", "no boundary", "2,000 fields", "empty"],
)
def test_bodies_without_a_frame(raw, headers, body):
    answer = raw(QUALITY, headers, body)
    assert answer is not None
    assert (answer.status in (413, 422), answer.media_type) == (True, "application/problem+json"), answer
    assert answer.code in ("validation_failed", "body_too_large")


def test_while_photos_keep_their_decoders_at_work_everything_else_goes_on(stack, raw, finder):
    photo = sized(form(part("nose_photo", big_png(), "n.png")))
    with ThreadPoolExecutor(4) as pool:
        slow = [pool.submit(raw, LOOKUPS, *photo) for _ in range(4)]
        time.sleep(0.5)
        started = time.monotonic()
        assert requests.get(f"{stack.url}/api/v1/dogs/breeds", timeout=SECONDS).status_code == 200
        frame = {"frame": ("f.jpg", NOSE)}
        assert requests.post(stack.url + QUALITY, files=frame, timeout=SECONDS).status_code == 200
        assert time.monotonic() - started < 4
        assert not all(answer.done() for answer in slow)
        assert {answer.result().status for answer in slow} == {202}
    assert requests.post(stack.url + LOOKUPS, files={"nose_photo": NOSE}, timeout=SECONDS).status_code == 202


@pytest.mark.parametrize(
    ("server", "path", "field"), [("main-web", LOOKUPS, "nose_photo"), ("ai-interactive", QUALITY, "frame")]
)
def test_a_decoder_that_is_killed_at_work_is_a_422(stack, raw, finder, tmp_path, server, path, field):
    def send(number: int) -> None:
        for pid in descendants(stack.services[server].process.pid):
            with contextlib.suppress(OSError):
                if b"decoding.py" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, number)

    body = sized(form(part(field, NOSE, "n.jpg")))
    assert raw(path, *body).status < 300
    send(signal.SIGSTOP)  # so that it is at work for long
    good = tmp_path / "nose.jpg"
    good.write_bytes(NOSE)
    threading.Timer(1, send, (signal.SIGKILL,)).start()
    started = time.monotonic()
    assert_problem(raw(path, *body), 422, "photo_not_readable")
    assert 0.9 < time.monotonic() - started < 4
    assert finished(finder, finder.look_up(good))["state"] == "succeeded"
