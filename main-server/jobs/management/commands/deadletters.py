import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pika.adapters.blocking_connection import BlockingChannel

from jobs import deadletters
from jobs.deadletters import DeadLetter, DeadLetterError


class Command(BaseCommand):
    help = "Messages that nobody could work on: list, show ID, replay ID | --all, drop ID | --all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="one line each: id, task, job, where and when it died")
        actions.add_parser("show", help="headers and body").add_argument("ids", nargs=1, metavar="ID")
        for name, text in (("replay", "send it once more"), ("drop", "throw it away")):
            action = actions.add_parser(name, help=text)
            action.add_argument("ids", nargs="*", metavar="ID")
            action.add_argument("--all", action="store_true", help="every dead letter")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, "_" + options["action"])(options)
        except DeadLetterError as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        with deadletters.opened() as channel:
            for letter in deadletters.dead_letters(channel):
                fields = (letter.id, letter.task, letter.job_id, letter.died_at, letter.died)
                self.stdout.write("  ".join(fields))

    def _show(self, options: dict[str, Any]) -> None:
        self._each(options["ids"], self._show_one)

    def _replay(self, options: dict[str, Any]) -> None:
        self._each(_wanted(options), lambda channel, letter: self.stdout.write(deadletters.replay(channel, letter)))

    def _drop(self, options: dict[str, Any]) -> None:
        self._each(_wanted(options), deadletters.drop)

    def _show_one(self, channel: BlockingChannel, letter: DeadLetter) -> None:
        self.stdout.write(json.dumps(letter.properties.headers or {}, indent=2, default=str, ensure_ascii=False))
        self.stdout.write(letter.body.decode(errors="replace"))

    def _each(self, wanted: list[str] | None, work: Callable[[BlockingChannel, DeadLetter], None]) -> None:
        """Work on the letters that are wanted (None: on all); what is wrong with one keeps none of the others."""
        missing, faults = set(wanted or ()), []
        with deadletters.opened() as channel:
            for letter in deadletters.dead_letters(channel):
                if wanted is None or letter.id in missing:
                    missing.discard(letter.id)
                    try:
                        work(channel, letter)
                    except DeadLetterError as error:
                        faults.append(str(error))
        faults += [f"no dead letter {letter_id}" for letter_id in sorted(missing)]
        if faults:
            raise DeadLetterError("; ".join(faults))


def _wanted(options: dict[str, Any]) -> list[str] | None:
    if bool(options["ids"]) == options["all"]:
        raise CommandError("name the dead letters, or say --all")
    return options["ids"] or None
