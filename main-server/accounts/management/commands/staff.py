from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.staff import staff_set


class Command(BaseCommand):
    help = "Accounts that may use the pages of staff: list, add EMAIL, remove EMAIL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="their e-mail addresses")
        for name in ("add", "remove"):
            actions.add_parser(name).add_argument("email", metavar="EMAIL")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "list":
            for email in User.objects.filter(is_staff=True).order_by("email").values_list("email", flat=True):
                self.stdout.write(email)
            return
        try:
            staff_set(options["email"], action == "add")
        except User.DoesNotExist:
            raise CommandError("no account has this e-mail address; it signs up first, like any other") from None
