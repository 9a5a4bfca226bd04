"""The deputy head closes a term a week after its end; a teacher asks to open some of its days again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from parta.demo.calendar import workday
from parta.demo.context import Act, Demo, moment
from parta.lessons.models import Lesson, Unlock
from parta.lessons.services.periods import set_term_state
from parta.lessons.services.unlocking import ask_unlock, give_unlock
from parta.school.models import Term, TermState

DEPUTY = "hist-1"
ASKED = "Ученица принесла справку после каникул: исправить «н» на «б»"
GIVEN = "Разрешено исправить пропуски по справкам"
AFTER = timedelta(days=7)


def closing(demo: Demo) -> Iterator[Act]:
    ended = []
    for term in Term.objects.filter(school=demo.school, scheme__in=demo.schemes.values()).order_by("until", "pk"):
        at = moment(workday(term.until + AFTER), 16)
        if at <= demo.now:
            ended.append(term)
            yield Act(at, lambda term=term: _close(demo, term))  # type: ignore[misc]
    if ended:
        asking = moment(workday(demo.today - timedelta(days=1)), 15, 40)
        yield Act(max(asking, moment(workday(ended[-1].until + AFTER), 17)), lambda: _ask(demo, ended[-1]))


def _close(demo: Demo, term: Term) -> None:
    for state in (TermState.CLOSING, TermState.CLOSED):
        set_term_state(actor=demo.actor_of(DEPUTY), term=term, state=state)


def _ask(demo: Demo, term: Term) -> None:
    """One teacher's request is granted, the next one's waits for an answer."""
    for place, (teacher, unlock) in enumerate(islice(_wished(demo, term), 2)):
        row = ask_unlock(actor=demo.actor_of(teacher), unlock=unlock)
        if place == 0:
            give_unlock(actor=demo.actor_of(DEPUTY), unlock=row, reason=GIVEN)


def _wished(demo: Demo, term: Term) -> Iterator[tuple[str, Unlock]]:
    """Teachers with an account, each with the last week of a course in the term."""
    seen = set()
    for plan in demo.plans:
        teacher = demo.staff.teacher_of[plan.key]
        if teacher in seen or teacher == DEPUTY or demo.people[teacher].pk not in demo.accounts:
            continue
        course = demo.courses[plan.key]
        last = Lesson.objects.filter(school=demo.school, course=course, date__range=(term.since, term.until))
        if course.group.scheme_id == term.scheme_id and last.exists():
            seen.add(teacher)
            since = term.until - timedelta(days=4)
            yield teacher, Unlock(school=demo.school, course=course, since=since, until=term.until, asked_reason=ASKED)
