"""
Where Prometheus reads the metrics: of main-web at /metrics of its own port, which the gateway does not route; of
main-worker and relay, which serve no HTTP, at a port for nothing else.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.exposition import choose_encoder
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


def serve() -> None:
    """Answer on METRICS_LISTEN, if it is set, from a thread that ends with the process. Raises OSError."""
    if settings.METRICS_LISTEN:
        host, _, port = settings.METRICS_LISTEN.rpartition(":")
        start_http_server(int(port), host.strip("[]"))
