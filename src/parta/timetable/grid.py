"""The body of the editor's grid and its pool as HTML: one typed function each, as for the journal (see design)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parta.common.codes import Ref, encode
from parta.timetable.selectors.editor import CellCard, Day, EditorPage, hours_words


def body(page: EditorPage) -> SafeString:
    """A table body for each day; a row carries its weekday and number, a card the address of its page."""
    return mark_safe("".join(_day(page, day) for day in page.days))  # noqa: S308  (every value is escaped below)


def _day(page: EditorPage, day: Day) -> str:
    wide = len(page.columns) + 1
    head = f'<tr class="day"><th scope="rowgroup" colspan="{wide}"><b>{escape(day.name)}</b></th></tr>'
    return f"<tbody>{head}{''.join(_row(page, day.day, number) for number in day.numbers)}</tbody>"


def _row(page: EditorPage, day: int, number: int) -> str:
    cells = "".join(_cell(page, page.cells.get((column.id, day, number), ())) for column in page.columns)
    return f'<tr id="d{day}n{number}"><th scope="row">{number}</th>{cells}</tr>'


def _cell(page: EditorPage, cards: tuple[CellCard, ...] | list[CellCard]) -> str:
    return f"<td>{''.join(_card(page, card) for card in cards)}</td>"


def _card(page: EditorPage, card: CellCard) -> str:
    code = encode("slot", Ref(page.version.school_id, card.key))
    tone = f' class="{card.tone}"' if card.tone else ""
    under = f"<small>{escape(card.under)}</small>" if card.under else ""
    sign = "<b>!</b>" if card.tone == "bad" else ""
    if card.is_pinned:
        words = _("pinned")
        sign += f'<i title="{escape(words)}">⊙</i> '
    return f'<a href="card/?s={code}"{tone} title="{escape(card.about)}">{sign}{escape(card.title)}{under}</a>'


def pool(page: EditorPage) -> SafeString:
    """What is not placed yet, by classes."""
    return mark_safe("".join(_items(page)))  # noqa: S308  (every value is escaped below)


def _items(page: EditorPage) -> Iterator[str]:
    for item in page.pool:
        about = escape(" · ".join(filter(None, (item.group, item.teacher))))
        yield (
            f'<li><a href="card/?c={item.code}"><span>{escape(item.subject)}'
            f"<small>{about}</small></span><i>{escape(hours_words(item.left))}</i></a></li>"
        )


def left_words(page: EditorPage) -> str:
    """What is left for the pool, in words."""
    if not page.pool:
        return _("Every hour of the plan is placed.")
    return _("Not placed yet: %(hours)s") % {"hours": hours_words(page.hours_left)}
