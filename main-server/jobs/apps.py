from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from accounts.registry import register_eraser
        from jobs.services import jobs_erase

        register_eraser(jobs_erase)
