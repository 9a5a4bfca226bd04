from django.apps import AppConfig


class HomeworkConfig(AppConfig):
    name = "parta.homework"
    label = "homework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import describe
        from parta.homework.models import Homework
        from parta.lessons.selectors import named_by_lesson

        describe("homework", named_by_lesson(Homework, "lesson__"))
