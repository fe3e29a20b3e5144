from django.apps import AppConfig


class FacesConfig(AppConfig):
    name = "faces"

    def ready(self) -> None:
        from accounts.registry import register_eraser
        from emojis.registry import register_parting, register_publicity_listener
        from faces import results, serializers, services
        from faces.models import Cover
        from faces.ranking import ranking_changed
        from jobs.registry import register_handler, register_sweep

        # A success that comes late changes nothing: its pictures went when the job ended.
        register_handler(
            services.KIND,
            on_succeeded=results.cover_succeeded,
            on_failed=results.cover_failed,
            outcomes=Cover.Outcome.values,
            shape=serializers.CoverJob,
        )
        register_sweep(services.originals_sweep)
        register_sweep(services.empty_covers_sweep)
        register_eraser(services.covers_erase)
        register_publicity_listener(ranking_changed)
        register_parting(services.covers_part_from)
