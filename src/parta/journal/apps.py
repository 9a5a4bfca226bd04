from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "parta.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        import parta.journal.services.final_kind  # noqa: F401  (registers its kind)
        from parta.lessons.rules import SET_TERM
        from parta.school.registers import Page, add_page
        from parta.school.rules import EDIT_STRUCTURE

        terms = _("What is left to write; closing a term and opening it again.")
        add_page(Page("journal:terms", _("States of terms"), terms, "calendar-range", EDIT_STRUCTURE))
        opened = _("Days that may be written in again for a time; requests of teachers.")
        add_page(Page("journal:unlocks", _("Opened journals"), opened, "lock-open", EDIT_STRUCTURE))
        edits = _("Many standing marks changed at once, at night or late; taking edits back.")
        add_page(Page("journal:alerts", _("Unusual edits"), edits, "shield-alert", SET_TERM))
