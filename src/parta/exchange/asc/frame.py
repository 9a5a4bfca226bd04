"""What stands around the lessons of an aSc file: periods, days, weeks, grades. Words of the file are Russian."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parta.exchange.asc.arithmetic import EVERY, day_mask, week_mask
from parta.exchange.asc.tables import DaysDef, Grade, Period, WeeksDef

DAYS = (
    ("Понедельник", "Пн"), ("Вторник", "Вт"), ("Среда", "Ср"), ("Четверг", "Чт"), ("Пятница", "Пт"),
    ("Суббота", "Сб"), ("Воскресенье", "Вс"),
)  # fmt: skip


def periods(bells: Mapping[int, Any], numbers: Iterable[int]) -> tuple[Period, ...]:
    return tuple(_period(number, bells.get(number)) for number in sorted({*bells, *numbers}))


def _period(number: int, bell: Any) -> Period:
    starts, ends = (f"{bell.starts:%H:%M}", f"{bell.ends:%H:%M}") if bell else ("", "")
    return Period(period=str(number), name=str(number), short=str(number), starttime=starts, endtime=ends)


def days(length: int) -> tuple[DaysDef, ...]:
    each = tuple(day_mask(day, length) for day in range(length))
    return (
        DaysDef(id="D-any", days=each, name="В любой день", short="X"),
        DaysDef(id="D-all", days=("1" * length,), name="Каждый день", short="E"),
        *(
            DaysDef(id=f"D-{at}", days=(mask,), name=name, short=short)
            for at, ((name, short), mask) in enumerate(zip(DAYS, each, strict=False), 1)
        ),
    )


def weeks(length: int) -> tuple[WeeksDef, ...]:
    every = WeeksDef(id="W-0", weeks=(week_mask(EVERY, length),), name="Каждую неделю", short="Все")
    if length == 1:
        return (every,)
    first = WeeksDef(id="W-1", weeks=("10",), name="Первая неделя", short="1")
    return every, first, WeeksDef(id="W-2", weeks=("01",), name="Вторая неделя", short="2")


def grades(levels: Iterable[int]) -> tuple[Grade, ...]:
    return tuple(Grade(grade=str(one), name=f"Параллель {one}", short=str(one)) for one in sorted(levels))
