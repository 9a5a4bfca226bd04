"""What is written together: cells, the text of a lesson."""

from parta.journal.services.cells import CellOp, LessonText, give_task, put_cells, write_lesson

__all__ = ["CellOp", "LessonText", "give_task", "put_cells", "write_lesson"]
