"""Responses that carry a picture."""

import hashlib
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from core.models import JPEG, Photo
from core.photos import photo_open
from core.problems import Problem

PICTURE = {(200, JPEG): OpenApiTypes.BINARY, 304: None}  # for the description


def photo_response(request: HttpRequest, photo: Photo | None) -> HttpResponseBase:
    """A stored picture, from here; 304 if the client has it. Raises Problem `gone` if it or its file is, and
    StorageUnavailable."""
    if photo is None:
        raise Problem("gone")
    return _conditional(request, photo.sha256, lambda: FileResponse(photo_open(photo), content_type=photo.content_type))


def jpeg_response(request: HttpRequest, jpeg: bytes) -> HttpResponseBase:
    """A picture that was made for this request; 304 if the client has it."""
    return _conditional(request, hashlib.sha256(jpeg).hexdigest(), lambda: HttpResponse(jpeg, content_type=JPEG))


def public_url(path: str) -> str:
    """What clients see of a path of this server."""
    return settings.PUBLIC_URL + path


def _conditional(request: HttpRequest, sha256: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Clients may keep the picture but ask each time, since it may have been deleted."""
    etag = f'"{sha256}"'
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or make()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


class _AnyAccept(BaseContentNegotiation):
    """A client that accepts pictures alone still gets problems in JSON."""

    def select_parser(self, request: Request, parsers: Sequence[BaseParser]) -> BaseParser | None:
        return None

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class PictureView(APIView):
    """A view whose GET answers with a picture."""

    content_negotiation_class = _AnyAccept
