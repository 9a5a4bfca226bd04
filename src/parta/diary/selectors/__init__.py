"""What a pupil and the family read: days with lessons (days), marks by subject (marks)."""

from parta.diary.selectors.days import coming_acts, days_of, file_for, reader_of
from parta.diary.selectors.marks import average_page, marks_page

__all__ = ["average_page", "coming_acts", "days_of", "file_for", "marks_page", "reader_of"]
