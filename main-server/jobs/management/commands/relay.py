from django.core.management.base import BaseCommand

from core.photos import files_delete_queued
from jobs.registry import registered_sweeps
from jobs.relay import Relay


class Command(BaseCommand):
    help = "Publish queued jobs to the broker, expire leases and deadlines, delete files that are queued for deletion."

    def handle(self, *args: object, **options: object) -> None:
        Relay(chores=(files_delete_queued, *registered_sweeps())).run()
