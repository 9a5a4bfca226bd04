"""Attendance codes of a school and who missed or was late for which lesson."""
