from django.conf import settings
from django.core.management.base import BaseCommand
from prometheus_client import REGISTRY

from accounts.links import links_sweep
from accounts.staff import staff_sessions_sweep
from accounts.tokens import sessions_sweep
from core.chores import Apart
from core.exposition import serve
from core.photos import files_delete_queued
from core.postman import Postman
from core.rates import rates_sweep
from core.readings import Readings
from core.tracing import collect
from jobs.registry import registered_sweeps
from jobs.relay import Relay


class Command(BaseCommand):
    help = "Publish queued jobs to the broker, send queued mail, expire leases and deadlines, delete files as asked."

    def handle(self, *args: object, **options: object) -> None:
        REGISTRY.register(Readings())
        sweeps = (sessions_sweep, staff_sessions_sweep, links_sweep, rates_sweep, *registered_sweeps())
        relay = Relay(chores=(Apart(files_delete_queued), Postman(), *sweeps))
        collect(settings.OTEL_ENDPOINT, "savepets-relay")
        serve(lambda: relay.is_healthy)
        relay.run()
