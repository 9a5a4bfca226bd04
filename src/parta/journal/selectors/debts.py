"""Academic debts for the staff: what is to be decided, the list, one debt with its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parta.access.actor import Actor
from parta.access.reading import opens, row_for
from parta.access.roles import MANAGEMENT, relations
from parta.classes.models import GroupKind, Membership
from parta.classes.selectors import active
from parta.classes.selectors.steps import Step, steps_of
from parta.common.codes import Ref
from parta.common.pages import named_like, ordered, page_of
from parta.common.russian import search_key
from parta.common.sheets import Value
from parta.grading.arithmetic.debts import ANNULLED, CLEARED, MOST_RESITS, OPEN, OVERDUE, usual
from parta.grading.models import Debt, FinalMark
from parta.grading.rules import DECIDE_DEBT, VIEW_DEBTS
from parta.grading.selectors.debts import DebtLine, in_state, lines_of_debts, owed
from parta.school.selectors import now_of, policy_of, today_of

OWED, ALL = "owed", "all"
SORTS = {
    "deadline": ("deadline", "person__sort_key", "subject__name"),
    "person": ("person__sort_key", "subject__name"),
    "group": ("group__year_level", "group__name", "person__sort_key"),
    "subject": ("subject__name", "person__sort_key"),
}
OWED_SORTS = {name: SORTS[name] for name in ("person", "group", "subject")}
TABS: dict[str, str | Promise] = {
    OWED: gettext_lazy("To be decided"),
    OPEN: gettext_lazy("Open ones"),
    OVERDUE: gettext_lazy("Overdue ones"),
    CLEARED: gettext_lazy("Cleared ones"),
    ANNULLED: gettext_lazy("Annulled ones"),
    ALL: gettext_lazy("All"),
}
WAITING = (OWED, OVERDUE)
NAMES = ("person", "group", "subject", "year")
MOST_EXPORTED = 5000


@dataclass(frozen=True)
class DebtQuery:
    """Filters of the list; `show` is "owed" (to be decided), a state of a debt, "all", or nothing: what waits."""

    words: str = ""
    show: str = ""
    sort: str = ""
    page: str | None = None


@dataclass(frozen=True)
class ListedDebt:
    """A debt with the class of the pupil by now."""

    line: DebtLine
    now_in: str


@dataclass(frozen=True)
class Tab:
    key: str
    title: str
    count: int

    @property
    def waits(self) -> bool:
        return self.key in WAITING


@dataclass(frozen=True)
class DebtList:
    """Either debts or, where something is to be decided, marks of the year."""

    page: Page[FinalMark] | Page[Debt]
    show: str
    rows: list[ListedDebt]
    counts: dict[str, int]
    may_decide: bool
    today: date
    deadline: date
    """What is offered for a new debt."""

    @property
    def tabs(self) -> list[Tab]:
        """What the list can show; annulled ones where there are any, what is to be decided to who decides."""
        hidden = set() if self.may_decide else {OWED}
        hidden |= set() if self.counts[ANNULLED] else {ANNULLED}
        return [Tab(key, str(title), self.counts.get(key, 0)) for key, title in TABS.items() if key not in hidden]

    @property
    def title(self) -> str:
        return str(TABS[self.show])

    @property
    def is_owed(self) -> bool:
        return self.show == OWED


def visible(actor: Actor) -> QuerySet[Debt]:
    """Debts of the present school that the actor may see."""
    here = actor.within(actor.school_id)
    rows: QuerySet[Debt] = Debt.objects.filter(VIEW_DEBTS.filter(here), school_id=actor.school_id or 0)
    return rows


def shows_debts(actor: Actor) -> bool:
    """Whether a page offers the way to debts: always to who leads, to a teacher while there is one."""
    if actor.has("leads", *relations(*MANAGEMENT)):
        return True
    return opens(actor, VIEW_DEBTS) and visible(actor).filter(in_state(OPEN, date.min)).exists()


def debts_for(actor: Actor, query: DebtQuery) -> DebtList:
    """Debts that the actor may see; a fixed number of queries."""
    school_id = actor.school_id or 0
    mine, now = visible(actor), now_of(school_id)
    today = now.date()
    may_decide = opens(actor, DECIDE_DEBT)
    waiting = owed(school_id).filter(DECIDE_DEBT.filter(actor)) if may_decide else FinalMark.objects.none()
    counts = {**_counts(mine, today), OWED: waiting.count()}
    show = query.show if query.show in TABS else (OWED if counts[OWED] else OPEN)
    if show == OWED:
        found = waiting.filter(_like(query.words, school_id, today)).select_related(*NAMES, "written_by")
        page = page_of(ordered(found, query.sort, OWED_SORTS), query.page)
        rows = []
    else:
        page = page_of(_listed(actor, query, show, today), query.page)
        rows = _rows(school_id, page.object_list, today)
    return DebtList(page, show, rows, counts, may_decide, today, _offered(school_id, page, now))


def _offered(school_id: int, page: Page[Any], now: datetime) -> date:
    """The deadline for what the page shows: so many days after its earliest mark."""
    today = now.date()
    days = int(policy_of(school_id, today)["debt_days"])
    put = [row.written_at.astimezone(now.tzinfo).date() for row in page.object_list if isinstance(row, FinalMark)]
    return usual(min(put, default=today), days, today)


def _counts(mine: QuerySet[Debt], today: date) -> dict[str, int]:
    states = (OPEN, OVERDUE, CLEARED, ANNULLED)
    counts: dict[str, int] = mine.aggregate(**{key: Count("pk", filter=in_state(key, today)) for key in states})
    return counts


def _listed(actor: Actor, query: DebtQuery, show: str, today: date) -> QuerySet[Debt]:
    school_id = actor.school_id or 0
    mine = visible(actor)
    rows = mine.filter(_like(query.words, school_id, today), in_state(show, today)).select_related(*NAMES, "mark")
    return ordered(rows, query.sort, SORTS)


def _rows(school_id: int, debts: Iterable[Debt], today: date) -> list[ListedDebt]:
    lines = lines_of_debts(school_id, debts, today)
    stays = _in_classes(school_id, today).filter(person_id__in={line.debt.person_id for line in lines})
    classes = dict(stays.values_list("person_id", "group__name"))
    return [ListedDebt(line, classes.get(line.debt.person_id, "")) for line in lines]


def _in_classes(school_id: int, today: date) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.filter(
        active(today), school_id=school_id, group__kind=GroupKind.CLASS
    )
    return rows


def _like(words: str, school_id: int, today: date) -> Q:
    """A name of the pupil, the class then or now, or the subject holds every word."""
    found = Q()
    for word in search_key(words).split()[:5]:
        one, now_in = named_like(word), Q()
        for typed in {word, word.upper(), word.capitalize()}:
            one |= Q(subject__name__contains=typed) | Q(group__name__contains=typed)
            now_in |= Q(group__name__contains=typed)
        found &= one | Q(person_id__in=_in_classes(school_id, today).filter(now_in).values("person_id"))
    return found


def debt_table(actor: Actor, query: DebtQuery) -> tuple[list[tuple[str, int]], Iterator[list[Value]]]:
    """The list for a spreadsheet: headings with widths, and lines; debts alone, also where marks wait."""
    school_id = actor.school_id or 0
    today = today_of(school_id)
    rows = _rows(school_id, _listed(actor, query, query.show, today)[:MOST_EXPORTED], today)
    head = [
        (_("Pupil"), 30),
        (_("Class now"), 10),
        (_("Subject"), 24),
        (_("Class and year of the debt"), 18),
        (_("Mark"), 8),
        (_("Arose on"), 12),
        (_("Clear by"), 12),
        (_("State"), 16),
        (_("Re-sits"), 44),
        (_("Note"), 40),
    ]
    return head, (_table_line(row) for row in rows)


def _table_line(row: ListedDebt) -> list[Value]:
    debt, line = row.line.debt, row.line
    tries = "; ".join(
        f"{resit.number}: {_day(resit.held_on or resit.on)} {resit.value}".strip() for resit in line.resits
    )
    place = f"{debt.group.name}, {debt.year.title}"
    who: list[Value] = [debt.person.full_name, row.now_in, debt.subject.name, place, debt.value]
    return [*who, debt.arisen_on, debt.deadline, line.words, tries, debt.note]


def _day(day: date | None) -> str:
    return date_format(day, "d.m.Y") if day else ""


@dataclass(frozen=True)
class DebtPage:
    line: DebtLine
    now_in: str
    steps: list[Step]
    may_decide: bool

    @property
    def may_plan(self) -> bool:
        """There is time and a re-sit left to be planned or to be moved."""
        return self._is_unfinished and self.line.state == OPEN

    @property
    def may_enter(self) -> bool:
        return self.may_decide and self.line.is_live and self.line.planned is not None

    @property
    def needs_time(self) -> bool:
        """A re-sit is left, but the deadline is over."""
        return self._is_unfinished and self.line.state == OVERDUE

    @property
    def _is_unfinished(self) -> bool:
        return self.may_decide and not self.line.is_groundless and len(self.line.held) < MOST_RESITS


def debt_of(actor: Actor, ref: Ref, *, decides: bool = False) -> Debt:
    """A debt the actor may see, or decide."""
    rows = Debt.objects.select_related(*NAMES, "mark", "course")
    found: Debt = row_for(actor, rows, ref, DECIDE_DEBT if decides else VIEW_DEBTS, see=VIEW_DEBTS)
    return found


def line_of(debt: Debt) -> DebtLine:
    """A debt as it stands today."""
    return lines_of_debts(debt.school_id, [debt], today_of(debt.school_id))[0]


def debt_page(actor: Actor, debt: Debt) -> DebtPage:
    row = _rows(debt.school_id, [debt], today_of(debt.school_id))[0]
    return DebtPage(row.line, row.now_in, steps_of(debt, _words)[::-1], DECIDE_DEBT.allows(actor, debt))


def _words(new: dict[str, Any], reason: str) -> str:
    return "; ".join(filter(None, [*_told(new), reason]))


def _told(new: dict[str, str]) -> Iterator[str]:
    """What the ledger keeps of an act, in words."""
    days = {key: _day(date.fromisoformat(new[key])) for key in ("on", "held_on", "deadline") if new.get(key)}
    if "resit" in new:
        day = days.get("held_on") or days.get("on", "")
        yield _("Re-sit %(number)s, %(day)s") % {"number": new["resit"], "day": day}
    if "result" in new:
        yield _("result: %(mark)s") % {"mark": new["result"]}
    if "commission" in new:
        yield _("commission: %(names)s") % {"names": new["commission"]}
    if "deadline" in new:
        yield _("clear by %(day)s") % {"day": days["deadline"]}
    if "extra_days" in new:
        yield _("days not counted: %(days)s") % {"days": new["extra_days"]}
    if "note" in new:
        yield new["note"]
