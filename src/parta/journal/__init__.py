"""Pages of the staff: the day, the journal of a course, the class, the school's home."""
