"""aSc Timetables: its XML file in and out, its names matched with the school's, a draft of the timetable made of it."""
