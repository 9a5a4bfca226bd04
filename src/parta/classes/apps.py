from django.apps import AppConfig


class ClassesConfig(AppConfig):
    name = "parta.classes"
    label = "classes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from parta.classes.history import describe
        from parta.classes.rules import VIEW_LEDGER
        from parta.classes.selectors import names
        from parta.school.registers import Page, add_page
        from parta.school.rules import VIEW_STRUCTURE

        for kind, described in {
            "course": names.courses,
            "courseteacher": names.teachings,
            "appointment": names.appointments,
            "account": names.accounts,
            "invitation": names.invitations,
            "guardianship": names.guardians,
        }.items():
            describe(kind, described)
        classes = _("Year levels, subgroups, combined classes, courses and their teachers.")
        changes = _("Who changed what, when, from what to what.")
        add_page(Page("classes:groups", _("Classes"), classes, "users", VIEW_STRUCTURE))
        add_page(Page("classes:history", _("History of changes"), changes, "history", VIEW_LEDGER))
