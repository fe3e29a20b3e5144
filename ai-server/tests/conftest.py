"""Real PostgreSQL and RabbitMQ (`python -m dev exec -- pytest ai-server`), generated noses, a main server."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import cv2
import numpy as np
import psycopg
import pytest

import noseprint
from aiserver.decoders import Decoders
from aiserver.device import limit_threads
from evaluation import synthetic
from gallery import Gallery, Print, migrate, open_pool

FIRST_NOSE = 2
limit_threads()

TABLES = "print, enrolment, tombstone"


def required(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        pytest.fail(f"{name} is not set: run these tests by `python -m dev exec -- pytest ai-server`")
    return value


@pytest.fixture(scope="session")
def database_url() -> str:
    """A database that is up to date."""
    url = required("AI_DATABASE_URL")
    migrate(url)
    return url


@pytest.fixture
def empty_gallery(database_url: str) -> Iterator[None]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {TABLES}")
    yield


@pytest.fixture(scope="session")
def pool(database_url: str):
    with open_pool(database_url, 30) as pool:
        yield pool


def compare_on_cpu(query, references):
    return [noseprint.compare(query, reference) for reference in references]


@pytest.fixture
def gallery(empty_gallery, pool) -> Gallery:
    return Gallery(pool, compare_on_cpu)


class Noses:
    """Generated dogs by seed; only photos that quality control takes."""

    @staticmethod
    @cache
    def _nose(dog: int) -> synthetic.Nose:
        return synthetic.Nose(FIRST_NOSE + dog)

    @classmethod
    @cache
    def _shots(cls, dog: int, count: int) -> tuple[np.ndarray, ...]:
        images = (cls._nose(dog).capture(seed) for seed in range(40))
        usable = (image for image in images if noseprint.assess(image).usable)
        return tuple(image for image, _ in zip(usable, range(count), strict=False))

    @classmethod
    def image(cls, dog: int, shot: int) -> np.ndarray:
        return cls._shots(dog, shot + 1)[shot]

    @classmethod
    @cache
    def jpeg(cls, dog: int, shot: int) -> bytes:
        return cv2.imencode(".jpg", cls.image(dog, shot), [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()

    @classmethod
    @cache
    def template(cls, dog: int, shot: int) -> noseprint.Template:
        return noseprint.extract(cls.image(dog, shot))

    @classmethod
    def prints(cls, dog: int, shots: range = range(5)) -> list[Print]:
        return [Print(uuid4(), "0" * 64, cls.template(dog, shot)) for shot in shots]


@pytest.fixture(scope="session")
def noses() -> type[Noses]:
    return Noses


def fpir_of_doubt(score: float, gallery_size: int) -> float:
    """The FPIR at which a search among so many dogs, whose best has that score, says `possible`."""
    high, low = 0.0, -300.0  # decimal exponents: a match at the one, nothing at the other
    for _ in range(100):
        middle = (high + low) / 2
        outcome = noseprint.decide(score, gallery_size, 10**middle).outcome
        if outcome == "possible":
            return 10**middle
        high, low = (middle, low) if outcome == "match" else (high, middle)
    raise AssertionError(f"no FPIR makes {score} among {gallery_size} dogs possible")


@pytest.fixture(scope="session")
def doubt() -> Callable[[list[Print], list[Print]], float]:
    """doubt(prints, others): the FPIR of an enrolment that makes one dog a look-alike of the other in a gallery."""

    def doubt(prints: list[Print], others: list[Print]) -> float:
        scores = [noseprint.compare(a.template, b.template).score for a in prints for b in others]
        (alone,) = noseprint.t_norm([max(scores)])
        return min(0.99, len(prints) * fpir_of_doubt(float(alone), 1))

    return doubt


@pytest.fixture
def enrol(gallery: Gallery, noses: type[Noses]) -> Callable[..., UUID]:
    """Register generated dog number `dog` and return its id."""

    def enrol(dog: int) -> UUID:
        dog_id = uuid4()
        assert gallery.enrol(uuid4(), dog_id, noses.prints(dog), 0.01).outcome == "registered"
        return dog_id

    return enrol


@dataclass(frozen=True)
class SentPicture:
    """What a job sent under a name."""

    id: str
    data: bytes
    content_type: str

    @property
    def reference(self) -> dict[str, str]:
        return {"id": self.id, "sha256": hashlib.sha256(self.data).hexdigest()}


class MainServer:
    """GET /internal/photos/{id} as the main server answers it, from a dictionary, and PUT of a job's pictures into
    another; `scripted` paths answer otherwise."""

    def __init__(self, address: tuple[str, int], token: str) -> None:
        self.token = token
        self.photos: dict[str, bytes] = {}
        self.sent_pictures: dict[str, SentPicture] = {}
        self.scripted: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.seen: list[tuple[str, str | None]] = []
        self.traceparents: list[str | None] = []
        self.connections: set[object] = set()
        self.sent = 0
        self._server = ThreadingHTTPServer(address, self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def add(self, data: bytes) -> dict[str, str]:
        """Store a photo and return what a job says of it."""
        photo_id = str(uuid4())
        self.photos[f"/internal/photos/{photo_id}"] = data
        return {"id": photo_id, "sha256": hashlib.sha256(data).hexdigest()}

    def pictures_of(self, job_id: UUID | str) -> dict[str, SentPicture]:
        """By name."""
        prefix = f"/internal/jobs/{job_id}/pictures/"
        return {path.removeprefix(prefix): sent for path, sent in self.sent_pictures.items() if path.startswith(prefix)}

    def _handler(main) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.note()
                if self.path in main.scripted:
                    main.scripted[self.path](self)
                elif self.headers.get("Authorization") != f"Bearer {main.token}":
                    self.answer(401)
                elif self.path not in main.photos:
                    self.answer(404)
                else:
                    self.answer(200, main.photos[self.path])

            def note(self) -> None:
                main.connections.add(self.client_address)
                main.seen.append((self.path, self.headers.get("Authorization")))
                main.traceparents.append(self.headers.get("traceparent"))

            def do_PUT(self) -> None:
                self.note()
                data = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path in main.scripted:
                    main.scripted[self.path](self)
                elif self.headers.get("Authorization") != f"Bearer {main.token}":
                    self.answer(401)
                else:
                    picture = SentPicture(str(uuid4()), data, self.headers["Content-Type"])
                    known = main.sent_pictures.get(self.path)
                    same = known is not None and known.data == data
                    picture = main.sent_pictures[self.path] = known if same else picture
                    self.answer(200 if same else 201, json.dumps(picture.reference).encode())

            def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def main_server() -> Iterator[MainServer]:
    server = MainServer(("127.0.0.1", 0), "a-token-of-the-test")
    yield server
    server.close()


@pytest.fixture
def other_server() -> Iterator[MainServer]:
    """Somebody else's."""
    server = MainServer(("127.0.0.1", 0), "another-token-of-the-test")
    yield server
    server.close()


@pytest.fixture
def main_server_at_configured_port() -> Iterator[MainServer]:
    """Where a worker with the environment's AI_* variables looks for it."""
    server = MainServer(("127.0.0.1", urlsplit(required("AI_MAIN_URL")).port), required("AI_MAIN_TOKEN"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def decoders() -> Iterator[Decoders]:
    decoders = Decoders(2, 512 << 20, 20)
    yield decoders
    decoders.close()


@pytest.fixture(scope="session")
def broker_url() -> str:
    return required("AI_BROKER_URL")
