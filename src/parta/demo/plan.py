"""What the demo school is made of: classes, subgroups and courses by the curriculum. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from parta.demo.names import table

MAIN, VYACHKA = "main", "vyachka"

PE, MUSIC, ART = "Физическая культура", "Музыка", "Изобразительное искусство"
LABOUR, ENGLISH, IT = "Труд (технология)", "Английский язык", "Информатика"
SAFETY, ORKSE = "Основы безопасности и защиты Родины", "Основы религиозных культур и светской этики"
ETHICS = "Основы духовно-нравственной культуры народов России"
LOCAL = "Краеведение"

DIVIDED_FROM = 20
"""A village class of so many pupils is divided for foreign language and informatics (domain.md 4.6)."""


@dataclass(frozen=True)
class Size:
    """How large a demo: pupils by class, weeks of entries before today (0: since the year began)."""

    main: dict[str, int]
    branch: dict[int, int]
    weeks: int = 0

    def first_day(self, year_since: date, today: date) -> date:
        return max(year_since, today - timedelta(weeks=self.weeks)) if self.weeks else year_since


SIZES = {
    "full": Size(
        main={
            **{"1А": 22, "1Б": 20, "2А": 21, "2Б": 19, "3А": 20, "3Б": 22, "4А": 21, "4Б": 18},
            **{"5А": 22, "5Б": 20, "5В": 17, "6А": 24, "6Б": 22, "7А": 24, "7Б": 21, "7В": 18},
            **{"8А": 22, "8Б": 20, "8В": 17, "9А": 23, "9Б": 22},
            **{"10А": 18, "10Б": 15, "11А": 17, "11Б": 14},
        },
        branch={1: 3, 2: 4, 3: 5, 4: 3, 5: 4, 6: 5, 7: 2, 8: 5, 9: 4},
    ),
    "small": Size(
        main={"1А": 6, "3Б": 8, "7А": 20, "7Б": 10, "10А": 6},
        branch={2: 2, 4: 2, 5: 2, 6: 2},
        weeks=1,
    ),
}

SECOND_SHIFT = (3, 4)
"""Year levels of the second shift; 1, 5, 9 and 11 never are (domain.md 5)."""


@dataclass(frozen=True)
class ClassPlan:
    name: str
    level: int
    letter: str
    size: int
    branch: str

    @property
    def shift(self) -> int:
        return 2 if self.branch == MAIN and self.level in SECOND_SHIFT else 1

    def is_divided(self, subject: str) -> bool:
        return self.branch == MAIN and self.size >= DIVIDED_FROM and subject in (ENGLISH, IT)


@dataclass(frozen=True)
class GroupPlan:
    """A subgroup: the `share`-th half of a class, or the boys or girls of several classes."""

    name: str
    parts: tuple[str, ...]
    level: int
    share: str


@dataclass(frozen=True)
class CoursePlan:
    """A subject in a class or subgroup; `classes` are busy while it is taught."""

    group: str
    subject: str
    hours: Decimal
    level: int
    branch: str
    classes: tuple[str, ...]
    share: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.group, self.subject)


def classes_of(size: Size) -> list[ClassPlan]:
    main = [ClassPlan(name, int(name[:-1]), name[-1], count, MAIN) for name, count in size.main.items()]
    return main + [ClassPlan(str(level), level, "", count, VYACHKA) for level, count in size.branch.items()]


def hours_of(subject: str, level: int, branch: str) -> Decimal:
    data = table("curriculum")
    rows = {**data["hours"], **(data["branch_hours"] if branch == VYACHKA else {})}
    return Decimal(str(rows[subject][level - 1]))


def subjects() -> list[str]:
    return list(table("curriculum")["hours"])


def labour_pairs(classes: list[ClassPlan]) -> list[tuple[ClassPlan, ClassPlan]]:
    """Classes А and Б of a year level that make one boys' and one girls' group."""
    by_name = {row.name: row for row in classes if row.branch == MAIN}
    pairs = [(by_name.get(f"{level}А"), by_name.get(f"{level}Б")) for level in (5, 6, 7)]
    return [(first, second) for first, second in pairs if first and second]


def subgroups_of(classes: list[ClassPlan]) -> list[GroupPlan]:
    halves = [
        GroupPlan(f"{row.name} {short} {half}", (row.name,), row.level, half)
        for row in classes
        for subject, short in ((ENGLISH, "англ."), (IT, "инф."))
        if row.is_divided(subject) and hours_of(subject, row.level, row.branch)
        for half in ("1", "2")
    ]
    by_sex = [
        GroupPlan(f"{first.name}Б труд, {word}", (first.name, second.name), first.level, sex)
        for first, second in labour_pairs(classes)
        for sex, word in (("m", "мальчики"), ("f", "девочки"))
    ]
    return halves + by_sex


def courses_of(classes: list[ClassPlan]) -> list[CoursePlan]:
    return [*_class_courses(classes), *_labour_courses(classes)]


def _class_courses(classes: list[ClassPlan]) -> Iterator[CoursePlan]:
    together = {row.name for pair in labour_pairs(classes) for row in pair}
    for row in classes:
        for subject in subjects():
            hours = hours_of(subject, row.level, row.branch)
            if not hours or (subject == LABOUR and row.name in together):
                continue
            if row.is_divided(subject):
                short = "англ." if subject == ENGLISH else "инф."
                for half in ("1", "2"):
                    group = f"{row.name} {short} {half}"
                    yield CoursePlan(group, subject, hours, row.level, row.branch, (row.name,), half)
            else:
                yield CoursePlan(row.name, subject, hours, row.level, row.branch, (row.name,))


def _labour_courses(classes: list[ClassPlan]) -> Iterator[CoursePlan]:
    for first, second in labour_pairs(classes):
        for sex, word in (("m", "мальчики"), ("f", "девочки")):
            hours = hours_of(LABOUR, first.level, MAIN)
            group = f"{first.name}Б труд, {word}"
            yield CoursePlan(group, LABOUR, hours, first.level, MAIN, (first.name, second.name), sex)
