"""What a stranger may read: schools, their contacts, heads and regulations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parta.access.roles import Role
from parta.classes.models import Appointment
from parta.classes.selectors import active
from parta.common import clock
from parta.common.codes import Ref
from parta.common.errors import NotFound
from parta.common.pages import page_of
from parta.common.russian import search_key, sort_key
from parta.marks.models import ScheduleEdition
from parta.school.models import Branch, School
from parta.service.arithmetic import Clause, clauses_of
from parta.service.models import Regulation
from parta.service.schedules import latest_schedules

COUNTRY = "+7"


@dataclass(frozen=True)
class Leader:
    """Who leads a school or a branch: the title of the post and the full name."""

    role: Any
    name: str


@dataclass(frozen=True)
class BranchCard:
    """A branch with its head and, where the branch has one, the regulation in force."""

    branch: Branch
    leader: Leader | None
    regulation: Regulation | None = None
    schedule: ScheduleEdition | None = None
    """Of assessment procedures: the latest edition."""

    @property
    def site_name(self) -> str:
        return self.branch.site.split("://")[-1].removesuffix("/")

    @property
    def phone_link(self) -> str:
        """The telephone as a device dials it: +7 and ten digits where the town code is there."""
        digits = "".join(letter for letter in self.branch.phone if letter.isdigit())
        if len(digits) == 11 and digits[0] in "78":
            return COUNTRY + digits[1:]
        return COUNTRY + digits if len(digits) == 10 else digits


@dataclass(frozen=True)
class SchoolPage:
    school: School
    branches: list[BranchCard]
    regulation: Regulation | None = None


@dataclass(frozen=True)
class SchoolRow:
    school: School
    branches: list[Branch]

    @property
    def places(self) -> str:
        """The address of the main school, then the names of its branches."""
        words = (row.address if row.is_main else row.short_name for row in self.branches)
        return " · ".join(filter(None, words))


@dataclass(frozen=True)
class Start:
    """The only school, or a page of all of them; neither while there is none."""

    school: SchoolPage | None
    page: Page[Any]
    is_empty: bool = False


def start(*, text: str = "", page: str | None = None) -> Start:
    schools = list(School.objects.all())
    if len(schools) == 1:
        return Start(_school_page(schools[0]), page_of([], None))
    rows = _rows(schools)
    words = search_key(text).split()[:5]
    found = [row for row in rows if all(word in _searched(row) for word in words)]
    return Start(None, page_of(found, page), is_empty=not schools)


def _rows(schools: list[School]) -> list[SchoolRow]:
    """Every school with its branches, in Russian order."""
    branches: dict[int, list[Branch]] = {school.pk: [] for school in schools}
    rows = Branch.objects.filter(school_id__in=list(branches)) if schools else []
    for row in sorted(rows, key=_main_first):
        branches[row.school_id].append(row)
    ordered = sorted(schools, key=lambda school: sort_key(school.short_name))
    return [SchoolRow(school, branches[school.pk]) for school in ordered]


def _main_first(branch: Branch) -> tuple[bool, str]:
    return not branch.is_main, sort_key(branch.short_name)


def _searched(row: SchoolRow) -> str:
    places = (f"{branch.name} {branch.short_name} {branch.address}" for branch in row.branches)
    return search_key(" ".join((row.school.name, row.school.short_name, *places)))


def school_page(school_id: int) -> SchoolPage:
    school = School.objects.filter(pk=school_id).first()
    if school is None:
        raise NotFound
    return _school_page(school)


def _school_page(school: School) -> SchoolPage:
    leaders, regulations = _leaders(school), _in_force(school)
    branches = sorted(Branch.objects.filter(school_id=school.pk), key=_main_first)
    schedules = latest_schedules(school.pk)
    cards = [
        BranchCard(row, leaders.get(None if row.is_main else row.pk), regulations.get(row.pk), schedules.get(row.pk))
        for row in branches
    ]
    return SchoolPage(school, cards, regulations.get(None))


def _leaders(school: School) -> dict[int | None, Leader]:
    """By branch; the director of the school by None."""
    rows = Appointment.objects.filter(
        active(clock.today(school.time_zone)), school_id=school.pk, role__in=(Role.DIRECTOR, Role.HEAD)
    ).annotate(surname=F("person__surname"), name=F("person__name"), patronymic=F("person__patronymic"))
    leaders: dict[int | None, Leader] = {}
    for row in rows.order_by("since"):
        if (row.role == Role.DIRECTOR) == (row.branch_id is None):
            name = " ".join(filter(None, (row.surname, row.name, row.patronymic)))
            leaders[row.branch_id] = Leader(Role(row.role).label, name)
    return leaders


@dataclass(frozen=True)
class RegulationPage:
    """An edition ready to be read, with where it holds and what came before and after it."""

    school: School
    card: BranchCard
    edition: Regulation
    clauses: tuple[Clause, ...]
    editions: list[Regulation]
    in_force: Regulation | None

    @property
    def edition_words(self) -> str:
        values = {"number": self.edition.version, "day": date_format(self.edition.since, "DATE_FORMAT")}
        return _("Edition %(number)s, in force from %(day)s") % values

    @property
    def author(self) -> str:
        person = self.edition.published_by
        return person.full_name if person else ""


def regulation_page(ref: Ref) -> RegulationPage:
    rows = Regulation.objects.filter(school_id=ref.school_id)
    edition = rows.filter(pk=ref.id).select_related("school", "branch", "published_by").first()
    if edition is None:
        raise NotFound
    today = clock.today(edition.school.time_zone)
    editions = list(rows.filter(branch_id=edition.branch_id).defer("body").order_by("-version"))
    branch = edition.branch or Branch.objects.get(school_id=ref.school_id, is_main=True)
    return RegulationPage(
        school=edition.school,
        card=BranchCard(branch, _leaders(edition.school).get(None if branch.is_main else branch.pk)),
        edition=edition,
        clauses=clauses_of(edition.body),
        editions=editions,
        in_force=next((row for row in editions if row.since <= today), None),
    )


def _in_force(school: School) -> dict[int | None, Regulation]:
    """The edition in force by branch, that of the whole school by None."""
    today = clock.today(school.time_zone)
    rows = Regulation.objects.filter(school_id=school.pk, since__lte=today).defer("body")
    return {row.branch_id: row for row in rows.order_by("version")}
