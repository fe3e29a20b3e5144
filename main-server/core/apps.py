from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.readings import Reading, owed, register_reading

        register_reading(Reading("owed", owed))
