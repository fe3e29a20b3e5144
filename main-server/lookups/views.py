"""HTTP of lookups."""

import uuid

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.pictures import upload_digest
from core.responses import PictureView, jpeg_response, photo_response
from jobs.idempotency import idempotency_of
from jobs.responses import task_accepted
from jobs.serializers import TaskSerializer
from lookups.evidence import dog_jpeg, reference_jpeg
from lookups.selectors import lookup_for, lookups_of, match_of
from lookups.serializers import LookupInput, LookupOutput
from lookups.services import lookup_submit

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
PICTURE = {(200, "image/jpeg"): OpenApiTypes.BINARY}


class LookupsView(APIView):
    permission_classes = [AllowAny]
    parser_classes = [MultiPartParser]

    @extend_schema(request=LookupInput, parameters=[IDEMPOTENCY_KEY], responses={202: TaskSerializer})
    def post(self, request: Request) -> Response:
        """Look for the dog with this nose: the task ends in `match`, `possible`, `not_registered` or `rejected`."""
        form = LookupInput(data=request.data)
        form.is_valid(raise_exception=True)
        fields = dict(form.validated_data)
        photo = fields.pop("nose_photo")
        job = lookup_submit(
            user=request.user if request.user.is_authenticated else None,
            fields=fields,
            nose_photo=photo,
            idempotency=idempotency_of(request, fields | {"nose_photo": upload_digest(photo)}),
        )
        return task_accepted(job, request)


class LookupView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=LookupOutput)
    def get(self, request: Request, lookup_id: uuid.UUID) -> Response:
        """One's own lookup, or one that was made without an account."""
        body = LookupOutput(lookup_for(request.user, lookup_id)).data
        return Response(body, headers={"Cache-Control": "private, no-cache"})


class LookupPhotoView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(responses=PICTURE)
    def get(self, request: Request, lookup_id: uuid.UUID) -> HttpResponseBase:
        """The finder's own photo, as it is stored."""
        return photo_response(request, lookup_for(request.user, lookup_id).photo)


class LookupReferenceView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(responses=PICTURE)
    def get(self, request: Request, lookup_id: uuid.UUID) -> HttpResponseBase:
        """At `match`: the registered nose, small."""
        return jpeg_response(request, reference_jpeg(match_of(lookup_for(request.user, lookup_id))))


class LookupDogPhotoView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(responses=PICTURE)
    def get(self, request: Request, lookup_id: uuid.UUID) -> HttpResponseBase:
        """At `match`: the dog, small."""
        return jpeg_response(request, dog_jpeg(match_of(lookup_for(request.user, lookup_id))))


class MyLookupsView(ListAPIView):
    """My lookups, newest first."""

    serializer_class = LookupOutput

    def get_queryset(self):
        return lookups_of(self.request.user)
