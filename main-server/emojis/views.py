"""HTTP of templates."""

import uuid
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.parsers import JSONParser
from core.pictures import upload_digest
from core.responses import PictureView, photo_response, public_url
from emojis.expressions import EXPRESSIONS
from emojis.gallery import Page, gallery_page
from emojis.reports import emoji_report
from emojis.selectors import emoji_for, emoji_of, emojis_of, picture_of
from emojis.serializers import CutoutTask, EmojiForm, EmojiReportForm, EmojiSerializer, GalleryPage, GalleryQuery
from emojis.services import emoji_delete, emoji_publish, emoji_submit
from jobs.idempotency import idempotency_of
from jobs.responses import task_accepted

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
PNG = {(200, "image/png"): OpenApiTypes.BINARY, 304: None}
PUBLIC_CACHING = "public, max-age=300"  # so long may a picture be seen after it was hidden


class EmojisView(APIView):
    parser_classes = [MultiPartParser]
    rates = {"POST": "emoji"}

    @extend_schema(
        operation_id="emoji_create", request=EmojiForm, parameters=[IDEMPOTENCY_KEY], responses={202: CutoutTask}
    )
    def post(self, request: Request) -> Response:
        """Make a template. The background of its pictures is removed: the task ends in `cut_out`, and the template
        can be looked at and published, or in `rejected`."""
        form = EmojiForm(data=request.data)
        form.is_valid(raise_exception=True)
        uploads = dict(form.validated_data)
        name = uploads.pop("name")
        digests = {expression: upload_digest(file) for expression, file in uploads.items()}
        job = emoji_submit(
            owner=request.user,
            name=name,
            uploads=uploads,
            idempotency=idempotency_of(request, {"name": name, **digests}),
        )
        return task_accepted(job, request)


class EmojiView(APIView):
    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.request.method == "GET" else super().get_permissions()

    @extend_schema(operation_id="emoji_get", responses=EmojiSerializer)
    def get(self, request: Request, emoji_id: uuid.UUID) -> Response:
        """A template that is published, or one's own."""
        return emoji_response(request, emoji_id)

    @extend_schema(operation_id="emoji_delete", responses={204: None})
    def delete(self, request: Request, emoji_id: uuid.UUID) -> Response:
        """Delete one's own template. What was made with it stays."""
        emoji_delete(emoji_of(request.user, emoji_id).id)
        return Response(status=204)


class EmojiPublishView(APIView):
    @extend_schema(operation_id="emoji_publish", request=None, responses={200: EmojiSerializer})
    def post(self, request: Request, emoji_id: uuid.UUID) -> Response:
        """Show one's own template to everybody."""
        emoji_publish(emoji_of(request.user, emoji_id).id)
        return emoji_response(request, emoji_id)


class EmojiReportView(APIView):
    parser_classes = [JSONParser]
    rates = {"POST": "emoji_report"}

    @extend_schema(operation_id="emoji_report", request=EmojiReportForm, responses={204: None})
    def post(self, request: Request, emoji_id: uuid.UUID) -> Response:
        """Tell staff what is wrong with a published template. Only the first report of an account counts."""
        form = EmojiReportForm(data=request.data)
        form.is_valid(raise_exception=True)
        emoji_report(emoji_id, reporter=request.user, **form.validated_data)
        return Response(status=204)


class EmojiPictureView(PictureView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="emoji_picture",
        parameters=[OpenApiParameter("expression", str, OpenApiParameter.PATH, enum=EXPRESSIONS)],
        responses=PNG,
    )
    def get(self, request: Request, emoji_id: uuid.UUID, expression: str) -> HttpResponseBase:
        """512 px square, with alpha."""
        emoji = emoji_for(request.user, emoji_id)
        response = photo_response(request, picture_of(emoji, expression))
        if emoji.is_public:
            response["Cache-Control"] = PUBLIC_CACHING
        return response


class EmojiPagesView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="emoji_list", parameters=[GalleryQuery], responses=GalleryPage)
    def get(self, request: Request, number: int) -> Response:
        """What is published, newest first, 8 a page. Who follows `next` finds nothing twice, whatever is published
        meanwhile."""
        query = GalleryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = gallery_page(number, **query.validated_data)
        body = {
            "count": page.count,
            "next": None if page.is_last else _link(page, page.number + 1, query.validated_data["search"]),
            "previous": _link(page, page.number - 1, query.validated_data["search"]) if page.number > 1 else None,
            "results": page.emojis,
        }
        return Response(GalleryPage(body, context={"request": request}).data)


def _link(page: Page, number: int, search: str) -> str:
    query = {"search": search} if search else {}
    if page.before is not None:
        query["before"] = page.before.isoformat().replace("+00:00", "Z")
    return public_url(reverse("emoji-page", args=[number])) + "?" + urlencode(query)


@extend_schema_view(get=extend_schema(operation_id="emoji_list_mine"))
class MyEmojisView(ListAPIView):
    """The templates that I made, in any state, newest first."""

    serializer_class = EmojiSerializer

    def get_queryset(self):
        return emojis_of(self.request.user)


def emoji_response(request: Request, emoji_id: uuid.UUID) -> Response:
    return Response(EmojiSerializer(emoji_for(request.user, emoji_id), context={"request": request}).data)
