"""HTTP of covers."""

import uuid
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.parsers import JSONParser
from core.pictures import upload_digest
from core.problems import Problem
from core.responses import PICTURE, PictureView, photo_response, public_url
from faces.models import Cover
from faces.ranking import ranking_page
from faces.selectors import cover_of, covers_of
from faces.serializers import CoverAgainInput, CoverInput, CoverTask, DownloadQuery, Ranking, RankingQuery
from faces.services import cover_again, cover_confirm, cover_delete, cover_submit
from jobs.idempotency import idempotency_of
from jobs.responses import RETRY_AFTER_S

IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
PRIVATE = {"Cache-Control": "private, no-cache"}


class CoversView(APIView):
    rates = {"POST": "cover"}
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="cover_create", request=CoverInput, parameters=[IDEMPOTENCY_KEY], responses={202: CoverTask}
    )
    def post(self, request: Request) -> Response:
        """Cover the people in a photo with the emojis of a template: it ends in `covered` or `no_face`."""
        form = CoverInput(data=request.data)
        form.is_valid(raise_exception=True)
        fields = dict(form.validated_data)
        asked = fields | {"photo": upload_digest(fields["photo"])}
        cover = cover_submit(user=request.user, **fields, idempotency=idempotency_of(request, asked))
        return cover_accepted(cover, request)


class CoverView(APIView):
    @extend_schema(operation_id="cover_get", responses=CoverTask)
    def get(self, request: Request, cover_id: uuid.UUID) -> Response:
        """How far it is, the faces, and where the pictures are."""
        return cover_response(cover_of(request.user, cover_id), request)

    @extend_schema(operation_id="cover_delete", responses={204: None})
    def delete(self, request: Request, cover_id: uuid.UUID) -> Response:
        """Erase the photo and the covered picture."""
        cover_delete(request.user, cover_of(request.user, cover_id).id)
        return Response(status=204)


class CoverAgainView(APIView):
    rates = {"POST": "cover"}
    parser_classes = [JSONParser]

    @extend_schema(
        operation_id="cover_again", request=CoverAgainInput, parameters=[IDEMPOTENCY_KEY], responses={202: CoverTask}
    )
    def post(self, request: Request, cover_id: uuid.UUID) -> Response:
        """Cover the same photo once more: boxes moved, added or left out, other expressions, another template."""
        form = CoverAgainInput(data=request.data)
        form.is_valid(raise_exception=True)
        fields = form.validated_data
        cover = cover_again(user=request.user, cover_id=cover_id, **fields, idempotency=idempotency_of(request, fields))
        return cover_accepted(cover, request)


class CoverConfirmView(APIView):
    parser_classes = [JSONParser]

    @extend_schema(operation_id="cover_confirm", request=None, responses=CoverTask)
    def post(self, request: Request, cover_id: uuid.UUID) -> Response:
        """Of `no_face`: I looked, there really is nobody in it. The picture can be had from then on."""
        return cover_response(cover_confirm(request.user, cover_id), request)


class CoverPhotoView(PictureView):
    @extend_schema(operation_id="cover_photo", responses=PICTURE)
    def get(self, request: Request, cover_id: uuid.UUID) -> HttpResponseBase:
        """The original, for nobody but whoever sent it, until it is deleted."""
        return photo_response(request, cover_of(request.user, cover_id).photo)


class CoverPictureView(PictureView):
    @extend_schema(operation_id="cover_picture", parameters=[DownloadQuery], responses=PICTURE)
    def get(self, request: Request, cover_id: uuid.UUID) -> HttpResponseBase:
        """The covered picture."""
        query = DownloadQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        picture = cover_of(request.user, cover_id).shown_picture
        if picture is None:
            raise Problem("not_found")
        response = photo_response(request, picture)
        response["Content-Disposition"] = content_disposition_header(
            query.validated_data["download"], f"savepets-{str(cover_id)[-12:]}.jpg"
        )
        return response


class RankingView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="ranking_get", parameters=[RankingQuery], responses=Ranking)
    def get(self, request: Request) -> Response:
        """The templates that were used most in the last seven days."""
        query = RankingQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        number = query.validated_data["page"]
        page = ranking_page(number)
        body = {
            "since": page.since,
            "top": page.top,
            "count": page.count,
            "next": _page_url(number + 1) if number < page.pages else None,
            "previous": _page_url(number - 1) if number > 1 else None,
            "results": page.results,
        }
        return Response(Ranking(body, context={"request": request}).data)


@extend_schema_view(get=extend_schema(operation_id="cover_list_mine"))
class MyCoversView(ListAPIView):
    """What I covered, newest first; without the scores of expressions."""

    serializer_class = CoverTask

    def get_queryset(self):
        return covers_of(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {"without_scores": True}


def cover_response(cover: Cover, request: Request) -> Response:
    return Response(CoverTask(cover, context={"request": request}).data, headers=PRIVATE)


def cover_accepted(cover: Cover, request: Request) -> Response:
    headers = PRIVATE | {"Location": reverse("cover", args=[cover.id]), "Retry-After": RETRY_AFTER_S}
    return Response(CoverTask(cover, context={"request": request}).data, status=202, headers=headers)


def _page_url(number: int) -> str:
    return f"{public_url(reverse('ranking'))}?page={number}"
