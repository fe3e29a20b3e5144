from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from accounts.registry import register_eraser
        from core.readings import SLOW_S, Reading, register_reading
        from jobs import readings
        from jobs.services import jobs_erase

        register_eraser(jobs_erase)
        register_reading(Reading("open jobs", readings.open_jobs))
        register_reading(Reading("outbox", readings.outbox))
        register_reading(Reading("ended jobs", readings.ended_jobs, SLOW_S))
