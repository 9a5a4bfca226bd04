"""Reading assessment procedures: the facts of the checks (facts), the schedule of a branch (schedule)."""

from parta.marks.selectors.facts import Said, check_of_lesson, check_plans, limits_of, procedures_of_course, warnings_of
from parta.marks.selectors.schedule import Entry, Schedule, published_rows, schedule_of

__all__ = [
    "Entry",
    "Said",
    "Schedule",
    "check_of_lesson",
    "check_plans",
    "limits_of",
    "procedures_of_course",
    "published_rows",
    "schedule_of",
    "warnings_of",
]
