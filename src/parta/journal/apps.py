from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "parta.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import parta.journal.services.final_kind  # noqa: F401  (registers its kind)
