"""The small demo school, built once: what a visitor of the demo relies on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.db.models import Q
from django.test import RequestFactory

from parta.access.roles import Role
from parta.attendance.models import Attendance
from parta.classes.models import Group, GroupKind, Membership, MoveKind
from parta.demo.build import Built, build
from parta.demo.context import moment
from parta.exchange.asc.drafting import draft_of
from parta.exchange.asc.facts import facts_of, version_on
from parta.exchange.asc.making import timetable_of
from parta.exchange.asc.matching import matching_of
from parta.exchange.asc.reading import read
from parta.exchange.asc.tables import Timetable
from parta.exchange.asc.writing import write
from parta.grading.models import FinalKind, FinalMark
from parta.homework.models import Homework
from parta.journal.selectors.plans import slots_of
from parta.ledger.models import Entry
from parta.ledger.services import verify
from parta.lessons.models import Lesson, Status, Unlock
from parta.lessons.selectors import actor_of
from parta.marks.models import Mark, Work
from parta.people.models import Guardianship, Pupil
from parta.planning.arithmetic import figures
from parta.planning.models import PlanState
from parta.planning.selectors import plans_of
from parta.school.models import AcademicYear, Branch, Term, TermKind
from parta.service.models import Regulation
from parta.timetable.models import Version
from parta.timetable.selectors import sheet_of

TODAY = date(2026, 11, 24)
ROLES = {
    "Директор": Role.DIRECTOR,
    "Заведующая филиалом": Role.HEAD,
    "Заместитель директора": Role.DEPUTY,
    "Администратор журнала": Role.ADMINISTRATOR,
    "Секретарь": Role.SECRETARY,
    "Учитель математики, классный руководитель 7А": Role.CLASS_TEACHER,
    "Учитель класс-комплекта в филиале": Role.CLASS_TEACHER,
    "Психолог": Role.COUNSELLOR,
    "Библиотекарь": Role.LIBRARIAN,
    "Технический специалист": Role.TECHNICIAN,
    "Ученик 7А": "pupil",
    "Мама троих детей": "guardian",
    "Папа": "guardian",
}


def test_small_school(db):
    told: list[int] = []
    built = build("small", TODAY, lambda _words, percent: told.append(percent))
    assert told == sorted(told) and told[-1] == 100
    check_people(built)
    check_regulation(built)
    check_sign_ins(built)
    check_lessons(built)
    check_algebra(built)
    check_first_year(built)
    check_special(built)
    check_plans(built)
    check_finals(built)
    check_terms(built)
    check_draft(built)
    check_timetables(built)
    check_ledger(built)


def check_people(built: Built) -> None:
    here = {"school": built.school}
    assert Pupil.objects.filter(**here).count() == 58
    assert Group.objects.filter(**here, kind=GroupKind.CLASS).count() == 9
    combined = Group.objects.filter(**here, kind=GroupKind.COMBINED).order_by("name")
    assert [row.name for row in combined] == ["2–4", "5–6"]
    mother = built.demo.people["Лаврентьева Мария Ивановна"]
    children = Guardianship.objects.filter(guardian=mother).values_list("child_id", flat=True)
    rows = Membership.objects.filter(**here, person_id__in=list(children), group__kind=GroupKind.CLASS)
    assert sorted(rows.values_list("group__name", flat=True)) == ["3Б", "4", "7А"]
    moved = Membership.objects.get(**here, left_by=MoveKind.TRANSFERRED, group__kind=GroupKind.CLASS)
    assert (moved.left_order, moved.until) == ("21-у", date(2026, 9, 24))


def check_finals(built: Built) -> None:
    """The class teachers have put marks for behaviour in the first quarter."""
    rows = FinalMark.objects.filter(school=built.school, term__number=1).exclude(value="")
    behaviour = rows.filter(kind=FinalKind.BEHAVIOUR)
    group = built.demo.groups["7А"]
    assert {row.value for row in behaviour} <= {"3", "4", "5"}
    assert behaviour.filter(group=group).count() == 21
    leader = built.demo.people[built.demo.staff.leader_of["7А"]]
    assert {row.written_by_id for row in behaviour.filter(group=group)} == {leader.pk}
    assert not behaviour.filter(group__year_level=1).exists()


def check_regulation(built: Built) -> None:
    edition = Regulation.objects.get(school=built.school)
    assert (edition.since, len(edition.body)) == (date(2026, 9, 1), 13)
    assert edition.published_by == built.demo.people["vhead-1"]


def check_sign_ins(built: Built) -> None:
    assert [row["role"] for row in built.sign_ins] == list(ROLES)
    for row in built.sign_ins:
        account = authenticate(RequestFactory().post("/"), username=row["username"], password=row["password"])
        assert account is not None, row
        actor = actor_of(account, on=TODAY)
        assert (actor.name, actor.role) == (row["name"], ROLES[row["role"]])


def check_lessons(built: Built) -> None:
    """Nearly everything of the past week is written, a part of today's, nothing of the future."""
    lessons = Lesson.objects.filter(school=built.school)
    assert lessons.filter(date__lt=TODAY - timedelta(days=8)).exclude(status=Status.PLANNED).count() == 0
    past = lessons.filter(date__range=(TODAY - timedelta(days=7), TODAY - timedelta(days=1)))
    written = past.filter(status=Status.HELD).exclude(topic="")
    assert 0.93 < written.count() / past.count() < 1
    today = lessons.filter(date=TODAY)
    assert 0 < today.filter(status=Status.HELD).count() < today.count()
    late = today.filter(starts__gte=time(12, 0)).exclude(status=Status.PLANNED)
    assert late.filter(status=Status.HELD).count() == 0
    assert lessons.filter(Q(date__gt=TODAY), ~Q(status=Status.PLANNED)).count() == 0
    assert lessons.filter(date=TODAY, substitutions__isnull=False).exists()
    for lesson in written:
        ends = datetime.combine(lesson.date, lesson.ends, moment(lesson.date, 12).tzinfo)
        assert ends < lesson.written_at <= built.demo.now
    assert not lessons.filter(date__range=(date(2026, 10, 26), date(2026, 11, 1))).exists()
    assert lessons.filter(date=date(2026, 9, 26)).exists()


