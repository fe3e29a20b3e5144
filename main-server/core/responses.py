"""Responses that carry a picture."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from core.models import Photo
from core.photos import photo_file
from core.problems import Problem

JPEG = "image/jpeg"


def photo_response(request: HttpRequest, photo: Photo) -> HttpResponseBase:
    """A stored photo, streamed; 304 if the client has it. Raises Problem `gone` if its file is."""
    try:
        file = photo_file(photo).open("rb")
    except FileNotFoundError:
        raise Problem("gone") from None
    return _conditional(request, FileResponse(file, content_type=JPEG), photo.sha256)


def jpeg_response(request: HttpRequest, jpeg: bytes) -> HttpResponseBase:
    """A picture that was made for this request."""
    return _conditional(request, HttpResponse(jpeg, content_type=JPEG), hashlib.sha256(jpeg).hexdigest())


def public_url(path: str) -> str:
    """What clients see of a path of this server."""
    return settings.PUBLIC_URL + path


def _conditional(request: HttpRequest, response: HttpResponseBase, sha256: str) -> HttpResponseBase:
    """Clients may keep the picture but ask each time, since it may have been deleted."""
    response["ETag"] = etag = f'"{sha256}"'
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


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
