from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from core.storage import StorageUnavailable


class Command(BaseCommand):
    help = "See to it that the bucket is encrypted, private, and forgets what has its end. Run it after each change of\
 the settings that say how long things are kept; once more changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--create", action="store_true", help="make the bucket if it is not there")
        parser.add_argument("--check", action="store_true", help="change nothing, fail if something is wrong")

    def handle(self, *, create: bool, check: bool, **_: Any) -> None:
        if not settings.PHOTO_LINKS:
            raise CommandError("MAIN_S3_BUCKET is not set: photos are kept on the disk")
        # Not before: without a bucket nothing of S3 is imported.
        from core.storage.policy import WRONG, bucket_create, bucket_establish

        bucket = storages["bucket"]
        try:
            if create and bucket_create(bucket):
                self.stdout.write("bucket: made")
            wrong = []
            for name, state in bucket_establish(bucket, change=not check):
                self.stdout.write(f"{name}: {state}")
                wrong += [name] if state == WRONG else []
        except StorageUnavailable as error:
            raise CommandError(f"the bucket cannot be looked after: {error}") from error
        if wrong:
            raise CommandError(f"not as it should be: {', '.join(wrong)}")
