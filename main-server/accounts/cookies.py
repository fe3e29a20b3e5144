"""
Where the refresh token travels: in the body (native clients), or in a cookie that no script can read (web client).

A client asks for the cookie with the header `X-Token-Mode: cookie`, at log-in and at every refresh and log-out. Three
locks keep other sites from using it: SameSite=Strict; that header, which a form or image of another site cannot send;
and the Origin that the browser states, which must be ours. Anything else that the API does needs the access token,
which is never in a cookie.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from core.problems import Problem

HEADER, COOKIE_MODE = "X-Token-Mode", "cookie"
NAME = "savepets_refresh"
PATH = "/api/v1/users/auth"


def wants_cookie(request: HttpRequest) -> bool:
    """Whether the refresh token is to travel in a cookie. Raises Problem `csrf_failed` if another site asks."""
    if request.headers.get(HEADER, "").strip().lower() != COOKIE_MODE:
        return False
    if request.headers.get("Origin") not in _origins(request):
        raise Problem("csrf_failed")
    return True


def cookie_set(response: HttpResponseBase, refresh: str) -> None:
    response.set_cookie(
        NAME,
        refresh,
        max_age=settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"],
        path=PATH,
        secure=settings.PUBLIC_URL.startswith("https:"),
        httponly=True,
        samesite="Strict",
    )


def cookie_clear(response: HttpResponseBase) -> None:
    response.delete_cookie(NAME, path=PATH, samesite="Strict")


def _origins(request: HttpRequest) -> set[str]:
    """Ours: the public one, and that under which this request came (its host is one of ALLOWED_HOSTS)."""
    public = urlsplit(settings.PUBLIC_URL)
    return {f"{public.scheme}://{public.netloc}", f"{request.scheme}://{request.get_host()}"}
