"""Lessons of a class, a teacher or a pupil for calendars (iCalendar), under secret addresses."""
