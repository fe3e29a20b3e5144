"""What the AI server may ask for. The gateway never routes here."""

import hmac
import uuid

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse, HttpResponseBase
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from core.models import FileDeletion, Photo
from core.problems import Problem
from core.responses import PictureView, photo_response


class Service:
    """The AI server as a request's user."""

    pk = None
    is_authenticated = True


class InternalTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <MAIN_INTERNAL_TOKEN>`"""

    def authenticate(self, request: Request) -> tuple[Service, None] | None:
        expected = b"Bearer " + settings.INTERNAL_TOKEN.encode()
        given: bytes = get_authorization_header(request)
        if not given:
            return None
        if not hmac.compare_digest(given, expected):
            raise AuthenticationFailed
        return Service(), None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class InternalPhotoView(PictureView):
    """A photo's bytes, or, where the storage can be asked for them, a signed address that is good for a moment."""

    schema = None
    authentication_classes = [InternalTokenAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request, photo_id: uuid.UUID) -> HttpResponseBase:
        photo = Photo.objects.filter(id=photo_id).first()
        if photo is not None:
            return _redirection(photo) if settings.PHOTO_LINKS else photo_response(request, photo)
        raise Problem("gone" if FileDeletion.objects.filter(photo_id=photo_id).exists() else "not_found")


def _redirection(photo: Photo) -> HttpResponse:
    headers = {"Location": default_storage.url(photo.path), "Cache-Control": "no-store"}
    return HttpResponse(status=307, headers=headers)
