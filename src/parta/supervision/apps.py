from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "parta.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import ACTIONS, AREAS, KEYS

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
