"""
The door to the pages of staff: Django's admin site, of which only the log-in is used. Each page is an app's own.

Staff are accounts that `manage.py staff add` has named; there are none to begin with. They log in by e-mail and
password, which are counted as at any other log-in, and get a session that ends with the browser, with a new password,
and when they are no longer staff. The session is good for these pages alone: its cookie goes nowhere else.
"""

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any

import django.contrib.admin
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views import View
from django.views.static import serve

from accounts.attempts import attempt
from accounts.models import User
from accounts.validators import email_normalise
from core.client import client_digest
from core.pages import problem_page
from core.problems import Problem, language_of, title_of

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
STATIC = Path(django.contrib.admin.__file__).parent / "static"
FILES = frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
Page = Callable[..., HttpResponseBase]


class LogInForm(AdminAuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = capfirst(gettext("email address"))

    def clean(self) -> dict[str, Any]:
        email = email_normalise(self.cleaned_data.get("username", ""))
        self.cleaned_data["username"] = email
        try:
            with attempt(email=email, client=client_digest(self.request)):
                return super().clean()
        except Problem as problem:
            raise ValidationError(title_of(problem.code, get_language() or ""), problem.code) from problem


class StaffSite(AdminSite):
    site_header = site_title = "SavePets"
    index_title = ""
    site_url = None
    enable_nav_sidebar = False
    login_form = LogInForm

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._sections: dict[str, dict[str, str]] = {}

    def get_urls(self) -> list[URLPattern]:
        """Without the admin's own pages of models, groups and passwords."""
        return [
            path("login/", hardened(self.login), name="login"),
            path("logout/", hardened(self.logout), name="logout"),
            path("static/<path:path>", static_file),
        ]

    def page(self, view: Page) -> Page:
        """A view for staff alone; everybody else is led to the log-in."""
        return hardened(self.admin_view(view))

    def section(self, name: str, texts: dict[str, str]) -> None:
        """Name a page, by language, that is led to from all others."""
        self._sections[f"{self.name}:{name}"] = texts

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        language = staff_language(request)
        sections = [(reverse(name), texts[language]) for name, texts in self._sections.items()]
        return {**super().each_context(request), "sections": sections}


class StaffView(View):
    """A view whose problems are pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Problem as problem:
            return problem_page(problem.code, problem.status, language_of(request))


def staff_only(view: type[StaffView]) -> Page:
    return site.page(view.as_view())


def staff_language(request: HttpRequest) -> str:
    return "ko" if language_of(request).startswith("ko") else "en"


def staff_page(request: HttpRequest, name: str, texts: dict[str, Any], context: dict[str, Any]) -> HttpResponse:
    """`staff/NAME.html`, whose title is its text of that name; `texts` are those of one language."""
    return render(
        request, f"staff/{name}.html", {**site.each_context(request), "texts": texts, "title": texts[name], **context}
    )


def hardened(view: Page) -> Page:
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return update_wrapper(inner, view)


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Style sheets and scripts that come with Django's admin: few, small, and for staff only."""
    if path not in FILES:
        raise Http404
    response = serve(request, path, document_root=STATIC)
    response["Cache-Control"] = "public, max-age=3600"
    return response


@transaction.atomic
def staff_set(email: str, is_staff: bool) -> User:
    """Raises User.DoesNotExist."""
    user = User.objects.select_for_update().get(email=email_normalise(email))
    user.is_staff = is_staff
    user.save(update_fields=["is_staff"])
    return user


def staff_sessions_sweep() -> None:
    """Forget sessions that have expired."""
    SessionStore.clear_expired()


site = StaffSite(name="admin")
