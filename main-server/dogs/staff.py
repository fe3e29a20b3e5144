"""The pages on which staff decides about dogs that resemble another one."""

import uuid
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.safestring import mark_safe

from accounts.staff import StaffView, site, staff_language, staff_only, staff_page
from core.photos import photo_bytes
from core.pictures import jpeg_reduced
from core.problems import Problem
from core.responses import jpeg_response
from dogs.models import Review
from dogs.review_drawing import SIDES, drawing, nose_jpeg, panel_box
from dogs.review_texts import TELLING, TEXTS, UNKNOWN, facts_of, failure_of, grounds_of
from dogs.reviews import review_confirm, review_refuse
from dogs.selectors import photos_of, review_of, reviews_listed

PAGE = 50
PHOTO_SIDE = 640
DECISIONS = {"confirm": review_confirm, "refuse": review_refuse}


class ReviewsView(StaffView):
    def get(self, request: HttpRequest) -> HttpResponse:
        decided = "decided" in request.GET
        page = Paginator(reviews_listed(decided=decided), PAGE).get_page(request.GET.get("page"))
        rows = [(review, _state(review, staff_language(request))) for review in page]
        return _page(request, "reviews", {"rows": rows, "page": page, "is_decided": decided})


class Decision(forms.Form):
    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    note = forms.CharField(required=False, max_length=500)


class ReviewView(StaffView):
    def get(self, request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
        review, language = review_of(review_id), staff_language(request)
        context = {
            "review": review,
            "drawing": mark_safe(drawing(review, lambda panel: _link("nose", review, panel.side)) or ""),  # escaped
            "grounds": grounds_of(review, language),
            "state": _state(review, language),
            "failure": failure_of(review, language) if review.state == Review.State.FAILED else "",
            "note_limit": Review._meta.get_field("note").max_length,
            **_compared(review, language),
        }
        return _page(request, "review", context)

    def post(self, request: HttpRequest, review_id: uuid.UUID) -> HttpResponseBase:
        form = Decision(request.POST)
        if not form.is_valid():
            raise Problem("validation_failed")
        decide = DECISIONS[form.cleaned_data["decision"]]
        decide(review_id, staff=request.user, note=form.cleaned_data["note"])
        return redirect("admin:review", review_id)


class NoseView(StaffView):
    def get(self, request: HttpRequest, review_id: uuid.UUID, side: str) -> HttpResponseBase:
        found = panel_box(review_of(review_id), side) if side in SIDES else None
        if found is None:
            raise Problem("gone")
        return jpeg_response(request, nose_jpeg(*found))


class PhotoView(StaffView):
    def get(self, request: HttpRequest, review_id: uuid.UUID, photo_id: uuid.UUID) -> HttpResponseBase:
        """A photo of one of the two dogs, no other."""
        review = review_of(review_id)
        dogs = [dog for dog in (review.dog, review.lookalike) if dog is not None]
        photos = {photo.id: photo for dog in dogs for photo in photos_of(dog)}
        if photo_id not in photos:
            raise Problem("not_found")
        return jpeg_response(request, jpeg_reduced(photo_bytes(photos[photo_id]), PHOTO_SIDE))


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return staff_page(request, name, TEXTS[staff_language(request)], context)


def _compared(review: Review, language: str) -> dict[str, Any]:
    """Both dogs, fact by fact; the other one's may be gone."""
    dogs = [review.dog, review.lookalike]
    facts = [facts_of(dog, language) if dog is not None else {} for dog in dogs]
    rows = [_row(name, value, facts[1].get(name, UNKNOWN), language) for name, value in facts[0].items()]
    links = [[_link("photo", review, photo.id) for photo in photos_of(dog)] if dog is not None else [] for dog in dogs]
    same = review.lookalike is not None and review.dog.owner_id == review.lookalike.owner_id
    owners = "lookalike_gone" if review.lookalike is None else "same_owner" if same else "other_owner"
    return {"facts": rows, "photos": links, "owners": TEXTS[language][owners]}


def _row(name: str, own: str, other: str, language: str) -> tuple[str, str, str, bool]:
    """Heading, both values, and whether they speak for two dogs."""
    differs = name in TELLING and own != other and UNKNOWN not in (own, other)
    return TEXTS[language]["facts"][name], own, other, differs


def _state(review: Review, language: str) -> dict[str, str]:
    texts = TEXTS[language]
    state = {"name": texts["states"][review.state], "dog": texts["dog_states"][review.dog.state], "by": ""}
    if review.decided_at:
        who = review.decided_by.email if review.decided_by else texts["somebody"]
        state["by"] = texts["by"].format(who=who, when=f"{review.decided_at:%Y-%m-%d %H:%M} UTC")
    return state


def _link(name: str, review: Review, part: object) -> str:
    return reverse(f"admin:review-{name}", args=[review.id, part])


site.section("index", {language: texts["section"] for language, texts in TEXTS.items()})
pages = [
    path("", staff_only(ReviewsView), name="index"),
    path("reviews/<uuid:review_id>", staff_only(ReviewView), name="review"),
    path("reviews/<uuid:review_id>/noses/<str:side>", staff_only(NoseView), name="review-nose"),
    path("reviews/<uuid:review_id>/photos/<uuid:photo_id>", staff_only(PhotoView), name="review-photo"),
]
