"""HTTP of lookups."""

import uuid

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.client import client_digest
from core.pages import PageRenderer, problem_page
from core.parsers import JSONParser
from core.pictures import upload_digest
from core.problems import language_of
from core.responses import PICTURE, PictureView, jpeg_response, photo_response
from jobs.idempotency import idempotency_of
from jobs.principals import principal_of
from jobs.responses import task_accepted
from lookups.contacts import contact_answer, contact_by_key, contact_create, contact_of
from lookups.evidence import dog_jpeg, reference_jpeg
from lookups.models import Contact
from lookups.pages import contact_page
from lookups.selectors import lookup_for, lookups_of, match_of
from lookups.serializers import (
    MESSAGE_LENGTH,
    AnswerInput,
    AnswerKey,
    AnswerOutput,
    ContactInput,
    ContactOutput,
    LookupInput,
    LookupOutput,
    LookupTask,
)
from lookups.services import lookup_delete, lookup_submit

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
ANSWER = {(200, "application/json"): AnswerOutput, (200, "text/html"): OpenApiTypes.STR}

PRIVATE = {"Cache-Control": "private, no-cache"}
# The address holds the key: no page that is linked to, no cache and no search engine may learn it.
SECRET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


class LookupsView(APIView):
    permission_classes = [AllowAny]
    rates = {"POST": "lookup"}
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="lookup_create",
        request=LookupInput,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: LookupTask},
    )
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

    @extend_schema(operation_id="lookup_get", responses=LookupOutput)
    def get(self, request: Request, lookup_id: uuid.UUID) -> Response:
        """One's own lookup, or one that was made without an account."""
        body = LookupOutput(lookup_for(request.user, lookup_id)).data
        return Response(body, headers=PRIVATE)

    @extend_schema(operation_id="lookup_delete", responses={204: None})
    def delete(self, request: Request, lookup_id: uuid.UUID) -> Response:
        """Erase one's own lookup, or one that was made without an account: its photo, place and what was written."""
        lookup_delete(lookup_for(request.user, lookup_id).id)
        return Response(status=204)


class LookupPhotoView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="lookup_photo", responses=PICTURE)
    def get(self, request: Request, lookup_id: uuid.UUID) -> HttpResponseBase:
        """The finder's own photo, as it is stored."""
        return photo_response(request, lookup_for(request.user, lookup_id).photo)


class LookupReferenceView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="lookup_reference", responses=PICTURE)
    def get(self, request: Request, lookup_id: uuid.UUID) -> HttpResponseBase:
        """At `match`: the registered nose, small."""
        return jpeg_response(request, reference_jpeg(match_of(lookup_for(request.user, lookup_id))))


class LookupDogPhotoView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="lookup_dog_photo", responses=PICTURE)
    def get(self, request: Request, lookup_id: uuid.UUID) -> HttpResponseBase:
        """At `match`: the dog, small."""
        return jpeg_response(request, dog_jpeg(match_of(lookup_for(request.user, lookup_id))))


class ContactView(APIView):
    permission_classes = [AllowAny]
    parser_classes = [JSONParser]

    @extend_schema(operation_id="contact_get", responses=ContactOutput)
    def get(self, request: Request, lookup_id: uuid.UUID) -> Response:
        """What was written to the owner, and the owner's answer."""
        contact = contact_of(lookup_for(request.user, lookup_id))
        return Response(ContactOutput(contact).data, headers=PRIVATE)

    @extend_schema(
        operation_id="contact_create",
        request=ContactInput,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: ContactOutput},
    )
    def post(self, request: Request, lookup_id: uuid.UUID) -> Response:
        """After a `match`: write to the owner, once, within a day. The owner answers to `reply_to`, or here."""
        form = ContactInput(data=request.data)
        form.is_valid(raise_exception=True)
        contact = contact_create(
            user=request.user,
            lookup_id=lookup_id,
            finder=finder_of(request),
            language=language_of(request),
            fields=form.validated_data,
            idempotency=idempotency_of(request, form.validated_data),
        )
        return Response(ContactOutput(contact).data, status=201, headers=PRIVATE)


class ContactAnswerView(APIView):
    """The link in the mail to an owner: JSON, or a page for a browser. Whoever has its key is the owner."""

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [JSONParser, FormParser]
    renderer_classes = [JSONRenderer, PageRenderer]

    @extend_schema(operation_id="answer_get", parameters=[AnswerKey], responses=ANSWER)
    def get(self, request: Request) -> HttpResponseBase:
        """What a finder wrote, and what was answered."""
        return self._shown(request, contact_by_key(key_of(request)))

    @extend_schema(operation_id="answer_create", parameters=[AnswerKey], request=AnswerInput, responses=ANSWER)
    def post(self, request: Request) -> HttpResponseBase:
        """Answer, once: the finder reads it."""
        form = AnswerInput(data=request.data)
        form.is_valid(raise_exception=True)
        return self._shown(request, contact_answer(key=key_of(request), answer=form.validated_data["message"]))

    def _shown(self, request: Request, contact: Contact) -> HttpResponseBase:
        body = AnswerOutput(contact).data
        if not self._wants_page(request):
            return Response(body, headers=SECRET)
        return contact_page(body, MESSAGE_LENGTH, language_of(request))

    def handle_exception(self, error: Exception) -> HttpResponseBase:
        wants_page = self._wants_page(self.request)
        response = super().handle_exception(error)
        if not wants_page or response.data is None:
            return response
        return problem_page(response.data["code"], response.status_code, language_of(self.request))

    def _wants_page(self, request: Request) -> bool:
        return isinstance(getattr(request, "accepted_renderer", None), PageRenderer)


@extend_schema_view(get=extend_schema(operation_id="lookup_list_mine"))
class MyLookupsView(ListAPIView):
    """My lookups, newest first."""

    serializer_class = LookupOutput

    def get_queryset(self):
        return lookups_of(self.request.user)


def key_of(request: Request) -> str:
    query = AnswerKey(data=request.query_params)
    query.is_valid(raise_exception=True)
    return query.validated_data["key"]


def finder_of(request: Request) -> str:
    """What contacts are counted by: the account, else where the request comes from."""
    return principal_of(request.user) if request.user.is_authenticated else f"address:{client_digest(request)}"