def check_special(built: Built) -> None:
    """A pupil taught at home, one taught individually, an extracurricular group: each with a journal that is kept."""
    kinds = (GroupKind.HOME, GroupKind.INDIVIDUAL, GroupKind.ACTIVITY)
    groups = Group.objects.filter(school=built.school, kind__in=kinds).order_by("kind")
    sizes = {row.kind: row.memberships.count() for row in groups}
    assert sizes == {"activity": 10, "home": 1, "individual": 1}
    for kind in kinds:
        lessons = Lesson.objects.filter(school=built.school, course=built.demo.special[kind])
        assert lessons.filter(status=Status.HELD, date__gt=TODAY - timedelta(days=8)).exclude(topic="").exists()
        marks = Mark.objects.filter(school=built.school, work__lesson__course=built.demo.special[kind])
        assert marks.exists() == (kind != GroupKind.ACTIVITY)


def check_terms(built: Built) -> None:
    """The first term is closed; one teacher's wish to write in it again is granted, another's waits."""
    here = {"school": built.school}
    states = (
        Term.objects.filter(**here, scheme__kind=TermKind.QUARTERS).order_by("since").values_list("state", flat=True)
    )
    assert list(states) == ["closed", "open", "open", "open"]
    assert sorted(Unlock.objects.filter(**here).values_list("state", flat=True)) == ["asked", "given"]


def check_timetables(built: Built) -> None:
    """Taken away as a file of aSc and loaded again, each branch's timetable changes nothing; by names alone too."""
    for branch in Branch.objects.filter(school=built.school):
        year = AcademicYear.objects.get(school=built.school)
        version = version_on(branch, year, TODAY)
        assert version
        facts = facts_of(branch, year, TODAY)
        for file in (write(timetable_of(version)), without_codes(timetable_of(version))):
            found = matching_of(read(file), facts, {})
            draft = draft_of(read(file), facts, found)
            assert [row.label for row in found.open] == []
            assert (draft.changes, draft.notes, draft.clash) == ((), (), "")
            assert draft.same == len(facts.slots) > 0


def without_codes(file: Timetable) -> bytes:
    """As aSc writes it: with ids of its own."""
    text = write(file).decode()
    for at, row in enumerate((*file.classes, *file.subjects, *file.teachers, *file.classrooms)):
        text = text.replace(row.id, f"{at:016X}")
    return text.encode()


