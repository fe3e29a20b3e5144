"""Gives each request its id and trace, counts it, and writes its one line of log."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from core import context
from core.metrics import HTTP_RUNNING, HTTP_SECONDS, METHODS, NO_ROUTE, bounded
from core.tracing import SERVER, Span, span

logger = logging.getLogger("savepets.request")
QUIET = {"/healthz", "/readyz", "/metrics", "/status"}  # neither logged nor counted


class RequestMiddleware:
    """The line names the route, not the path or the query, and no address: it holds no personal data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = context.new_request_id(request.headers.get("X-Request-ID", ""))
        token = context.request_id.set(identity)
        try:
            response = _answered(request) if request.path_info in QUIET else self._measured(request)
            response["X-Request-ID"] = identity
            # Who may keep an answer is said by the view; where it says nothing, nobody may: it may hold personal data.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        finally:
            context.request_id.reset(token)

    def _measured(self, request: HttpRequest) -> HttpResponse:
        started, parent = time.monotonic(), request.headers.get("traceparent", "")
        with HTTP_RUNNING.track_inprogress(), span("request", SERVER, parent) as work:
            response = self.get_response(request)
            _record(request, response, time.monotonic() - started, work)
            return response


def _answered(request: HttpRequest) -> HttpResponse:
    """Who probes or scrapes may know us by an address that ALLOWED_HOSTS does not name: nothing else is asked."""
    return resolve(request.path_info).func(request)


def _record(request: HttpRequest, response: HttpResponse, seconds: float, work: Span) -> None:
    route = request.resolver_match.route if request.resolver_match else NO_ROUTE
    method, status = bounded(request.method or "", METHODS), response.status_code
    HTTP_SECONDS.labels(method, route, str(status)).observe(seconds)
    attributes = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
    work.describe(f"{method} {route}", attributes)
    if status >= 500:
        work.failed(str(status))
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1e3)}
    logger.info("request", extra=fields)
