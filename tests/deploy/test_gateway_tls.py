"""The door with TLS, as openssl sees it: versions, suites, chain, HTTP/2; and the door without it that leads there."""

import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from tests.deploy.authority import NAME, Authority
from tests.deploy.doubles import PUBLIC_URL, WEB_FILES, Gateway
from tests.deploy.gateways import gateway_at

MODERN = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"]
TLS_1_3 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"]
WEAK = [
    "AES128-SHA",
    "AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-RSA-AES256-SHA384",
    "DHE-RSA-AES128-GCM-SHA256",
]
# What a client says in order to be allowed to offer anything at all.
ANYTHING = ":@SECLEVEL=0"
YEAR_S = 365 * 86400


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, authority: Authority, web_root: Path) -> Iterator[Gateway]:
    """The door without TLS redirects, as it does where nobody says otherwise."""
    certificate, directory = authority.issue("gateway"), tmp_path_factory.mktemp("tls")
    settings = {"GATEWAY_PLAIN": ""}
    with gateway_at(directory, web_root=web_root, certificate=certificate, settings=settings) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def rsa_door(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Gateway]:
    with gateway_at(tmp_path_factory.mktemp("rsa"), certificate=authority.issue("rsa", "rsa")) as gateway:
        yield gateway


def handshake(door: Gateway, *options: str) -> str:
    """What openssl prints of one."""
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{door.nginx.tls.port}", "-servername", NAME, *options]
    result = subprocess.run(command, input=b"", capture_output=True, check=False, timeout=20)
    return (result.stdout + result.stderr).decode(errors="replace")


def get(door: Gateway, authority: Authority, target: str) -> HTTPResponse:
    context = ssl.create_default_context(cafile=authority.root)
    connection = HTTPSConnection("127.0.0.1", door.nginx.tls.port, context=context, timeout=20)
    connection.request("GET", target)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_old_versions_are_refused(door: Gateway, version: str) -> None:
    said = handshake(door, version, "-cipher", f"ALL{ANYTHING}")
    assert "alert protocol version" in said
    assert "Cipher is (NONE)" in said


@pytest.mark.parametrize("suite", WEAK)
def test_weak_suites_are_refused(rsa_door: Gateway, suite: str) -> None:
    """All of them could be had with a key of RSA."""
    said = handshake(rsa_door, "-tls1_2", "-cipher", f"{suite}{ANYTHING}")
    assert "alert handshake failure" in said
    assert "Cipher is (NONE)" in said


@pytest.mark.parametrize("suite", MODERN)
def test_modern_suites_are_taken_with_tls_1_2(door: Gateway, rsa_door: Gateway, suite: str) -> None:
    for kind, gateway in (("ECDSA", door), ("RSA", rsa_door)):
        said = handshake(gateway, "-tls1_2", "-cipher", f"ECDHE-{kind}-{suite}")
        assert f"TLSv1.2, Cipher is ECDHE-{kind}-{suite}" in said


@pytest.mark.parametrize("suite", TLS_1_3)
def test_all_of_tls_1_3_is_taken(door: Gateway, suite: str) -> None:
    assert f"TLSv1.3, Cipher is {suite}" in handshake(door, "-tls1_3", "-ciphersuites", suite)


def test_the_chain_is_whole_and_the_name_is_right(door: Gateway, authority: Authority) -> None:
    said = handshake(door, "-CAfile", str(authority.root), "-verify_hostname", NAME, "-showcerts")
    assert "Verify return code: 0 (ok)" in said
    assert said.count("BEGIN CERTIFICATE") == 2  # its own and the intermediate one; clients have the root


def test_another_name_is_noticed(door: Gateway, authority: Authority) -> None:
    said = handshake(door, "-CAfile", str(authority.root), "-verify_hostname", "evil.example")
    assert "Verify return code: 62 (hostname mismatch)" in said


def test_no_tickets_no_compression_no_renegotiation(door: Gateway) -> None:
    said = handshake(door, "-tls1_2")
    assert "TLS session ticket" not in said
    assert "Compression: NONE" in said
    assert "Secure Renegotiation IS supported" in said  # RFC 5746; nginx refuses a client that asks for one