def check_algebra(built: Built) -> None:
    course = built.demo.courses["7А", "Алгебра"]
    here = {"school": built.school}
    marks = Mark.objects.filter(**here, work__lesson__course=course).exclude(value="")
    assert marks.count() >= 5
    assert set(marks.values_list("value", flat=True)) <= {"2", "3", "4", "5"}
    teacher = built.demo.people["math-1"]
    assert set(marks.values_list("written_by_id", flat=True)) == {teacher.pk}
    assert Homework.objects.filter(**here, lesson__course=course, due__isnull=False, minutes__gt=0).exists()
    sick = Attendance.objects.filter(**here, code__symbol="б").values("person_id", "lesson__date").distinct()
    assert sick.count() >= 2
    away = Attendance.objects.filter(**here, code__base__in=("sick", "excused", "unexcused"))
    pairs = set(away.values_list("person_id", "lesson_id"))
    assert not pairs & set(Mark.objects.filter(**here).values_list("person_id", "work__lesson_id"))


def check_first_year(built: Built) -> None:
    first = {"school": built.school, "lesson__course__group__year_level": 1}
    assert not Work.objects.filter(**first).exists()
    assert not Homework.objects.filter(**first).exists()


def check_plans(built: Built) -> None:
    """Lessons are given by the plans of their courses, most of which are approved."""
    courses = {course.pk for course in built.demo.courses.values()}
    plans = plans_of(built.school.pk, courses)
    slots = slots_of(built.school.pk, courses)
    assert plans.keys() == courses
    states = Counter(plan.state for plan, _rows in plans.values())
    assert states[PlanState.APPROVED] > 0.8 * len(plans)
    for course, (_plan, rows) in plans.items():
        found = figures(rows, slots[course], TODAY)
        assert (found.off_plan, found.hours + found.joined) == (0, len(slots[course])), rows[0]


def check_draft(built: Built) -> None:
    """A draft of the next month has something for its checks to find; what is in force has no collision."""
    drafts = Version.objects.filter(school=built.school).select_related("branch", "year")
    draft = drafts.get(published_at__isnull=True)
    assert draft.since.day <= 7 and draft.since > TODAY
    told = {issue.code for issue in sheet_of(draft).issues if issue.is_error}
    assert {"class_window", "room_taken"} <= told
    for version in drafts.filter(published_at__isnull=False):
        codes = {issue.code for issue in sheet_of(version).issues}
        assert not codes & {"teacher_twice", "class_twice", "room_taken", "class_window", "week_too_long"}


def check_ledger(built: Built) -> None:
    verdict = verify(school_id=built.school.pk)
    assert (verdict.problem, verdict.unsealed) == ("", 0)
    assert verdict.sealed == Entry.objects.filter(school_id=built.school.pk).count() > 1000
    teacher = Entry.objects.filter(school_id=built.school.pk, action="marks.mark.put", person__isnull=False)
    assert teacher.filter(actor_name="Козлова Елена Викторовна", channel="demo").exists()


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the command in a process of its own, with its own file")
def test_command_builds_once_and_leaves_nothing_half_built(tmp_path):
    """On the first day of the year, to be quick; what is left of an interrupted build is no obstacle."""
    Path(tmp_path / "parta.new").write_text("half")
    first = _run(tmp_path)
    assert "Демонстрационная школа построена." in first.stdout
    assert "kozlova.ev" in first.stdout and "parta-demo" in first.stdout
    shown = json.loads((tmp_path / "demo.json").read_text())
    assert [row["role"] for row in shown] == list(ROLES)
    assert sorted(path.name for path in tmp_path.glob("parta.*")) == ["parta.sqlite3"]
    second = _run(tmp_path)
    assert "Демонстрационная школа уже стоит." in second.stdout
    assert "kozlova.ev" in second.stdout
    (tmp_path / "demo.json").unlink()
    third = _run(tmp_path, returncode=1)
    assert "пустую" in third.stderr


def _run(data: Path, returncode: int = 0) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "parta.config.cli", "demo", "--size", "small", "--date", "2025-09-01"]
    environment = {**os.environ, "PARTA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "parta.config.settings"}
    environment.pop("DATABASE_URL", None)
    root = Path(__file__).parent.parent.parent
    environment["PYTHONPATH"] = str(root / "src")
    found = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=root, timeout=120, check=False)
    assert found.returncode == returncode, found.stderr
    return found
