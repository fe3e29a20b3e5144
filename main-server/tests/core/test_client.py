"""Requests are counted by where they come from."""

import pytest
from django.test import RequestFactory

from core.client import client_address, client_digest


def request_from(address, **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(("given", "counted"), [
    ("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("::ffff:203.0.113.9", "203.0.113.9"),
    ("", "unknown"), ("junk", "unknown"),
])  # fmt: skip
def test_address(given, counted):
    assert client_address(request_from(given)) == counted


def test_the_gateway_knows_better():
    assert client_address(request_from("127.0.0.1", **{"X-Real-IP": "203.0.113.9"})) == "203.0.113.9"


def test_the_digest_hides_it_and_tells_addresses_apart(settings):
    digests = {client_digest(request_from(address)) for address in ("203.0.113.9", "203.0.113.10")}
    assert len(digests) == 2 and {len(digest) for digest in digests} == {32}
    settings.SECRET_KEY = "another-secret-key-of-32-bytes-at-least"
    assert client_digest(request_from("203.0.113.9")) not in digests


@pytest.mark.parametrize("peer", ["203.0.113.50", "2001:db8::1"])
def test_only_the_gateway_may_say_so(peer):
    assert client_address(request_from(peer, **{"X-Real-IP": "198.51.100.1"})) == client_address(request_from(peer))


def test_x_forwarded_for_is_not_looked_at():
    assert client_address(request_from("127.0.0.1", **{"X-Forwarded-For": "198.51.100.1"})) == "127.0.0.1"
