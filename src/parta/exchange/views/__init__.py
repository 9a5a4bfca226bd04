"""Pages of the room: the workbook, timetables in and out, calendars."""
