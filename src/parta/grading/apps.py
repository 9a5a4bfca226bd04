from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GradingConfig(AppConfig):
    name = "parta.grading"
    label = "grading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import ACTIONS, KEYS, describe
        from parta.grading.selectors.debts import names_of_debts
        from parta.grading.selectors.finals import names_of

        describe("finalmark", names_of)
        describe("debt", names_of_debts)
        ACTIONS.update(
            {
                "grading.debt.opened": _("Debt opened"),
                "grading.debt.deadline": _("Debt: deadline changed"),
                "grading.debt.planned": _("Debt: re-sit planned"),
                "grading.debt.result": _("Debt: result of a re-sit"),
                "grading.debt.cleared": _("Debt cleared"),
                "grading.debt.annulled": _("Debt annulled"),
                "grading.debt.reopened": _("Debt taken up again"),
                "grading.debt.noted": _("Debt: note"),
                "grading.debt.exported": _("List of debts taken as a workbook"),
            }
        )
        KEYS.update(
            {
                "year_mark": _("Mark of the year"),
                "arisen_on": _("Arose on"),
                "deadline": _("Deadline"),
                "extra_days": _("Days not counted"),
                "resit": _("Re-sit"),
                "result": _("Result"),
                "held_on": _("Held on"),
                "commission": _("Commission"),
                "cleared_on": _("Cleared on"),
                "on": _("Day"),
                "note": _("Note"),
            }
        )
