"""Pages of the timetable: the week in force (pattern), drafts and their versions, the editor."""

from parta.timetable.views.editor import act, card, editor, issues
from parta.timetable.views.pattern import index
from parta.timetable.views.versions import compare, delete_draft, load, open_draft, versions

__all__ = [
    "act",
    "card",
    "compare",
    "delete_draft",
    "editor",
    "index",
    "issues",
    "load",
    "open_draft",
    "versions",
]
