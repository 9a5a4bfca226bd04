from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "parta.config"
    label = "config"

    def ready(self) -> None:
        from parta.config import checks  # noqa: F401
