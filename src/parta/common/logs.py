"""What goes into logs: where something fell and of what kind, never the values it fell on (law 11 of the design)."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TypeAlias

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Nameless(logging.Formatter):
    """A traceback with the places and kinds of errors; their messages may hold names, so they stay out."""

    def formatException(self, ei: ExcInfo) -> str:
        return "\n".join(_lines(ei[1])) if ei[1] else ""


def _lines(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = [*_lines(before), "then:"] if before else []
    places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return [*earlier, *places, type(error).__qualname__]
