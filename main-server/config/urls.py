"""Every address of the main server. Clients see `/api/v1/`, `/problems/` and, if they are staff, `/staff/`; the gateway
routes nothing else."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from accounts.staff import site
from core import exceptions, exposition, health
from core.internal import InternalPhotoView
from core.pages import ProblemView
from dogs.staff import pages as dog_pages
from emojis.staff import pages as emoji_pages
from jobs.internal import JobPictureView
from jobs.status import status

api = [
    path("", include("accounts.urls")),
    path("", include("dogs.urls")),
    path("", include("lookups.urls")),
    path("", include("emojis.urls")),
    path("", include("faces.urls")),
    path("", include("jobs.urls")),
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny], authentication_classes=[])),
]
urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("status", status),
    path("metrics", exposition.metrics),
    path("internal/photos/<uuid:photo_id>", InternalPhotoView.as_view()),
    path("internal/jobs/<uuid:job_id>/pictures/<str:name>", JobPictureView.as_view()),
    path("api/v1/", include(api)),
    path("staff/", (site.get_urls() + dog_pages + emoji_pages, "admin", site.name)),
    path("problems/<slug:code>", ProblemView.as_view()),
]
handler400 = exceptions.bad_request
handler403 = exceptions.permission_denied
handler404 = exceptions.not_found
handler500 = exceptions.server_error
