from typing import Any

from django.core.management.base import BaseCommand

from emojis.builtin import builtin_install


class Command(BaseCommand):
    help = "Store the emojis that come with the system; again and again, if need be. To be run after migrate."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"{builtin_install()} pictures stored")
