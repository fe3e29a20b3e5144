"""Every error is a problem (RFC 9457), in the language of the client, on every path."""

import json
import os
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import Client
from helpers import MAIN_SERVER
from rest_framework import exceptions, serializers
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from core.problems import CODES, Problem


@pytest.fixture
def plain():
    return Client(raise_request_exception=False)


def check(response, status, code):
    body = response.json()
    assert response["Content-Type"].startswith("application/problem+json")
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"].endswith(f"/problems/{code}")
    return body


class Raises(APIView):
    """Raises what it is made with."""

    permission_classes = []
    authentication_classes = []
    error: Exception | None = None

    def post(self, request):
        if self.error is not None:
            raise self.error
        return request.data


def answer(error=None, body=b"{}", content_type="application/json", **headers):
    request = APIRequestFactory().generic("POST", "/", body, content_type, headers=headers)
    response = Raises.as_view(error=error)(request)
    response.render()
    return response, json.loads(response.content)


def test_texts_are_korean_and_english():
    for name, code in CODES.items():
        assert code.english.endswith(".") and code.korean.endswith("."), name
        assert any("가" <= letter <= "힣" for letter in code.korean), name
        assert not any("가" <= letter <= "힣" for letter in code.english), name
        assert code.status == 0 or 400 <= code.status < 600, name


@pytest.mark.parametrize(("language", "title"), [
    ("ko", CODES["not_found"].korean), ("ko-KR,en;q=0.5", CODES["not_found"].korean),
    ("en-GB", CODES["not_found"].english), ("de", CODES["not_found"].english), ("", CODES["not_found"].english),
])  # fmt: skip
def test_speaks_the_clients_language(plain, language, title):
    response = plain.get("/api/v1/nothing", headers={"accept-language": language})
    assert check(response, 404, "not_found")["title"] == title


@pytest.mark.parametrize("path", ["/", "/api/", "/api/v1/nothing", "/api/v1/tasks/1", "/favicon.ico", "/internal/x"])
def test_unknown_paths(plain, path):
    check(plain.get(path), 404, "not_found")


def test_a_wrong_method(plain):
    response = plain.post("/api/v1/schema/")
    check(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


def test_a_host_that_is_not_ours(plain):
    check(plain.get("/api/v1/nothing", headers={"host": "evil.example"}), 400, "bad_request")


@pytest.mark.parametrize("wrong", [b"{'", b"[" * 100_000, b'{"a":' * 50_000, b'[{"a": 1e400}, NaN]'])
def test_a_body_that_is_no_json(wrong):
    response, body = answer(body=wrong)
    assert (response.status_code, body["code"]) == (400, "malformed_request")


def test_a_media_type_that_is_not_taken():
    response, body = answer(body=b"<a/>", content_type="application/xml")
    assert (response.status_code, body["code"]) == (415, "unsupported_media_type")


def test_a_body_that_is_too_large(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response, body = answer(body=b'{"a": "' + b"x" * 100 + b'"}')
    assert (response.status_code, body["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(("error", "status", "code"), [
    (Problem("gone", detail="since May"), 410, "gone"),
    (exceptions.NotAuthenticated(), 401, "not_authenticated"),
    (exceptions.PermissionDenied(), 403, "permission_denied"),
    (exceptions.NotFound(), 404, "not_found"),
    (exceptions.NotAcceptable(), 406, "not_acceptable"),
    (exceptions.Throttled(wait=3.2), 429, "throttled"),
    (OperationalError("gone"), 503, "database_unavailable"),
])  # fmt: skip
def test_exceptions(error, status, code):
    response, body = answer(error)
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert response["Content-Type"] == "application/problem+json"
    assert bool(response.get("Retry-After")) == (status in (429, 503))


def test_retry_after_is_not_too_early():
    assert answer(exceptions.Throttled(wait=3.2))[0]["Retry-After"] == "4"


def test_detail_and_headers_of_a_problem():
    response, body = answer(Problem("gone", detail="since May", headers={"X-More": "1"}))
    assert body["detail"] == "since May" and response["X-More"] == "1"


class Fields(serializers.Serializer):
    name = serializers.CharField(max_length=3)
    photos = serializers.ListField(child=serializers.IntegerField(), max_length=3)

    def validate(self, values):
        raise serializers.ValidationError("never", code="never_right")


@pytest.mark.parametrize(("data", "errors"), [
    ({"photos": [1]}, {"name": [("required", None)]}),
    ({"name": "abcd", "photos": [1, "x"]}, {"name": [("max_length", None)], "photos": [("invalid", 1)]}),
    ({"name": "abc", "photos": []}, {"non_field_errors": [("never_right", None)]}),
])  # fmt: skip
def test_fields_at_fault(data, errors):
    serializer = Fields(data=data)
    serializer.is_valid()
    response, body = answer(exceptions.ValidationError(serializer.errors))
    assert (response.status_code, body["code"]) == (422, "validation_failed")
    found = {name: [(fault["code"], fault.get("index")) for fault in faults] for name, faults in body["errors"].items()}
    assert found == errors
    assert all(fault["detail"] for faults in body["errors"].values() for fault in faults)


def test_our_own_mistakes_are_told_without_their_text(plain, monkeypatch):
    def fail(*_, **__):
        raise KeyError("secret")

    monkeypatch.setattr("drf_spectacular.views.SpectacularAPIView.get", fail)
    response = plain.get("/api/v1/schema/")
    check(response, 500, "server_error")
    assert b"secret" not in response.content


def test_a_database_that_is_away(plain, monkeypatch):
    def fail(*_, **__):
        raise OperationalError("connection refused")

    monkeypatch.setattr("core.middleware._record", fail)
    response = plain.get("/api/v1/nothing")
    assert check(response, 503, "database_unavailable")["title"]
    assert response["Retry-After"] == "5"


FAULTY = """
import django, json
django.setup()
from django.test import Client

def fail(request):
    raise KeyError("the-mistake")

from config import urls
urls.urlpatterns[0].callback = fail
client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
for path in ("/healthz", "/nowhere", "/api/v1/nowhere"):
    response = client.get(path)
    print(json.dumps([response.status_code, response["Content-Type"], response.json()["code"]]))
"""


def test_problems_stay_problems_while_we_look_for_mistakes():
    environment = {**os.environ, "MAIN_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", FAULTY], cwd=MAIN_SERVER, env=environment, capture_output=True, text=True, check=True
    )
    kind = "application/problem+json"
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        [500, kind, "server_error"],
        [404, kind, "not_found"],
        [404, kind, "not_found"],
    ]
    [logged] = [
        line for line in map(json.loads, done.stderr.splitlines()) if "the-mistake" in line.get("exception", "")
    ]
    assert "Traceback" in logged["exception"]
