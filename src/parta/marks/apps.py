from django.apps import AppConfig


class MarksConfig(AppConfig):
    name = "parta.marks"
    label = "marks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from parta.marks.models import WorkType
        from parta.school.registers import Register, register

        fields = ("name", "short_name", "weight", "is_important", "is_default", "system", "position")
        hint = _("For what marks are put, with the weight in the average. One kind takes the answers at lessons.")
        register(
            Register(
                "work-types",
                WorkType,
                _("Kinds of work"),
                _("Kind of work"),
                hint,
                fields[:6],
                fields,
                ("position", "name"),
                area="journal",
            )
        )
        from parta.classes.history import describe
        from parta.lessons.selectors import named_by_lesson
        from parta.marks.models import Procedure, Work

        describe("work", named_by_lesson(Work, "lesson__"))
        describe("procedure", named_by_lesson(Procedure, ""))
