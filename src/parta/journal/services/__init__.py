"""What is written together: cells, the text of a lesson; operations that arrive late, twice or out of order."""

from parta.journal.services.cells import CellOp, put_cells
from parta.journal.services.lesson import LessonText, give_task, write_lesson

__all__ = ["CellOp", "LessonText", "give_task", "put_cells", "write_lesson"]
