"""The week of a version as tables by class, teacher and room: for Excel and for paper."""
