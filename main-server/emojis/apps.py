from django.apps import AppConfig


class EmojisConfig(AppConfig):
    name = "emojis"

    def ready(self) -> None:
        from accounts.registry import register_eraser
        from emojis import results, serializers, services
        from emojis.cutout import KIND, OUTCOMES
        from jobs.registry import register_handler, register_sweep

        register_handler(
            KIND,
            on_succeeded=results.cut_out_succeeded,
            on_failed=results.cut_out_failed,
            outcomes=OUTCOMES,
            shape=serializers.CutoutTask,
        )
        register_sweep(services.emojis_sweep)
        register_sweep(services.originals_sweep)
        register_eraser(services.emojis_erase)
