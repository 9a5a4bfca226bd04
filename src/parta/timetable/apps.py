from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "parta.timetable"
    label = "timetable"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from parta.school.registers import Page, add_page
        from parta.school.rules import VIEW_STRUCTURE

        hint = _("The week of each class and teacher, its versions.")
        add_page(Page("timetable:index", _("Timetable"), hint, "calendar-days", VIEW_STRUCTURE))
