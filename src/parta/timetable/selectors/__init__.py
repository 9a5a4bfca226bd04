"""Reads of the room: the week in force (pattern), a version with everything around it (sheet), its pages."""

from parta.timetable.selectors.pattern import TimetablePage, current_versions, timetable_page
from parta.timetable.selectors.sheet import Sheet, sheet_of

__all__ = ["Sheet", "TimetablePage", "current_versions", "sheet_of", "timetable_page"]
