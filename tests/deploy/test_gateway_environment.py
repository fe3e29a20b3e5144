"""What gateway/environment.envsh makes of the gateway's variables, and what it refuses."""

import re
from pathlib import Path

import pytest

import dev.nginx
from dev.errors import DevError
from dev.nginx import GATEWAY, environment
from tests.deploy.doubles import SERVICE_TOKEN

NEEDED = {
    "MAIN_SERVER": "main-web:8000",
    "AI_SERVER": "ai-interactive:8100",
    "AI_SERVICE_TOKEN": SERVICE_TOKEN,
    "PUBLIC_URL": "https://pets.example",
}


def test_what_is_not_said_has_defaults() -> None:
    values = environment(NEEDED)
    assert (values["GATEWAY_LISTEN"], values["GATEWAY_PLAIN"], values["GATEWAY_TLS_SERVER"]) == (
        "8080", "serve", "/dev/null",
    )  # fmt: skip
    assert (values["GATEWAY_RATE_ADDRESS"], values["GATEWAY_BURST_ADDRESS"]) == ("50", "200")
    assert values["GATEWAY_REAL_IP"] == values["GATEWAY_RESOLVER_LINE"] == ""


def test_every_placeholder_is_given(tmp_path: Path) -> None:
    text = "".join(template.read_text() for template in (GATEWAY / "templates").rglob("*.template"))
    wanted = set(re.findall(r"\$\{(\w+)\}", text))
    assert wanted
    assert wanted - environment(NEEDED).keys() <= {
        "GATEWAY_TLS_LISTEN", "GATEWAY_CERTIFICATE", "GATEWAY_CERTIFICATE_KEY", "GATEWAY_PHOTO_ORIGINS",
    }  # fmt: skip
    assert not re.search(r"\$\{(\w+)\}", (GATEWAY / "nginx.conf").read_text().split("\n", 3)[3])


def test_networks_and_a_name_server_become_directives() -> None:
    values = environment(NEEDED | {"GATEWAY_TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8", "GATEWAY_RESOLVER": "127.0.0.11"})
    assert values["GATEWAY_REAL_IP"].split("; ") == [" set_real_ip_from 10.0.0.0/8", "set_real_ip_from fd00::/8;"]
    assert (values["GATEWAY_RESOLVER_LINE"], values["GATEWAY_RESOLVE"]) == (
        "resolver 127.0.0.11 valid=10s;", " resolve",
    )  # fmt: skip


def test_values_may_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-a-file\n")
    values = {name: value for name, value in NEEDED.items() if name != "AI_SERVICE_TOKEN"}
    assert environment(values | {"AI_SERVICE_TOKEN_FILE": str(tmp_path / "token")})["AI_SERVICE_TOKEN"] == "from-a-file"
    with pytest.raises(DevError, match="both AI_SERVICE_TOKEN and AI_SERVICE_TOKEN_FILE"):
        environment(NEEDED | {"AI_SERVICE_TOKEN_FILE": str(tmp_path / "token")})
    with pytest.raises(DevError, match="AI_SERVICE_TOKEN_FILE names no file"):
        environment(values | {"AI_SERVICE_TOKEN_FILE": str(tmp_path / "nothing")})


@pytest.mark.parametrize(
    ("version", "parameters", "directive"),
    [
        ("1.22.1", "ssl http2", ""),
        ("1.25.0", "ssl http2", ""),
        ("1.25.1", "ssl", "http2 on;"),
        ("1.30.4", "ssl", "http2 on;"),
        ("2.0.0", "ssl", "http2 on;"),
    ],
)
def test_http_2_is_asked_for_as_the_version_of_nginx_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, parameters: str, directive: str
) -> None:
    program = tmp_path / "nginx"
    program.write_text(f"#!/bin/sh\necho nginx version: nginx/{version} >&2\n")
    program.chmod(0o755)
    monkeypatch.setattr(dev.nginx, "program", lambda: str(program))
    values = environment(NEEDED)
    assert (values["GATEWAY_TLS_PARAMETERS"], values["GATEWAY_HTTP2"]) == (parameters, directive)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"AI_SERVICE_TOKEN": ""}, "AI_SERVICE_TOKEN is missing"),
        ({"PUBLIC_URL": "https://a'; return 200 '"}, "PUBLIC_URL holds a character"),
        ({"AI_SERVICE_TOKEN": "a\nb"}, "AI_SERVICE_TOKEN holds a character"),
        ({"MAIN_SERVER": "$host"}, "MAIN_SERVER holds a character"),
        ({"GATEWAY_RATE_ADDRESS": "fast"}, "GATEWAY_RATE_ADDRESS must be a number"),
        ({"GATEWAY_UPLOADS": "0"}, "GATEWAY_UPLOADS must be a number"),
        ({"GATEWAY_CONNECTIONS": "65536"}, "GATEWAY_CONNECTIONS must be a number above 0 and below 65536"),
        ({"GATEWAY_PLAIN": "both"}, "GATEWAY_PLAIN must be serve or redirect"),
        ({"GATEWAY_TLS_LISTEN": "8443"}, "GATEWAY_CERTIFICATE names no file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_starts(changed: dict[str, str], complaint: str) -> None:
    with pytest.raises(DevError, match=f"wrong configuration: {complaint}"):
        environment(NEEDED | changed)
