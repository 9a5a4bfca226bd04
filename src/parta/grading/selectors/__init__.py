"""Reading marks as they count (averages)."""

from parta.grading.selectors.averages import SeenMark, average_kind, average_of, averages, marks_seen

__all__ = ["SeenMark", "average_kind", "average_of", "averages", "marks_seen"]
