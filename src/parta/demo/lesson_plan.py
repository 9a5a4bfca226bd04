"""What is done at the n-th lesson of a course: topic, work, homework. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from parta.demo.names import table


@dataclass(frozen=True)
class WorkPlan:
    """A work of the whole class: short name of its type, title."""

    kind: str
    title: str
    is_great: bool


@dataclass(frozen=True)
class TaskPlan:
    text: str
    minutes: int
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Stage:
    """Where a course stands: the lesson's index from 0 of so many in the year."""

    subject: str
    level: int
    index: int
    total: int
    hours: Decimal


WORK_TYPES = (
    ("Ответ на уроке", "отв", "1", False, True),
    ("Самостоятельная работа", "с/р", "1.5", False, False),
    ("Контрольная работа", "к/р", "3", True, False),
    ("Диктант", "дикт.", "2", True, False),
    ("Сочинение", "соч.", "2", True, False),
    ("Тест", "тест", "1.5", False, False),
    ("Лабораторная работа", "л/р", "1.5", False, False),
    ("Практическая работа", "п/р", "1.5", False, False),
    ("Норматив", "норм.", "1", False, False),
    ("Домашняя работа", "д/р", "0.5", False, False),
)
"""Name, short name, weight, important, for answers at the lesson."""

DOUBLE = ("дикт.", "соч.")
"""Works with two marks, for literacy and for the rest (domain.md 4.1)."""

UNMARKED = ("Основы религиозных культур и светской этики", "Индивидуальный проект")


SHARE_OF_BAND = 0.6
"""A list for several year levels is gone through from the easier topics in the first to the harder in the last."""


@cache
def topics_of(subject: str, level: int) -> tuple[str, ...]:
    for levels, lines in table("lessons")["topics"][subject].items():
        low, high = map(int, levels.split("-"))
        if low <= level <= high:
            return _for_level(tuple(lines.split("\n")[:-1]), level - low, high - low)
    raise ValueError(f"No topics of {subject} for year {level}")


def _for_level(names: tuple[str, ...], step: int, steps: int) -> tuple[str, ...]:
    if not steps:
        return names
    count = max(3, int(len(names) * SHARE_OF_BAND))
    first = (len(names) - count) * step // steps
    return names[first : first + count]


def remarks(kind: str) -> tuple[str, ...]:
    """Comments beside good and bad marks and absences."""
    return tuple(table("lessons")["remarks"][kind])


def topic_of(stage: Stage) -> str:
    """Topics last several lessons each: the first has the bare name, the others say what is done."""
    name, step, steps = _name_and_step(stage)
    if step == 0:
        return name
    words = table("lessons")["tails"]
    tails = words["exact" if stage.subject in words["exact_subjects"] else "other"]
    return f"{name}: {tails[-1] if step == steps - 1 else tails[(step - 1) % (len(tails) - 1)]}"


def _name_and_step(stage: Stage) -> tuple[str, int, int]:
    """The topic, the number of this lesson in it from 0, and how many lessons it takes."""
    names = topics_of(stage.subject, stage.level)
    place = stage.index * len(names) // stage.total
    first = -(-place * stage.total // len(names))
    following = -(-(place + 1) * stage.total // len(names))
    return names[place], stage.index - first, following - first


def title_of(stage: Stage, work: WorkPlan | None) -> str:
    """What stands in the journal: a great work by its name, else the topic."""
    if work and work.is_great:
        name = next(row[0] for row in WORK_TYPES if row[1] == work.kind)
        return f"{name} {work.title}"
    return topic_of(stage)


def section_of(stage: Stage) -> str:
    """The topic that lasts several lessons."""
    return _name_and_step(stage)[0]


def step_of(stage: Stage) -> tuple[int, int]:
    """Which lesson of its topic this is, from 0, and of how many."""
    return _name_and_step(stage)[1:]


def work_of(stage: Stage) -> WorkPlan | None:
    """The work of the whole class at this lesson; first-year pupils write none for a mark."""
    plan = table("lessons")["work"].get(stage.subject)
    if plan is None or stage.level == 1:
        return None
    great, small, far, near = plan
    number = stage.index + 1
    name = _name_and_step(stage)[0]
    if number % far == 0:
        return WorkPlan(great, f"№ {number // far}. {name}", is_great=True)
    if number % near == near - 1:
        return WorkPlan(small, name, is_great=False)
    return None


def marks_answers(stage: Stage) -> bool:
    return stage.level > 1 and stage.subject not in UNMARKED


def task_of(stage: Stage, random: Random) -> TaskPlan | None:
    """Homework for the next lesson; none in the first year (domain.md 4.3)."""
    patterns = table("lessons")["homework"].get(stage.subject)
    often = 0.9 if stage.hours >= 1 and stage.subject not in ("Музыка", "Изобразительное искусство") else 0.3
    if patterns is None or stage.level == 1 or random.random() > often:
        return None
    number = stage.index // 3 + 2
    exercise = 4 * stage.index + random.randint(10, 20)
    text = random.choice(patterns).format(
        n=number, m=number + 1, a=exercise, b=exercise + random.randint(1, 9), topic=_name_and_step(stage)[0]
    )
    link = table("lessons")["links"].get(stage.subject)
    links = (tuple(link),) if link and random.random() < 0.06 else ()
    return TaskPlan(text, random.choice(_minutes(stage.level)), links)


def _minutes(level: int) -> tuple[int, ...]:
    """Five or six tasks a day stay within the limits of domain.md 5."""
    return (10, 15) if level <= 4 else (10, 15, 20) if level <= 6 else (15, 20, 25) if level <= 8 else (20, 25, 30)
