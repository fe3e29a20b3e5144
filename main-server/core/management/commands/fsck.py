from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.photos import files_audit


class Command(BaseCommand):
    help = "Compare the files of photos with their rows: delete files without a row, report rows without a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--min-age", type=float, default=24.0, metavar="HOURS", help="leave younger files alone")
        parser.add_argument("--dry-run", action="store_true", help="report, delete nothing")

    def handle(self, *, min_age: float, dry_run: bool, **_: Any) -> None:
        audit = files_audit(timedelta(hours=min_age), delete=not dry_run)
        for name in audit.orphans:
            self.stdout.write(f"orphan {name}" + ("" if dry_run else " deleted"))
        for name in audit.missing:
            self.stdout.write(f"missing {name}")
        self.stdout.write(f"{audit.photos} photos, {len(audit.orphans)} orphans, {len(audit.missing)} missing")
        if audit.missing:
            raise CommandError("files are missing")
