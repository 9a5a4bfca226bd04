from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "parta.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from parta.classes.history import ACTIONS, AREAS, KEYS, describe
        from parta.planning.selectors import named_by_course

        AREAS["planning"] = _("Thematic plans")
        KEYS.update({"hours": _("Hours"), "topics": _("Topics"), "edition": _("Edition"), "changes": _("Changes")})
        ACTIONS.update(
            {
                "planning.plan.put": _("Thematic plan written"),
                "planning.plan.copied": _("Thematic plan copied"),
                "planning.plan.corrected": _("Thematic plan corrected"),
                "planning.plan.submitted": _("Thematic plan handed in"),
                "planning.plan.taken_back": _("Thematic plan taken back"),
                "planning.plan.returned": _("Thematic plan returned"),
                "planning.plan.approved": _("Thematic plan approved"),
            }
        )
        describe("plan", named_by_course)
