from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "parta.grading"
    label = "grading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import describe
        from parta.grading.selectors.finals import names_of

        describe("finalmark", names_of)
