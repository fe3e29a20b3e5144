"""Gives each request its id and trace, counts it, and writes its one line of log."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core import context
from core.metrics import HTTP_RUNNING, HTTP_SECONDS, METHODS, NO_ROUTE, bounded

logger = logging.getLogger("savepets.request")
QUIET = {"/healthz", "/readyz", "/metrics"}


class RequestMiddleware:
    """The line names the route, not the path or the query, and no address: it holds no personal data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        identity = context.new_request_id(request.headers.get("X-Request-ID", ""))
        request_token = context.request_id.set(identity)
        trace_token = context.traceparent.set(context.new_traceparent(request.headers.get("traceparent", "")))
        try:
            response = self._answer(request)
            response["X-Request-ID"] = identity
            # Who may keep an answer is said by the view; where it says nothing, nobody may: it may hold personal data.
            response.headers.setdefault("Cache-Control", "private, no-store")
            if request.path_info not in QUIET:
                _record(request, response, time.monotonic() - started)
            return response
        finally:
            context.request_id.reset(request_token)
            context.traceparent.reset(trace_token)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in QUIET:
            return self.get_response(request)
        with HTTP_RUNNING.track_inprogress():
            return self.get_response(request)


def _record(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route = request.resolver_match.route if request.resolver_match else NO_ROUTE
    method, status = bounded(request.method or "", METHODS), response.status_code
    HTTP_SECONDS.labels(method, route, str(status)).observe(seconds)
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1e3)}
    logger.info("request", extra=fields)
