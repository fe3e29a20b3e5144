"""
Where Prometheus reads the metrics: of main-web at /metrics of its own port, which the gateway does not route; of
main-worker and relay, which serve no HTTP, at a port for nothing else.
"""

import socket
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.exposition import MetricsHandler, choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

_registry = REGISTRY


def merge_processes(directory: str) -> None:
    """From now on show the sum of all processes that keep their metrics in this directory."""
    global _registry
    _registry = CollectorRegistry()
    MultiProcessCollector(_registry, directory)


def metrics(request: HttpRequest) -> HttpResponse:
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(_registry), content_type=content_type)


def serve(is_healthy: Callable[[], bool]) -> None:
    """Answer /metrics and /healthz (503 if not) on METRICS_LISTEN, if it is set, until the process ends. Raises
    OSError."""
    if settings.METRICS_LISTEN:
        server = _server(settings.METRICS_LISTEN, is_healthy)
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


def _server(listen: str, is_healthy: Callable[[], bool]) -> ThreadingHTTPServer:
    host, _, port = listen.rpartition(":")

    class Handler(MetricsHandler):
        timeout = 10  # for a client that sends nothing

        def do_GET(self) -> None:
            if self.path != "/healthz":
                return super().do_GET()
            self.send_response(200 if is_healthy() else 503)
            self.send_header("Content-Length", "0")
            return self.end_headers()

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET

    return Server((host.strip("[]"), int(port)), Handler)
