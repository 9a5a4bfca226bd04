from django.apps import AppConfig
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "parta.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import ACTIONS, AREAS, KEYS
        from parta.journal.asides import COURSE, DAY
        from parta.school.forms import Setting, add_setting, yes_or_no
        from parta.supervision.checks import CHECKS
        from parta.supervision.selectors.notices import course_links, day_aside

        AREAS["supervision"] = _("Remarks")
        KEYS["remark"] = _("Remark")
        ACTIONS.update(
            {
                "supervision.remark.made": _("Remark made"),
                "supervision.remark.answered": _("Remark answered"),
                "supervision.remark.accepted": _("Remark accepted"),
                "supervision.remark.returned": _("Remark returned"),
                "supervision.remark.mended": _("Remark: mended"),
            }
        )
        DAY.append(day_aside)
        COURSE.append(course_links)
        for check in (check for check in CHECKS.values() if not check.by):
            label = format_lazy("{}: {}", _("Check"), check.title)
            add_setting(check.switch, check.is_on, Setting(label, check.explanation, yes_or_no))
