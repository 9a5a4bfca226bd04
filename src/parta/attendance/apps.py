from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "parta.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from parta.attendance.models import Code
        from parta.school.registers import Register, register

        fields = ("symbol", "title", "base", "position")
        hint = _("What may stand in a cell of the journal instead of a mark, and how it counts.")
        register(
            Register(
                "attendance-codes",
                Code,
                _("Attendance codes"),
                _("Attendance code"),
                hint,
                fields[:3],
                fields,
                ("position", "symbol"),
                area="journal",
            )
        )
        from parta.attendance.models import Attendance
        from parta.classes.history import describe
        from parta.lessons.selectors import named_by_lesson

        describe("attendance", named_by_lesson(Attendance, "lesson__"))
