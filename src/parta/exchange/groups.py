"""How groups are called on paper, in files and calendars: one of a single pupil never by its own name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from parta.classes.models import Group, GroupKind, GroupPart

PRIVATE = (GroupKind.INDIVIDUAL, GroupKind.HOME)
"""Groups of a pupil who is taught apart, often called by the name of the child: sheets of a class leave them out."""


def is_private(group: Group) -> bool:
    return group.kind in PRIVATE


def public_name(group: Group, classes: Iterable[Group]) -> str:
    """ "7Б, at home" for teaching at home or individually; any other group by its name."""
    if not is_private(group):
        return group.name
    words = _("at home") if group.kind == GroupKind.HOME else _("individually")
    return ", ".join([*sorted({one.name for one in classes}), words])


def classes_of(school_id: int, groups: Iterable[int]) -> dict[int, list[Group]]:
    """The classes that groups are drawn from or made of, by the group."""
    found: dict[int, list[Group]] = defaultdict(list)
    rows = GroupPart.objects.filter(school_id=school_id, whole_id__in=set(groups))
    for row in rows.select_related("part__room__building").order_by("part__name"):
        found[row.whole_id].append(row.part)
    return found
