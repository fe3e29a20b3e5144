"""The pages behind the links that are mailed: a button to verify an address, a form for a new password."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework import status
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.serializers import LinkInput, ResetInput
from accounts.services import email_verify, password_reset
from core.pages import PageRenderer, page_response, page_template, problem_page
from core.problems import CODES, language_of

TEXTS = {
    "verify": {
        "en": {"title": "Confirm your e-mail address", "send": "Confirm", "done": "Your e-mail address is confirmed."},
        "ko": {"title": "이메일 주소 확인", "send": "확인", "done": "이메일 주소가 확인되었습니다."},
    },
    "password": {
        "en": {
            "title": "Set a new password",
            "label": "New password (8 to 72 characters, with a letter, a digit and a symbol)",
            "send": "Set",
            "done": "Your new password is set. Please log in again.",
        },
        "ko": {
            "title": "새 비밀번호 설정",
            "label": "새 비밀번호 (8~72자, 문자·숫자·특수문자 포함)",
            "send": "설정",
            "done": "새 비밀번호가 설정되었습니다. 다시 로그인해 주세요.",
        },
    },
}
_FORM = page_template(
    """{% for fault in faults %}<p class="warning">{{ fault }}</p>{% endfor %}
<form method="post"><input type="hidden" name="token" value="{{ token }}">
{% if label %}<p><label for="password">{{ label }}</label></p>
<p><input id="password" name="password" type="password" autocomplete="new-password" maxlength="72" required></p>
{% endif %}
<button>{{ send }}</button></form>
"""
)
_DONE = page_template("<p>{{ done }}</p>\n")


class LinkPage(APIView):
    """GET shows a form and changes nothing (mail servers open links to look for malware); POST uses the link up."""

    schema = None
    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [FormParser]
    renderer_classes = [PageRenderer]
    name = ""

    def get(self, request: Request) -> HttpResponse:
        link = LinkInput(data=request.query_params)
        link.is_valid(raise_exception=True)
        return self.form(request, link.validated_data["token"])

    def form(self, request: Request, token: str, faults: Sequence[str] = ()) -> HttpResponse:
        code = status.HTTP_422_UNPROCESSABLE_ENTITY if faults else status.HTTP_200_OK
        return page_response(_FORM, language_of(request), {**self._texts, "token": token, "faults": faults}, code)

    def done(self, request: Request) -> HttpResponse:
        return page_response(_DONE, language_of(request), self._texts)

    def handle_exception(self, error: Exception) -> Any:
        response: Response = super().handle_exception(error)
        if response.data is None:
            return response
        page = problem_page(response.data["code"], response.status_code, language_of(self.request))
        if "Retry-After" in response:
            page["Retry-After"] = response["Retry-After"]
        return page

    @property
    def _texts(self) -> dict[str, str]:
        return TEXTS[self.name]["ko" if language_of(self.request).startswith("ko") else "en"]


class VerifyPage(LinkPage):
    name = "verify"
    rates = {"POST": "verify"}

    def post(self, request: Request) -> HttpResponse:
        link = LinkInput(data=request.data)
        link.is_valid(raise_exception=True)
        email_verify(link.validated_data["token"])
        return self.done(request)


class PasswordPage(LinkPage):
    name = "password"
    rates = {"POST": "reset"}

    def post(self, request: Request) -> HttpResponse:
        form = ResetInput(data=request.data)
        if not form.is_valid():
            return self.form(request, request.data.get("token", ""), self._faults(form))
        password_reset(**form.validated_data)
        return self.done(request)

    def _faults(self, form: ResetInput) -> list[str]:
        language = language_of(self.request)
        errors = [error for errors in form.errors.values() for error in errors]
        return [CODES[error.code].title(language) if error.code in CODES else str(error) for error in errors]
