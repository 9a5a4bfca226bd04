from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "parta.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.exchange.rules import EXCHANGE
        from parta.school.registers import Page, add_page

        hint = _("The whole school in one Excel workbook.")
        add_page(Page("exchange:index", _("Import and export"), hint, "file-spreadsheet", EXCHANGE))
