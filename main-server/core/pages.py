"""Pages behind links in mails and in problems: plain HTML without any script, for whoever has no app at hand."""

from typing import Any

from django.http import HttpResponse
from django.template import Context, Engine, Template
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from core.problems import CODES, Problem, language_of, title_of

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # The address holds a secret: no page that is linked to, no cache and no search engine may learn it.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_FRAME = """<!doctype html>
<html lang="{{ language }}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem }
blockquote { white-space: pre-wrap; overflow-wrap: anywhere; border-left: .3rem solid #aaa; margin: 0; padding: 0 1rem }
input, textarea, button { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem }
.warning { background: #fff3cd; color: #664d03; padding: .8rem }
</style>
<h1>{{ title }}</h1>
BODY</html>
"""


class PageRenderer(BaseRenderer):
    """Stands for a page, which a browser asks for; the view makes it."""

    media_type, format, charset = "text/html", "page", "utf-8"

    def render(self, data: object, *_: object) -> str:
        return str(data)


def page_template(body: str) -> Template:
    """A page with this body, a Django template; values are escaped. `title` and `language` are of every page."""
    return Engine(autoescape=True).from_string(_FRAME.replace("BODY", body))


def page_response(template: Template, language: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    html = template.render(Context({"language": language, **context}))
    return HttpResponse(html, status=status, headers={"Content-Language": language, **HEADERS})


def problem_page(code: str, status: int, language: str) -> HttpResponse:
    return page_response(_EMPTY, language, {"title": title_of(code, language)}, status)


_EMPTY = page_template("")


class ProblemView(APIView):
    """What the `type` of a problem leads to: a page for people that says what its code means, in both languages."""

    schema = None
    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [PageRenderer]

    def get(self, request: Request, code: str) -> HttpResponse:
        if code not in CODES:
            raise Problem("not_found")
        language, meaning = language_of(request), CODES[code]
        other = "en" if language.startswith("ko") else "ko"
        context = {"title": meaning.title(language), "other": other, "translation": meaning.title(other)}
        return page_response(_PROBLEM, language, context | {"code": code, "status": meaning.status})

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A program that follows the link gets the page too."""
        return super().perform_content_negotiation(request, force=True)


_PROBLEM = page_template(
    """<p lang="{{ other }}">{{ translation }}</p>
<p><code>{{ code }}</code>{% if status %} · HTTP {{ status }}{% endif %}</p>
"""
)
