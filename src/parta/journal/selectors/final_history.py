"""Everything that ever stood in the place of a final mark: what, who put it, when, why, what was proposed then."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.classes.models import Course
from parta.common.codes import Ref
from parta.grading.models import FinalMark
from parta.grading.selectors.finals import Slot, slots_of
from parta.journal.selectors.finals import chosen_slot
from parta.journal.selectors.grid import course_of
from parta.journal.selectors.history import CellChange, pupil_of, read_entries, role_words
from parta.ledger.models import Entry
from parta.people.models import Person
from parta.school.selectors import terms_of


@dataclass(frozen=True)
class FinalHistory:
    course: Course
    slot: Slot
    pupil: Person
    lines: list[CellChange]


def final_history(actor: Actor, ref: Ref, asked: str, person: Ref) -> FinalHistory:
    """The history of a pupil's mark of a term or year in a course the actor may read."""
    course = course_of(actor, ref)
    pupil = pupil_of(course, person)
    slot = chosen_slot(slots_of(course.group.year_level, terms_of(ref.school_id, course.group.scheme_id)), asked, None)
    here = {"school_id": ref.school_id, "person": pupil, "year_id": course.group.year_id}
    row = FinalMark.objects.filter(**here, subject_id=course.subject_id, kind=slot.kind, term=slot.term).first()
    entries = read_entries(ref.school_id, Q(target_kind="finalmark", target=row.pk if row else 0), pupil)
    return FinalHistory(course, slot, pupil, [_change(*found) for found in entries])


def _change(entry: Entry, old: dict[str, str], new: dict[str, str]) -> CellChange:
    return CellChange(
        at=entry.at,
        who=entry.actor_name or "Parta",
        role=role_words(entry.actor_role),
        is_absence=False,
        old=old.get("marks", ""),
        new=new.get("marks", ""),
        comment="",
        reason=entry.reason,
        late="",
        seen=_seen(new),
    )


def _seen(new: dict[str, str]) -> str:
    """What the teacher was shown when the mark was put."""
    average = new.get("average", "").replace(".", ",")
    words = [_("proposed: %(mark)s") % {"mark": new["proposed"]}] if new.get("proposed") else []
    return ", ".join([*words, *([_("average %(value)s") % {"value": average}] if average else [])])
