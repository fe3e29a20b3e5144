"""Responses that hold a task."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core.problems import language_of
from jobs.models import Job
from jobs.selectors import Task, task_of
from jobs.serializers import TaskSerializer

RETRY_AFTER_S = "1"


def task_accepted(job: Job, request: HttpRequest) -> Response:
    """202: the answer to a request that submitted a job, or that had done so before."""
    task = task_of(job, language_of(request))
    headers = {"Location": reverse("task", args=[job.id]), "Retry-After": RETRY_AFTER_S}
    return Response(TaskSerializer(task).data, status=202, headers=headers)


def task_response(task: Task, request: HttpRequest) -> HttpResponse:
    """200 with an ETag, or 304 if that is what the client has."""
    body = _json_of(task)
    etag = _etag_of(body)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if not task.is_final:
        headers["Retry-After"] = RETRY_AFTER_S
    if etag in etags_known(request):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type=JSONRenderer.media_type, headers=headers)


def task_etag(task: Task) -> str:
    return _etag_of(_json_of(task))


def _json_of(task: Task) -> bytes:
    return JSONRenderer().render(TaskSerializer(task).data)


def _etag_of(body: bytes) -> str:
    return '"' + hashlib.sha256(body).hexdigest()[:32] + '"'


def etags_known(request: HttpRequest) -> set[str]:
    """Those that the client names in If-None-Match; weak comparison (RFC 9110, 13.1.2)."""
    given = request.headers.get("If-None-Match", "")
    return {tag.strip().removeprefix("W/") for tag in given.split(",") if tag.strip()}
