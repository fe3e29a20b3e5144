"""Where the AI server leaves the pictures that it makes. The gateway never routes here."""

import re
from uuid import UUID

from django.conf import settings
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.internal import InternalTokenAuthentication
from core.pictures import FORMATS, picture_as_it_is
from core.problems import Problem
from jobs.models import Job
from jobs.pictures import job_picture_put, job_require_open

NAME = re.compile(r"[a-z_]{1,32}")


class JobPictureView(APIView):
    schema = None
    authentication_classes = [InternalTokenAuthentication]
    permission_classes = [IsAuthenticated]

    def put(self, request: Request, job_id: UUID, name: str) -> Response:
        data = _body(request)
        if not NAME.fullmatch(name):
            raise Problem("not_found")
        if request.content_type not in FORMATS:
            raise Problem("unsupported_media_type")
        job_require_open(Job.objects.filter(pk=job_id).first())  # before anything is decoded for nothing
        picture = picture_as_it_is(data, request.content_type)
        photo, is_new = job_picture_put(job_id=job_id, name=name, picture=picture)
        return Response({"id": photo.id, "sha256": photo.sha256}, status=201 if is_new else 200)


def _body(request: Request) -> bytes:
    """Raises Problem `body_too_large`; no more than one byte of what is too much is read."""
    data: bytes = request.stream.read(settings.JOB_PICTURE_BYTES + 1) if request.stream is not None else b""
    if len(data) > settings.JOB_PICTURE_BYTES:
        raise Problem("body_too_large")
    return data
