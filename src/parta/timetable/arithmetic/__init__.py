"""What is right and wrong in a week of lessons: facts, rules over them, where a lesson fits. Pure."""

from parta.timetable.arithmetic.board import Board
from parta.timetable.arithmetic.facts import Card, Course, Facts, Issue, Norms, SchoolClass, Wishes, placed_hours
from parta.timetable.arithmetic.fitting import Fit, fits, joint_with
from parta.timetable.arithmetic.rules import RULES, find

__all__ = [
    "RULES",
    "Board",
    "Card",
    "Course",
    "Facts",
    "Fit",
    "Issue",
    "Norms",
    "SchoolClass",
    "Wishes",
    "find",
    "fits",
    "joint_with",
    "placed_hours",
]
