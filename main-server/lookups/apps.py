from django.apps import AppConfig


class LookupsConfig(AppConfig):
    name = "lookups"

    def ready(self) -> None:
        from accounts.registry import register_eraser
        from jobs.registry import register_handler, register_sweep
        from lookups import contacts, presentation, serializers, services
        from lookups.models import Lookup

        register_handler(
            services.KIND,
            on_succeeded=services.lookup_answer,
            on_failed=services.lookup_fail,
            outcomes=Lookup.Outcome.values,
            present=presentation.task_presented,
            shape=serializers.LookupTask,
        )
        register_sweep(services.lookups_sweep)
        register_sweep(contacts.contacts_sweep)
        register_sweep(services.rejected_photos_sweep)
        register_eraser(services.lookups_erase)
