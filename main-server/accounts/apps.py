from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.readings import users
        from core.readings import SLOW_S, Reading, register_reading

        register_reading(Reading("users", users, SLOW_S))
