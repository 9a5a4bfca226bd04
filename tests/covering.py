"""Short words for the tests of substitutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from parta.classes.models import GroupKind
from parta.lessons.models import DayAct, DayKind, Lesson, TeacherAbsence
from parta.lessons.services import decide_days, note_absence
from tests.world import TODAY, World, add_course, add_group

ENGLISH = "Английский язык 7А англ. 1"
OTHER_ENGLISH = "Английский язык 7А англ. 2"


def absent(
    world: World, teacher: str = "Анна", since: date = TODAY, until: date | None = None, **more: Any
) -> TeacherAbsence:
    """A teacher is noted as absent by the deputy head."""
    row = TeacherAbsence(
        school=world.school, person=world.people[teacher], since=since, until=until or since, words="Тайна", **more
    )
    return note_absence(actor=world.actor("Ирина"), absence=row)


def other_subgroup(world: World, teacher: str = "Зоя") -> Lesson:
    """The second subgroup of 7А has English at the same time, given by somebody else."""
    add_group(world, "7А англ. 2", kind=GroupKind.SUBGROUP, year_level=7, parts=("7А",))
    course = add_course(world, "Английский язык", "7А англ. 2", teacher)
    first, person = world.lesson(ENGLISH), world.people[teacher]
    times = {"date": first.date, "number": first.number, "starts": first.starts, "ends": first.ends}
    made: Lesson = Lesson.objects.create(
        school=world.school, course=course, room=world.rooms["12"], teacher=person, actual_teacher=person, **times
    )
    return made


def stay_home(world: World, *groups: str, **values: Any) -> DayAct:
    plain = {"kind": DayKind.FROST, "since": TODAY, "until": TODAY, "branch": world.main, "words": "Ниже −25°"}
    act = DayAct(school=world.school, **{**plain, **values})
    decide_days(actor=world.actor("Ирина"), act=act, groups=[world.groups[name] for name in groups])
    return act
