"""Reading marks as they count (averages)."""

from parta.grading.selectors.averages import SeenMark, Way, average_kind, average_of, averages, marks_seen, work_kinds

__all__ = ["SeenMark", "Way", "average_kind", "average_of", "averages", "marks_seen", "work_kinds"]
