from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from core.storage import StorageUnavailable
from core.storage.copying import Outcome, photos_copy

PLACES = ("disk", "bucket")
EVERY = 1000  # photos between two lines


class Command(BaseCommand):
    help = "Copy all photos from the disk to the bucket, or back. Run it again to copy what is new, or after it was\
 interrupted. Nothing is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", choices=PLACES, required=True)
        parser.add_argument("--thorough", action="store_true", help="read what is there already, and compare digests")

    def handle(self, *, to: str, thorough: bool, **_: Any) -> None:
        if not (settings.PHOTO_LINKS and settings.MEDIA_ROOT):
            raise CommandError("both MAIN_MEDIA_ROOT and MAIN_S3_BUCKET have to be set")
        [source] = set(PLACES) - {to}
        done: Counter[Outcome] = Counter()
        try:
            for photo, outcome in photos_copy(storages[source], storages[to], thorough):
                done[outcome] += 1
                if outcome in (Outcome.MISSING, Outcome.DAMAGED):
                    self.stdout.write(f"{outcome} {photo.path}")
                if done.total() % EVERY == 0:
                    self.stdout.write(f"... {done.total()} photos")
        except (StorageUnavailable, OSError) as error:
            raise CommandError(f"stopped after {done.total()} photos ({error}); run it again") from error
        self.stdout.write(", ".join(f"{done[outcome]} {outcome}" for outcome in Outcome))
        if done[Outcome.MISSING] or done[Outcome.DAMAGED]:
            raise CommandError("some photos could not be copied")
