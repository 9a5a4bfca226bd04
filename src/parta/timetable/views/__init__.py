"""Pages of the timetable: the week in force (pattern), drafts and their versions, the editor,
the automatic timetable (solver), wishes of teachers."""

from parta.timetable.views.editor import act, card, editor, issues
from parta.timetable.views.pattern import index
from parta.timetable.views.solver import apply_run, run, solver, stop_run, take_back_run
from parta.timetable.views.versions import compare, delete_draft, load, open_draft, versions
from parta.timetable.views.wishes import wish, wishes

__all__ = [
    "act",
    "apply_run",
    "card",
    "compare",
    "delete_draft",
    "editor",
    "index",
    "issues",
    "load",
    "open_draft",
    "run",
    "solver",
    "stop_run",
    "take_back_run",
    "versions",
    "wish",
    "wishes",
]