def test_sessions_are_resumed(door: Gateway, tmp_path: Path) -> None:
    kept = str(tmp_path / "session")
    assert "New, TLSv1.2" in handshake(door, "-tls1_2", "-sess_out", kept)
    assert "Reused, TLSv1.2" in handshake(door, "-tls1_2", "-sess_in", kept)


@pytest.mark.parametrize(("offer", "taken"), [("h2,http/1.1", "h2"), ("http/1.1", "http/1.1")])
def test_http_2_is_offered(door: Gateway, offer: str, taken: str) -> None:
    assert f"ALPN protocol: {taken}" in handshake(door, "-alpn", offer)


@pytest.mark.parametrize("target", ["/", "/api/v1/users/me", "/status", "/nowhere.txt", "/status.json"])
def test_browsers_are_told_to_stay_with_tls(door: Gateway, authority: Authority, target: str) -> None:
    values = get(door, authority, target).headers.get_all("Strict-Transport-Security")
    assert len(values) == 1
    assert int(re.fullmatch(r"max-age=(\d+)", values[0])[1]) >= YEAR_S


def test_the_main_server_learns_that_it_was_tls(door: Gateway, authority: Authority) -> None:
    door.main.seen.clear()
    assert get(door, authority, "/api/v1/users/me").status == 200
    assert door.main.seen[0].headers["x-forwarded-proto"] == "https"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_without_tls_everything_is_sent_to_the_door_with_it(door: Gateway, method: str) -> None:
    door.main.seen.clear()
    answer = door.send(method, "/api/v1/users/?case=alias&value=%EA%B0%95", {"Host": "evil.example"}, b"")
    assert answer.status == 308
    assert answer.headers["location"] == f"{PUBLIC_URL}/api/v1/users/?case=alias&value=%EA%B0%95"
    assert "strict-transport-security" not in answer.headers
    assert door.main.seen == []


@pytest.mark.parametrize("target", ["http://evil.example/x", "//evil.example/x", "/\\evil.example"])
def test_it_is_sent_nowhere_else(door: Gateway, target: str) -> None:
    answer = door.send("GET", target, {"Host": "evil.example"})
    assert answer.status in {308, 400}
    assert answer.headers.get("location", PUBLIC_URL).startswith(PUBLIC_URL)
    assert re.match(r"https://pets\.example(/|$)", answer.headers.get("location", PUBLIC_URL))


def test_plain_http_at_the_door_with_tls_is_sent_there_too(door: Gateway) -> None:
    plain = Gateway(door.nginx.tls.port, door.log, door.main, door.ai, door.nginx)
    answer = plain.send("GET", "/register?x=1")
    assert (answer.status, answer.headers["location"]) == (308, f"{PUBLIC_URL}/register?x=1")


def test_the_proof_for_a_certificate_is_had_without_tls(door: Gateway, authority: Authority) -> None:
    folder = door.nginx.acme_root / ".well-known" / "acme-challenge"
    folder.mkdir(parents=True)
    (folder / "token_of-the-authority").write_text("proof")
    (door.nginx.acme_root / "private").write_text("secret")
    answer = door.send("GET", "/.well-known/acme-challenge/token_of-the-authority")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"proof", "text/plain")
    assert get(door, authority, "/.well-known/acme-challenge/token_of-the-authority").status == 200
    assert door.send("GET", "/.well-known/acme-challenge/nothing").status == 404
    assert b"secret" not in door.send("GET", "/.well-known/acme-challenge/../../private").body
    assert b"secret" not in door.send("GET", "/.well-known/acme-challenge/..%2f..%2fprivate").body


def test_a_new_certificate_is_taken_by_a_reload(door: Gateway, authority: Authority) -> None:
    assert "CN = gateway" in handshake(door)
    renewed = authority.issue("renewed")
    door.nginx.tls.certificate.chain.write_bytes(renewed.chain.read_bytes())
    door.nginx.tls.certificate.key.write_bytes(renewed.key.read_bytes())
    door.nginx.reload()
    deadline = time.monotonic() + 10
    while "CN = renewed" not in handshake(door):
        assert time.monotonic() < deadline
    assert get(door, authority, "/").status == 200


def test_the_web_client_comes_over_tls(door: Gateway, authority: Authority) -> None:
    assert get(door, authority, "/").headers["content-length"] == str(len(WEB_FILES["index.html"]))
