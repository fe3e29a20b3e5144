from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.models import User
from accounts.validators import email_normalise
from core.problems import Problem
from core.responses import public_url
from dogs.models import Review
from dogs.review_drawing import drawing_alone
from dogs.review_texts import facts_of, grounds_of
from dogs.reviews import review_confirm, review_refuse
from dogs.selectors import review_of, reviews_listed

DECISIONS = {"confirm": review_confirm, "refuse": review_refuse}


class Command(BaseCommand):
    help = "Dogs that resemble another one: list, show ID, confirm ID (another dog), refuse ID (the same dog)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listed = actions.add_parser("list", help="one line each: id, state, when, the dog, its look-alike, score")
        listed.add_argument("--decided", action="store_true", help="those that are decided")
        show = actions.add_parser("show", help="what is known of both dogs, and the address of the page")
        show.add_argument("--svg", type=Path, metavar="FILE", help="write both noses with the points that agree")
        for name, text in (("confirm", "another dog: register it"), ("refuse", "the same dog: do not")):
            action = actions.add_parser(name, help=text)
            action.add_argument("--by", required=True, metavar="EMAIL", help="of the member of staff who decides")
            action.add_argument("--note", default="", help="for staff")
        for action in ("show", *DECISIONS):
            actions.choices[action].add_argument("id", type=UUID, metavar="ID")

    def handle(self, *, action: str, **options: Any) -> None:
        try:
            if action == "list":
                self._list(options["decided"])
            elif action == "show":
                self._show(review_of(options["id"]), options["svg"])
            else:
                self._decide(action, options)
        except Problem as problem:
            raise CommandError(problem.code) from problem

    def _list(self, decided: bool) -> None:
        for review in reviews_listed(decided=decided):
            fields = (review.id, review.state, f"{review.created_at:%Y-%m-%dT%H:%MZ}", review.dog_id)
            self.stdout.write("  ".join(map(str, (*fields, review.lookalike_id or "-", f"{review.score:.3g}"))))

    def _show(self, review: Review, svg: Path | None) -> None:
        for title, dog in (("dog", review.dog), ("look-alike", review.lookalike)):
            facts = facts_of(dog, "en") if dog is not None else {"deleted": ""}
            self.stdout.write(f"{title}: " + ", ".join(f"{name} {value}".strip() for name, value in facts.items()))
        who = review.decided_by.email if review.decided_by else "-"
        self.stdout.write(f"{review.state}, decided by {who}, note: {review.note or '-'} {review.error_code}".rstrip())
        self.stdout.write(grounds_of(review, "en"))
        self.stdout.write(public_url(reverse("admin:review", args=[review.id])))
        if svg is not None:
            picture = drawing_alone(review)
            if picture is None:
                raise CommandError("a photo is no longer there")
            svg.write_text(picture)

    def _decide(self, action: str, options: dict[str, Any]) -> None:
        staff = User.objects.filter(email=email_normalise(options["by"]), is_staff=True).first()
        if staff is None:
            raise CommandError("--by names no member of staff (see `manage.py staff`)")
        if len(options["note"]) > Review._meta.get_field("note").max_length:
            raise CommandError("the note is too long")
        review = DECISIONS[action](options["id"], staff=staff, note=options["note"])
        self.stdout.write(review.state)
