"""What Prometheus reads, and where: of main-web below; of worker and relay in tests of the real processes."""

import urllib.error
import urllib.request

import pytest
from mailserver import free_port
from measuring import growth, key, samples, scrape, value

from core.exposition import serve
from core.metrics import OTHER, bounded

SECONDS = "savepets_http_request_duration_seconds"


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_not_by_path(client):
    grown = growth(f"{SECONDS}_count", method="GET", route="(none)", status="404")
    client.get("/api/v1/kim@example.org")
    client.get("/api/v1/emojis/1f0e2d3c-0000-4000-8000-00000000beef")
    assert grown() == 1
    assert value(f"{SECONDS}_count", method="GET", route="api/v1/emojis/<uuid:emoji_id>", status="404") >= 1
    shown = client.get("/metrics").content.decode()
    assert "kim@" not in shown and "beef" not in shown


def test_methods_are_bounded(client):
    client.generic("PROPFIND", "/nothing")
    assert value(f"{SECONDS}_count", method=OTHER, route="(none)", status="404") >= 1
    assert bounded("x" * 1000, ("a", "b")) == OTHER and bounded("a", ("a", "b")) == "a"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/status"])
def test_probes_and_scrapes_are_not_counted(client, path):
    def count():
        shown = samples(client.get("/metrics").content.decode())
        return sum(number for (name, _), number in shown.items() if name == f"{SECONDS}_count")

    before = count()
    client.get(path)
    assert count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/status"])
def test_they_may_know_us_by_any_address(client, path):
    assert client.get(path, headers={"host": "172.18.0.5:8000"}).status_code == 200
    assert client.get("/api/v1/schema/", headers={"host": "172.18.0.5:8000"}).status_code == 400


@pytest.mark.parametrize("accept", ["", "application/openmetrics-text; version=1.0.0", "text/plain;version=0.0.4"])
def test_both_formats(client, accept):
    answer = client.get("/metrics", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/openmetrics-text" if "open" in accept else "text/plain")
    assert "savepets_http_requests_in_progress" in answer.content.decode()


class TestServe:
    """A process without HTTP of its own."""

    @pytest.fixture
    def port(self, settings):
        port = free_port()
        settings.METRICS_LISTEN = f"127.0.0.1:{port}"
        return port

    def test_metrics_and_health(self, port):
        healthy = [True]
        serve(lambda: healthy[0])
        assert key("savepets_http_requests_in_progress") in scrape(port)
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
        healthy[0] = False
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
        with refused.value as answer:
            assert answer.code == 503

    def test_a_port_that_is_taken_is_said(self, port):
        serve(lambda: True)
        with pytest.raises(OSError, match="in use"):
            serve(lambda: True)

    def test_nowhere_if_not_told(self, settings):
        settings.METRICS_LISTEN = ""
        assert serve(lambda: True) is None
