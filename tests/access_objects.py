"""Objects that addresses name, of each place: 7А (Анна leads it), 7Б, 4В in the branch Вячка, and the other school.

`objects_of(world, kind)` gives {place: row}; a kind that is missing here cannot be in an address.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile

from parta.classes.models import Appointment, CourseTeacher, Membership
from parta.common import clock
from parta.common.codes import Ref
from parta.exchange.asc.making import timetable_of
from parta.exchange.asc.writing import write
from parta.exchange.calendar.secrets import secret_of
from parta.exchange.models import CalendarFeed, FeedKind, ImportRun, RunState, TimetableFile
from parta.exchange.services import keep_timetable, make_feed
from parta.grading.models import Debt
from parta.homework.models import Homework, HomeworkFile
from parta.homework.services import Task, assign_homework
from parta.lessons.models import BellDay, DayAct, DayKind, TeacherAbsence, Unlock
from parta.lessons.services import decide_days, give_unlock, note_absence
from parta.marks.models import Procedure, ScheduleEdition, Work
from parta.marks.services import Plan as Test
from parta.marks.services import add_work, approve_schedule, plan_procedures
from parta.planning.arithmetic import Row
from parta.planning.models import Plan
from parta.planning.services import approve_plan, put_plan, submit_plan
from parta.school.models import BellSet, Term
from parta.service.models import Regulation
from parta.supervision.models import Remark
from parta.supervision.services import make_remark
from parta.timetable.models import RunMode, SolverRun, Version
from tests.debts import debt_of, written
from tests.world import World

PLACES = ("7А", "7Б", "4В", "other")
COURSES = {"7А": "Алгебра 7А", "7Б": "История 7Б", "4В": "Математика 4В", "other": "Алгебра 7А"}
PUPILS = {"7А": "Ваня", "7Б": "Петя", "4В": "Даша", "other": "Сеня"}
GUARDIANS = {"7А": "Мария", "7Б": "Павел", "4В": "Мария", "other": "Стелла"}
TEACHERS = {"7А": "Анна", "7Б": "Борис", "4В": "Вера", "other": "Чеслав"}

PLAN_PAGES = ("join", "copy", "submit", "take_back", "approve", "return", "corrections", "edition")

Maker = Callable[[World, str], Any]


def home(world: World, place: str) -> World:
    """The school that the place is in."""
    if place == "other":
        assert world.other
        return world.other
    return world


def objects_of(world: World, kind: str) -> dict[str, Any]:
    return {place: MAKERS[kind](home(world, place), place) for place in PLACES}


def course(world: World, place: str) -> Any:
    return world.courses[COURSES[place]]


def lesson(world: World, place: str) -> Any:
    return world.lesson(COURSES[place])


def work(world: World, place: str) -> Work:
    kind = world.work_type("к/р")
    return add_work(actor=world.system, lesson=lesson(world, place), kind=kind, title="", weight=None)


def homework(world: World, place: str) -> Homework:
    task = Task(lesson(world, place).pk, "№ 5")
    return assign_homework(actor=world.system, school_id=world.school.pk, tasks=[task])[0]


def homework_file(world: World, place: str) -> HomeworkFile:
    row = HomeworkFile(school=world.school, homework=homework(world, place), name="a.txt", size=1, kind="text/plain")
    row.file.save("a.txt", ContentFile(b"a"), save=False)
    row.save()
    return row


def unlock(world: World, place: str) -> Unlock:
    day = lesson(world, place).date
    row = Unlock(school=world.school, course=course(world, place), since=day, until=day)
    return give_unlock(actor=world.system, unlock=row, reason="Болезнь учителя")


def version(world: World, place: str) -> Version:
    branch = "Вячка" if place == "4В" else world.main.short_name
    return Version.objects.filter(school=world.school, branch=world.branches[branch])[0]


def course_with_plan(world: World, place: str) -> Any:
    """A course whose plan is approved."""
    found = course(world, place)
    if not Plan.objects.filter(school=world.school, course=found).exists():
        plan = put_plan(actor=world.system, course=found, rows=[Row("Дроби"), Row("Степени")])
        approve_plan(actor=world.system, plan=submit_plan(actor=world.system, plan=plan))
    return found


def appointment(world: World, place: str) -> Appointment:
    return Appointment.objects.filter(school=world.school, person=world.people[TEACHERS[place]])[0]


def course_teacher(world: World, place: str) -> CourseTeacher:
    return CourseTeacher.objects.filter(school=world.school, course=course(world, place))[0]


def membership(world: World, place: str) -> Membership:
    return Membership.objects.filter(school=world.school, person=world.people[PUPILS[place]])[0]


def import_run(world: World, place: str) -> ImportRun:
    state = {"state": RunState.DONE, "created_at": clock.now()}
    return ImportRun.objects.create(school=world.school, name="a.xlsx", stored_name="a", **state)


def timetable_file(world: World, place: str) -> TimetableFile:
    branch = world.branches["Вячка"] if place == "4В" else world.main
    data = write(timetable_of(version(world, place)))
    file = ContentFile(data, "a.xml")
    return keep_timetable(actor=world.system, branch=branch, since=clock.today() + timedelta(days=7), file=file)


def calendar_feed(world: World, place: str) -> CalendarFeed:
    name = TEACHERS[place]
    return make_feed(
        actor=world.actor(name), school_id=world.school.pk, kind=FeedKind.TEACHER, person_id=world.people[name].pk
    )


def user_session(world: World, place: str) -> UserSession:
    values = {"ip": "127.0.0.1", "session_key": f"key-{world.school.pk}-{place}"}
    return UserSession.objects.create(user=world.accounts[TEACHERS[place]], **values)


def authenticator(world: World, place: str) -> Authenticator:
    data = {"name": "Ключ", "credential": {}}
    account = world.accounts[TEACHERS[place]]
    return Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data)


def solver_run(world: World, place: str) -> SolverRun:
    values = {"mode": RunMode.PLACE, "seconds": 60, "seen": 0, "made_at": clock.now()}
    return SolverRun.objects.create(school=world.school, version=version(world, place), **values)


def regulation(world: World, place: str) -> Regulation:
    values = {"title": "Регламент", "body": [], "since": clock.today(), "version": 1, "published_at": clock.now()}
    branch = world.branches["Вячка"] if place == "4В" else None
    return Regulation.objects.get_or_create(school=world.school, branch=branch, defaults=values)[0]


def remark(world: World, place: str) -> Remark:
    person = world.people[TEACHERS[place]]
    due = clock.today() + timedelta(days=7)
    return make_remark(actor=world.system, course=course(world, place), person=person, text="Исправьте", due=due)


def absence(world: World, place: str) -> TeacherAbsence:
    day = lesson(world, place).date
    here = {"school": world.school, "person": world.people[TEACHERS[place]]}
    noted = TeacherAbsence.objects.filter(**here, since=day).first()
    return noted or note_absence(actor=world.system, absence=TeacherAbsence(**here, since=day, until=day))


def day_act(world: World, place: str) -> DayAct:
    group = course(world, place).group
    day = lesson(world, place).date + timedelta(days=1)
    act = DayAct(school=world.school, branch=group.branch, kind=DayKind.FROST, since=day, until=day)
    decide_days(actor=world.system, act=act)
    return act


def bell_day(world: World, place: str) -> BellDay:
    branch = world.branches["Вячка"] if place == "4В" else world.main
    bells = BellSet.objects.filter(school=world.school, branch=branch)[0]
    here = {"school": world.school, "branch": branch, "date": clock.today(), "bell_set": bells}
    return BellDay.objects.get_or_create(**here)[0]


def debt(world: World, place: str) -> Debt:
    found = Debt.objects.filter(school=world.school, person=world.people[PUPILS[place]]).first()
    values = (world, "2", PUPILS[place], COURSES[place])
    return found or debt_of(world, written(*values), deadline=clock.today() + timedelta(days=90))


def procedure(world: World, place: str) -> Procedure:
    plan = Test(course(world, place), lesson(world, place).date, world.work_type("к/р"))
    return plan_procedures(actor=world.system, school_id=world.school.pk, plans=[plan])[0]


def schedule_edition(world: World, place: str) -> ScheduleEdition:
    procedure(world, place)
    branch = course(world, place).group.branch
    row = ScheduleEdition(school=world.school, branch=branch, year=world.year, half=1)
    return approve_schedule(actor=world.system, edition=row, number="7", dated=clock.today())


MAKERS: dict[str, Maker] = {
    "appointment": appointment,
    "authenticator": authenticator,
    "bellday": bell_day,
    "branch": lambda world, place: world.branches["Вячка"] if place == "4В" else world.main,
    "calendarfeed": calendar_feed,
    "course": course,
    **{f"course:ref of planning:{name}": course_with_plan for name in PLAN_PAGES},
    "courseteacher": course_teacher,
    "dayact": day_act,
    "debt": debt,
    "employee": lambda world, place: world.staff[TEACHERS[place]],
    "group:ref of classes:add_member": lambda world, place: world.groups["7А англ. 1" if place == "7А" else "7А"],
    "group": lambda world, place: world.groups["7А" if place == "other" else place],
    "homework": homework,
    "homeworkfile": homework_file,
    "importrun": import_run,
    "lesson": lesson,
    "membership": membership,
    "person": lambda world, place: Ref(world.school.pk, world.people[PUPILS[place]].pk),
    "person:holder": lambda world, place: world.people[GUARDIANS[place]],
    "procedure": procedure,
    "pupil": lambda world, place: world.pupils[PUPILS[place]],
    "regulation": regulation,
    "remark": remark,
    "scheduleedition": schedule_edition,
    "school": lambda world, place: world.school,
    "solverrun": solver_run,
    "subject": lambda world, place: course(world, place).subject,
    "teacherabsence": absence,
    "term": lambda world, place: Term.objects.get(school=world.school, number=2),
    "timetablefile": timetable_file,
    "unlock": unlock,
    "usersession": user_session,
    "version": version,
    "work": work,
    "int:number": lambda world, place: 1,
    "slug:key": lambda world, place: "rooms",
    "slug:key of school:setting": lambda world, place: "idle_lock_minutes",
    "str:secret": lambda world, place: secret_of(calendar_feed(world, place)),
    "str:code": lambda world, place: world.rooms["Б1" if place == "4В" else "21"],
}
"""By converter; by converter and parameter where it names something else; also by the route."""
