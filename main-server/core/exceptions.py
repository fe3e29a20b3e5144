"""What is raised becomes a problem: REST framework's handler, and Django's for all other paths."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions as rest
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.pages import problem_page
from core.problems import CODES, CONTENT_TYPE, Problem, language_of, problem_body, problem_response
from core.rates import retry_after
from core.storage import StorageUnavailable

RETRY_AFTER_S = "5"
_AWAY = (OperationalError, InterfaceError, StorageUnavailable)  # whom we need, and who comes back
_CODES: list[tuple[type[Exception], str]] = [
    (rest.ParseError, "malformed_request"),
    (rest.NotAuthenticated, "not_authenticated"),
    (rest.AuthenticationFailed, "authentication_failed"),
    (PermissionDenied, "permission_denied"),
    (rest.PermissionDenied, "permission_denied"),
    (Http404, "not_found"),
    (rest.NotFound, "not_found"),
    (rest.MethodNotAllowed, "method_not_allowed"),
    (rest.NotAcceptable, "not_acceptable"),
    (rest.UnsupportedMediaType, "unsupported_media_type"),
    (rest.Throttled, "throttled"),
    (rest.ValidationError, "validation_failed"),
    (RequestDataTooBig, "body_too_large"),
    (SuspiciousOperation, "bad_request"),
    (OperationalError, "database_unavailable"),
    (InterfaceError, "database_unavailable"),
    (StorageUnavailable, "storage_unavailable"),
]


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's EXCEPTION_HANDLER. None (it is our mistake) lets Django log it and call `server_error`."""
    problem = _problem_of(error)
    if problem is None:
        return None
    set_rollback()
    request = context["request"]
    # Whatever the view renders, be it a picture: a problem is JSON.
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    language = language_of(request)
    response = Response(problem_body(problem, language), status=problem.status, headers=problem.headers)
    response.content_type = CONTENT_TYPE
    response["Content-Language"] = language
    return response


def _problem_of(error: Exception) -> Problem | None:
    if isinstance(error, Problem):
        return error
    for kind, code in _CODES:
        if isinstance(error, kind):
            return Problem(_finer(error, code), errors=_field_errors(error), headers=_headers(error))
    return None


def _finer(error: Exception, code: str) -> str:
    """A code of the exception's own, such as `token_not_valid`, where the table has it."""
    detail = getattr(error, "detail", None)
    own = detail.get("code") if isinstance(detail, dict) else getattr(error, "default_code", None)
    own = str(own)
    return own if own in CODES and CODES[own].status == CODES[code].status else code


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, _AWAY):
        headers["Retry-After"] = RETRY_AFTER_S
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = retry_after(wait)
    return headers


def _field_errors(error: Exception) -> dict[str, Any] | None:
    if not isinstance(error, rest.ValidationError):
        return None
    details = error.get_full_details()
    return _flatten(details if isinstance(details, dict) else {"non_field_errors": details})


def _flatten(details: dict[str, Any]) -> dict[str, Any]:
    """{"name": [{"code": "blank", "detail": "..."}]}; items of a list field carry their index."""
    return {field: list(_items(found)) for field, found in details.items()}


def _items(found: Any, **place: Any) -> Any:
    if isinstance(found, list):
        for item in found:
            yield from _items(item, **place)
    elif isinstance(found, dict) and {"message", "code"} == set(found):
        yield {**place, "code": found["code"], "detail": str(found["message"])}
    elif isinstance(found, dict):
        for key, inner in found.items():
            yield from _items(inner, **{"index" if isinstance(key, int) else "field": key})


def _view(code: str) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        problem = (_problem_of(exception) if exception is not None else None) or Problem(code)
        return problem_response(problem, request)

    return view


bad_request = _view("bad_request")
permission_denied = _view("permission_denied")
not_found = _view("not_found")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Only pages of staff have cookies that another site could abuse."""
    return problem_page("csrf_failed", CODES["csrf_failed"].status, language_of(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this inside its `except`, so what is away (_AWAY) can still be told from a mistake of ours."""
    error = sys.exc_info()[1]
    known = _problem_of(error) if isinstance(error, _AWAY) else None
    return problem_response(known or Problem("server_error"), request)
