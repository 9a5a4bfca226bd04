"""Kinds of operations: how each reads its place from codes, writes, and says what stands there.

A later room adds its own by `register`; the log of operations (services/operations.py) treats all alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from parta.access.actor import Actor
from parta.common.codes import Ref, decode
from parta.common.errors import Conflict, NotFound
from parta.homework.models import Homework
from parta.journal.selectors.cells import Cell, Place, standing_cells
from parta.journal.selectors.lesson import lesson_of, tasks_of
from parta.journal.services.cells import CellOp, put_cells
from parta.journal.services.lesson import LessonText, write_lesson
from parta.lessons.services import check_attendance

Fields = Mapping[str, Any]
Target = Any
"""What an operation is about, as its kind has read it.

Has `school_id` and `place`: operations on one place are written one after the other.
"""


@dataclass(frozen=True)
class Standing:
    """What stands at a place: its version and what the page is told."""

    version: str
    answer: dict[str, Any]


class Kind(Protocol):
    """`read` raises KeyError or ValueError for what cannot be read; `write` is all or nothing, one `seen` a target."""

    def read(self, fields: Fields) -> Target: ...

    def write(self, actor: Actor, school_id: int, targets: Sequence[Target], seen: Sequence[str]) -> list[Standing]: ...

    def standing(self, actor: Actor, school_id: int, target: Target) -> Standing: ...


def text_of(fields: Fields, name: str, most: int = 4000) -> str:
    """A text of an operation; ValueError for anything else."""
    value = fields.get(name) or ""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ValueError(name)
    return value


@dataclass(frozen=True)
class _CellTarget:
    school_id: int
    lesson: Ref
    op: CellOp

    @property
    def place(self) -> tuple[Any, ...]:
        """All works of a lesson share the absence, so they are one place."""
        return "cell", self.op.lesson_id, self.op.person_id


class CellKind:
    def read(self, fields: Fields) -> _CellTarget:
        lesson, person = decode("lesson", text_of(fields, "l")), decode("person", text_of(fields, "p"))
        work = decode("work", text_of(fields, "w")) if fields.get("w") else None
        if work and work.school_id != lesson.school_id:
            raise ValueError("w")
        op = CellOp(
            lesson.id,
            person.id,
            text_of(fields, "text"),
            work.id if work else None,
            comment=text_of(fields, "comment") if "comment" in fields else None,
            reason=text_of(fields, "reason", 300),
            was=text_of(fields, "was") if "was" in fields else None,
        )
        return _CellTarget(lesson.school_id, lesson, op)

    def write(self, actor: Actor, school_id: int, targets: Sequence[Target], seen: Sequence[str]) -> list[Standing]:
        operations = [target.op.upon(version) for target, version in zip(targets, seen, strict=True)]
        return [_cell_answer(cell) for cell in put_cells(actor=actor, school_id=school_id, operations=operations)]

    def standing(self, actor: Actor, school_id: int, target: Target) -> Standing:
        lesson_of(actor, target.lesson)
        place: Place = target.op.place
        return _cell_answer(standing_cells(school_id, [place])[place])


def _cell_answer(cell: Cell) -> Standing:
    """A cell as the script of the grid reads it."""
    answer = {"text": cell.text, "symbol": cell.symbol, "marks": "/".join(cell.marks), "low": cell.is_low}
    return Standing(cell.version, {"cell": answer | {"version": cell.version, "comment": cell.comment}})


@dataclass(frozen=True)
class _LessonTarget:
    school_id: int
    lesson: Ref
    fields: Fields

    @property
    def place(self) -> tuple[Any, ...]:
        return "lesson", self.lesson.id


class LessonKind:
    """Topic and homework for everybody; the version is "lesson.homework", the latter empty where there is none."""

    def read(self, fields: Fields) -> _LessonTarget:
        lesson = decode("lesson", text_of(fields, "l"))
        known = {name: text_of(fields, name) for name in ("topic", "homework", "due") if name in fields}
        minutes = fields.get("minutes")
        if minutes is not None and (not isinstance(minutes, int) or not 0 <= minutes <= 600):
            raise ValueError("minutes")
        if known.get("due"):
            decode("lesson", known["due"])
        return _LessonTarget(lesson.school_id, lesson, known | {"minutes": minutes})

    def write(self, actor: Actor, school_id: int, targets: Sequence[Target], seen: Sequence[str]) -> list[Standing]:
        return [self._write(actor, target, version) for target, version in zip(targets, seen, strict=True)]

    def _write(self, actor: Actor, target: _LessonTarget, seen: str) -> Standing:
        lesson = lesson_of(actor, target.lesson)
        if seen != _lesson_standing(lesson)[0].version:
            raise Conflict
        task = _lesson_standing(lesson)[1]
        fields = target.fields
        text = LessonText(
            fields.get("topic", lesson.topic),
            lesson.version,
            fields.get("homework"),
            task.version if task else None,
            fields.get("minutes"),
            decode("lesson", fields["due"]).id if fields.get("due") else None,
        )
        write_lesson(actor=actor, lesson=lesson, text=text, task=task)
        lesson.refresh_from_db()
        return _lesson_standing(lesson)[0]

    def standing(self, actor: Actor, school_id: int, target: Target) -> Standing:
        return _lesson_standing(lesson_of(actor, target.lesson))[0]


def _lesson_standing(lesson: Any) -> tuple[Standing, Homework | None]:
    task = next((view.homework for view in tasks_of(lesson) if view.homework.for_all), None)
    version = f"{lesson.version}.{task.version if task else ''}"
    words = {"topic": lesson.topic, "homework": task.text if task else "", "version": version}
    return Standing(version, {"lesson": words}), task


class PresentKind:
    """Attendance of a lesson was looked at; written twice it is the same."""

    def read(self, fields: Fields) -> _LessonTarget:
        lesson = decode("lesson", text_of(fields, "l"))
        return _LessonTarget(lesson.school_id, lesson, {})

    def write(self, actor: Actor, school_id: int, targets: Sequence[Target], seen: Sequence[str]) -> list[Standing]:
        check_attendance(actor=actor, school_id=school_id, lesson_ids=[target.lesson.id for target in targets])
        return [Standing("", {}) for _target in targets]

    def standing(self, actor: Actor, school_id: int, target: Target) -> Standing:
        lesson_of(actor, target.lesson)
        return Standing("", {})


KINDS: dict[str, Kind] = {"cell": CellKind(), "lesson": LessonKind(), "present": PresentKind()}


def register(name: str, kind: Kind) -> None:
    KINDS[name] = kind


def kind_of(name: Any) -> Kind:
    if not isinstance(name, str) or name not in KINDS:
        raise NotFound
    return KINDS[name]
