from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "parta.lessons"
    label = "lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import describe
        from parta.lessons.models import Lesson
        from parta.lessons.selectors import named_by_absence, named_by_course, named_by_days, named_by_lesson

        describe("lesson", named_by_lesson(Lesson, ""))
        describe("unlock", named_by_course)
        describe("teacherabsence", named_by_absence)
        describe("dayact", named_by_days)
