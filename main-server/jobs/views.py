from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from core.problems import language_of
from jobs.models import Job
from jobs.principals import principal_of
from jobs.responses import etags_known, task_etag, task_response
from jobs.selectors import job_get, task_of
from jobs.serializers import task_of_any_kind
from jobs.waiting import look_until


class TaskView(APIView):
    """A task of one's own; one that was submitted without an account is known by its id alone."""

    permission_classes = [AllowAny]

    class InputSerializer(serializers.Serializer):
        wait = serializers.FloatField(min_value=0, max_value=3600, default=0)

    @extend_schema(
        operation_id="task_get",
        parameters=[
            OpenApiParameter(
                "wait",
                float,
                description="Seconds, at most 10, to wait for the task to end or, with If-None-Match, to change.",
            ),
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
        ],
        responses={200: task_of_any_kind(), 304: None},
    )
    def get(self, request: Request, task_id: UUID) -> HttpResponse:
        query = self.InputSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        principal, language, known = principal_of(request.user), language_of(request), etags_known(request)

        def look() -> Job:
            return job_get(task_id=task_id, principal=principal)

        def is_news(job: Job) -> bool:
            return not job.is_open or bool(known) and task_etag(task_of(job, language)) not in known

        wait_s = min(query.validated_data["wait"], settings.LONG_POLL_S)
        job = look_until(is_news, look, job_id=task_id, wait_s=wait_s)
        return task_response(task_of(job, language), request)
