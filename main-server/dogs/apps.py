from django.apps import AppConfig


class DogsConfig(AppConfig):
    name = "dogs"

    def ready(self) -> None:
        from accounts.registry import register_eraser
        from core.readings import SLOW_S, Reading, register_reading
        from dogs import readings, results
        from dogs.reminders import reminders_sweep
        from dogs.serializers import RegistrationTask
        from dogs.services import ENROL, FORGET, OUTCOMES, REGISTER, dogs_erase, rejected_photos_sweep
        from jobs.registry import register_handler, register_sweep

        register_handler(
            REGISTER,
            on_succeeded=results.registration_succeeded,
            on_failed=results.registration_failed,
            on_late_success=results.registration_succeeded_late,
            outcomes=OUTCOMES,
            shape=RegistrationTask,
        )
        register_handler(
            ENROL,
            on_succeeded=results.enrolment_succeeded,
            on_failed=results.enrolment_failed,
            on_late_success=results.enrolment_succeeded_late,
            outcomes=OUTCOMES,
        )
        register_handler(FORGET, outcomes=["forgotten"])
        register_sweep(rejected_photos_sweep)
        register_sweep(reminders_sweep)
        register_eraser(dogs_erase)
        register_reading(Reading("dogs", readings.dogs, SLOW_S))
        register_reading(Reading("reviews", readings.reviews))
