"""Pages of the office: pupils, staff, classes, history of changes."""
