"""Acts of the editor: by their name in the form to a service, each with the act that takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from parta.access.actor import Actor
from parta.common.codes import Ref, encode
from parta.common.errors import Invalid
from parta.timetable.arithmetic import Card
from parta.timetable.models import Version
from parta.timetable.selectors import sheet_of
from parta.timetable.selectors.sheet import Sheet
from parta.timetable.selectors.taking import Asked, cards_of, fit_at
from parta.timetable.services import Place, furnish_cards, move_cards, pin_cards, place_cards, remove_cards, swap_cards
from parta.timetable.views.asked import asked_of, ids_of, number_of, place_of

Fields = dict[str, Any]
"""Names and values of a form of the editor."""
ALONE: Fields = {"alone": 1}
"""What takes an act back is about the lessons of the act, whatever has become joint with them."""


@dataclass(frozen=True)
class Done:
    """What was done in words, the form that takes it back, the codes of lessons put."""

    words: str
    undo: Fields
    slots: list[str]


@dataclass(frozen=True)
class Call:
    actor: Actor
    version: Version
    seen: int
    asked: Asked
    values: Any

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.actor, "version": self.version, "seen": self.seen}

    def slots(self, keys: Any) -> list[str]:
        return [encode("slot", Ref(self.version.school_id, key)) for key in keys]

    def code(self, kind: str, key: int | None) -> str:
        school = 0 if kind == "person" else self.version.school_id
        return encode(kind, Ref(school, key)) if key else ""


def do(request: HttpRequest, actor: Actor, version: Version) -> Done:
    values = request.POST
    call = Call(actor, version, number_of(values, "seen"), asked_of(request), values)
    name = values.get("act", "")
    if name not in ACTS:
        raise Invalid(_("There is no such act."))
    return ACTS[name](call)


def _put(call: Call) -> Done:
    """Put what is in the hand to a place; where the class is busy there, it changes places.

    Taking back moves what was moved and nothing else: a lesson that is joint with it there by chance stays.
    """
    sheet = sheet_of(call.version)
    cards, place = cards_of(sheet, call.asked), place_of(call.values)
    if not call.asked.slots:
        return _place(call, cards, place)
    keys = [card.key for card in cards]
    stays = call.asked.is_alone or cards[0].place == place
    others = () if stays else fit_at(sheet, cards, [place])[place].others
    return _swap_with(call, keys, others) if others else _move(call, sheet, cards, place)


def _place(call: Call, cards: list[Card], place: tuple[int, int]) -> Done:
    places = [Place(card.course, *place, card.week, card.teacher, card.room) for card in cards]
    keys = place_cards(**call.who, places=places)
    slots = call.slots(keys)
    return Done(_("The lesson was put."), {"act": "remove", "s": slots, **ALONE}, slots)


def _move(call: Call, sheet: Sheet, cards: list[Card], place: tuple[int, int]) -> Done:
    keys, (day, number) = [card.key for card in cards], cards[0].place
    move_cards(**call.who, keys=keys, weekday=place[0], number=place[1])
    slots = call.slots(keys)
    undo = {"act": "put", "s": slots, "day": day, "number": number, **ALONE}
    return Done(_("The lesson was moved."), undo, slots)


def _swap_with(call: Call, keys: list[int], others: tuple[int, ...]) -> Done:
    swap_cards(**call.who, keys=keys, others=others)
    slots = call.slots(keys)
    return Done(_("The lessons changed places."), {"act": "swap", "s": slots, "o": call.slots(others)}, slots)


def _swap(call: Call) -> Done:
    return _swap_with(call, list(call.asked.slots), ids_of(call.values, "o", "slot"))


def _remove(call: Call) -> Done:
    keys = [card.key for card in cards_of(sheet_of(call.version), call.asked)]
    gone = remove_cards(**call.who, keys=keys)
    first = gone[0]
    undo = {
        "act": "put",
        "c": [call.code("course", place.course_id) for place in gone],
        "day": first.weekday,
        "number": first.number,
        "week": first.week,
        "teacher": call.code("person", first.teacher_id),
        "room": call.code("room", first.room_id),
    }
    return Done(_("The lesson is not in the week any more."), undo, call.slots(keys))


def _furnish(call: Call) -> Done:
    keys = [card.key for card in cards_of(sheet_of(call.version), call.asked)]
    teacher, room = furnish_cards(
        **call.who, keys=keys, teacher_id=call.asked.teacher_id, room_id=call.asked.room_id
    )  # fmt: skip
    slots = call.slots(keys)
    had = {"teacher": call.code("person", teacher), "room": call.code("room", room)}
    undo = {"act": "furnish", "s": slots, **had, **ALONE}
    return Done(_("Teacher and room are changed."), undo, slots)


def _pin(call: Call, is_pinned: bool = True) -> Done:
    keys = [card.key for card in cards_of(sheet_of(call.version), call.asked)]
    pin_cards(**call.who, keys=keys, is_pinned=is_pinned)
    slots = call.slots(keys)
    words = _("The lesson is pinned.") if is_pinned else _("The lesson is released.")
    return Done(words, {"act": "release" if is_pinned else "pin", "s": slots, **ALONE}, slots)


ACTS: Mapping[str, Callable[[Call], Done]] = {
    "put": _put,
    "swap": _swap,
    "remove": _remove,
    "furnish": _furnish,
    "pin": _pin,
    "release": partial(_pin, is_pinned=False),
}
