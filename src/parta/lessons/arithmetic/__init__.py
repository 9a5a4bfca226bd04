"""Pure arithmetic of lessons: which dates a pattern falls on (calendar), who may give a lesson instead (covering)."""

from parta.lessons.arithmetic.calendar import (
    NEXT_STATES,
    days,
    last_day,
    may_become,
    teaching_weekday,
    week_of_cycle,
)

__all__ = ["NEXT_STATES", "days", "last_day", "may_become", "teaching_weekday", "week_of_cycle"]
