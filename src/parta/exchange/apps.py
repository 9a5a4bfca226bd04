from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "parta.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import ACTIONS, AREAS, KEYS
        from parta.exchange.rules import EXCHANGE
        from parta.school.registers import Page, add_page

        hint = _("The whole school in one Excel workbook.")
        add_page(Page("exchange:index", _("Import and export"), hint, "file-spreadsheet", EXCHANGE))
        AREAS["exchange"] = _("Import and export")
        KEYS.update(added=_("Added"), removed=_("Removed"), changed=_("Changed"), same=_("As before"))
        ACTIONS.update(
            {
                "exchange.importrun.uploaded": _("Workbook loaded for a check"),
                "exchange.importrun.started": _("Workbook: writing began"),
                "exchange.importrun.applied": _("Workbook written"),
                "exchange.workbook.exported": _("School taken away as a workbook"),
                "exchange.timetablefile.uploaded": _("Timetable of aSc loaded"),
                "exchange.timetablefile.matched": _("Timetable of aSc: names matched"),
                "exchange.timetablefile.drafted": _("Timetable of aSc: draft made"),
                "exchange.calendarfeed.made": _("Secret address of a calendar made"),
                "exchange.calendarfeed.revoked": _("Secret address of a calendar ended"),
            }
        )
