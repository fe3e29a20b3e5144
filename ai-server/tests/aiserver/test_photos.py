"""Fetching photos from a real HTTP server on loopback."""

import time
from uuid import uuid4

import pytest

from aiserver import transfers
from aiserver.errors import MainServerUnavailable, PhotoMissing, PhotoUnreadable
from aiserver.messages import PhotoReference
from aiserver.photos import PhotoSource

LIMIT = 100_000


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(transfers, "PAUSES", (0.01, 0.01))


@pytest.fixture
def source(main_server) -> PhotoSource:
    return source_of(main_server)


def source_of(server, origins: frozenset[str] = frozenset(), seconds: float = 2.0) -> PhotoSource:
    return PhotoSource(server.url, server.token, origins, LIMIT, seconds)


def reference(stored: dict[str, str]) -> PhotoReference:
    return PhotoReference(stored["id"], stored["sha256"])


def path_of(photo: PhotoReference) -> str:
    return f"/internal/photos/{photo.photo_id}"


def redirect_to(url: str):
    return lambda handler: handler.answer(302, Location=url)


def test_a_photo_comes_with_our_credential(main_server, source):
    data = b"bytes of a photo" * 3000
    photo = reference(main_server.add(data))
    assert source.fetch(photo) == data
    assert main_server.seen == [(path_of(photo), f"Bearer {main_server.token}")]


def test_connections_are_used_again(main_server, source):
    stored = [reference(main_server.add(b"x" * size)) for size in (1, 70_000, 3)]
    for photo in stored:
        source.fetch(photo)
    assert len(main_server.connections) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_photo_that_is_gone_is_missing(main_server, source, status):
    photo = PhotoReference(uuid4(), "0" * 64)
    main_server.scripted[path_of(photo)] = lambda handler: handler.answer(status)
    with pytest.raises(PhotoMissing):
        source.fetch(photo)
    assert len(main_server.seen) == 1


def test_another_photo_under_the_same_id_is_missing(main_server, source):
    stored = main_server.add(b"a photo")
    with pytest.raises(PhotoMissing):
        source.fetch(PhotoReference(stored["id"], "0" * 64))


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_other_answers_mean_that_the_main_server_is_unavailable(main_server, source, status):
    photo = PhotoReference(uuid4(), "0" * 64)
    main_server.scripted[path_of(photo)] = lambda handler: handler.answer(status)
    with pytest.raises(MainServerUnavailable, match=str(status)):
        source.fetch(photo)
    assert len(main_server.seen) == 3


def test_a_main_server_that_just_restarts_is_tried_again(main_server, source):
    photo = reference(main_server.add(b"a photo"))
    answers = [lambda handler: handler.answer(502), lambda handler: handler.answer(200, b"a photo")]
    main_server.scripted[path_of(photo)] = lambda handler: answers.pop(0)(handler)
    assert source.fetch(photo) == b"a photo"


def test_no_main_server(main_server):
    source = source_of(main_server)
    main_server.close()
    with pytest.raises(MainServerUnavailable):
        source.fetch(PhotoReference(uuid4(), "0" * 64))


@pytest.mark.parametrize("declared", [True, False])
def test_a_photo_over_the_limit_is_given_up_early(main_server, source, declared):
    photo = PhotoReference(uuid4(), "0" * 64)

    def flood(handler):
        handler.send_response(200)
        if declared:
            handler.send_header("Content-Length", str(1 << 40))
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b"\0" * LIMIT)
                main_server.sent += LIMIT
        except OSError:
            handler.close_connection = True

    main_server.scripted[path_of(photo)] = flood
    with pytest.raises(PhotoUnreadable, match="larger"):
        source.fetch(photo)
    assert main_server.sent < 200 * LIMIT


def test_a_photo_that_drips_is_given_up_in_time(main_server):
    photo = PhotoReference(uuid4(), "0" * 64)

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            handler.close_connection = True

    main_server.scripted[path_of(photo)] = drip
    start = time.monotonic()
    with pytest.raises(MainServerUnavailable):
        source_of(main_server, seconds=0.3).fetch(photo)
    assert time.monotonic() - start < 3


def test_a_transfer_that_breaks_off_is_tried_again_and_never_taken_for_a_photo(main_server, source):
    photo = reference(main_server.add(b"a photo"))

    def break_off(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"a photo")
        handler.close_connection = True

    main_server.scripted[path_of(photo)] = break_off
    with pytest.raises(MainServerUnavailable):
        source.fetch(photo)
    assert len(main_server.seen) == 3


def test_a_redirect_to_a_listed_origin_is_followed_without_our_credential(main_server, other_server):
    photo = reference(main_server.add(b"a photo"))
    main_server.scripted[path_of(photo)] = redirect_to(f"{other_server.url}/bucket/1?signature=2")
    other_server.scripted["/bucket/1?signature=2"] = lambda handler: handler.answer(200, b"a photo")
    source = source_of(main_server, frozenset({other_server.url}))
    assert source.fetch(photo) == b"a photo"
    assert other_server.seen == [("/bucket/1?signature=2", None)]


@pytest.mark.parametrize("location", ["/bucket/1", "file:///etc/passwd", "//", "http://[", "gopher://127.0.0.1/"])
def test_a_redirect_elsewhere_is_refused(main_server, other_server, source, location):
    photo = reference(main_server.add(b"a photo"))
    target = other_server.url + location if location.startswith("/b") else location
    main_server.scripted[path_of(photo)] = redirect_to(target)
    with pytest.raises(MainServerUnavailable):
        source.fetch(photo)
    assert other_server.seen == []


def test_an_origin_is_what_is_connected_to(main_server, other_server, source):
    """To Python's urlsplit this is an address of the main server, to urllib3, which connects, one of the other."""
    photo = reference(main_server.add(b"a photo"))
    main_server.scripted[path_of(photo)] = redirect_to(rf"{other_server.url}\@{main_server.url.partition('://')[2]}/")
    with pytest.raises(MainServerUnavailable):
        source.fetch(photo)
    assert other_server.seen == []


def test_redirects_in_a_circle_end(main_server, source):
    photo = reference(main_server.add(b"a photo"))
    main_server.scripted[path_of(photo)] = redirect_to(path_of(photo))
    with pytest.raises(MainServerUnavailable, match="too many"):
        source.fetch(photo)
