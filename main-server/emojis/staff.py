"""The pages on which staff looks at templates that were reported, hides them and shows them again."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse

from accounts.models import User
from accounts.staff import StaffView, site, staff_language, staff_only, staff_page
from core.problems import Problem
from core.responses import photo_response
from emojis.expressions import COVER, EXPRESSIONS
from emojis.models import Emoji
from emojis.report_texts import TEXTS
from emojis.reports import emoji_hide, emoji_unhide, reports_dismiss
from emojis.selectors import emoji_published, emojis_listed, picture_of

PAGE = 50
DECISIONS = {"hide": emoji_hide, "unhide": emoji_unhide, "dismiss": reports_dismiss}


class EmojisView(StaffView):
    def get(self, request: HttpRequest) -> HttpResponse:
        hidden, texts = "hidden" in request.GET, TEXTS[staff_language(request)]
        page = Paginator(emojis_listed(hidden=hidden), PAGE).get_page(request.GET.get("page"))
        rows = [
            {"emoji": emoji, "cover": _picture(emoji, COVER), "reasons": _reasons(emoji, texts), "state": state}
            for emoji, state in ((emoji, _state(emoji, texts)) for emoji in page)
        ]
        return staff_page(request, "emojis", texts, {"rows": rows, "page": page, "is_hidden": hidden})


class Decision(forms.Form):
    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])


class EmojiView(StaffView):
    def get(self, request: HttpRequest, emoji_id: uuid.UUID) -> HttpResponse:
        emoji, texts = emoji_published(emoji_id), TEXTS[staff_language(request)]
        reports = list(emoji.reports.select_related("settled_by").order_by("-created_at", "id"))
        context = {
            "emoji": emoji,
            "state": _state(emoji, texts),
            "pictures": [_picture(emoji, expression) for expression in EXPRESSIONS],
            "reports": [(report, texts["reasons"][report.reason], _settled(report, texts)) for report in reports],
            "is_open": any(report.settled_at is None for report in reports),
        }
        return staff_page(request, "emoji", texts, context)

    def post(self, request: HttpRequest, emoji_id: uuid.UUID) -> HttpResponseBase:
        form = Decision(request.POST)
        if not form.is_valid():
            raise Problem("validation_failed")
        DECISIONS[form.cleaned_data["decision"]](emoji_id, staff=request.user)
        return redirect("admin:emoji", emoji_id)


class PictureView(StaffView):
    def get(self, request: HttpRequest, emoji_id: uuid.UUID, expression: str) -> HttpResponseBase:
        return photo_response(request, picture_of(emoji_published(emoji_id), expression))


def _picture(emoji: Emoji, expression: str) -> str:
    return reverse("admin:emoji-picture", args=[emoji.id, expression])


def _reasons(emoji: Emoji, texts: dict[str, Any]) -> str:
    """Of the reports that are open, each once."""
    found = {report.reason for report in emoji.open_reports}
    return ", ".join(text for reason, text in texts["reasons"].items() if reason in found)


def _state(emoji: Emoji, texts: dict[str, Any]) -> str:
    if emoji.hidden_at is not None:
        return _by(texts["hidden_by"], emoji.hidden_by, emoji.hidden_at, texts)
    return texts["published"].format(when=_moment(emoji.published_at))


def _settled(report: Any, texts: dict[str, Any]) -> str:
    if report.settled_at is None:
        return texts["open"]
    return _by(texts["settled"], report.settled_by, report.settled_at, texts)


def _by(text: str, who: User | None, when: datetime, texts: dict[str, Any]) -> str:
    return text.format(who=who.email if who is not None else texts["somebody"], when=_moment(when))


def _moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


site.section("emojis", {language: texts["section"] for language, texts in TEXTS.items()})
pages = [
    path("emojis/", staff_only(EmojisView), name="emojis"),
    path("emojis/<uuid:emoji_id>", staff_only(EmojiView), name="emoji"),
    path("emojis/<uuid:emoji_id>/pictures/<str:expression>", staff_only(PictureView), name="emoji-picture"),
]
