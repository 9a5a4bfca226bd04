"""The sheets of the workbook: their columns, and which rows of which tables a line of a sheet says.

A sheet that people type is wider than a table: a line of «Ученики» also says the class, the subgroups and
two representatives. What cannot be said there (a second transfer, a third representative) stands in the
sheets «Движение», «Представители», «Назначения» and «Учителя по датам», which most schools leave empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parta.exchange.workbook.columns import Column, Table
from parta.exchange.workbook.tables import TABLES
from parta.exchange.workbook.words import MOVES, ROLES


@dataclass(frozen=True)
class Part:
    """Rows of a table that a line says: column of the table -> column of the sheet.

    `when` names the cell that must be filled, `each` a cell with a list, one row for each of its items,
    put into the column `into`; `fixed` are values that every such row has.
    """

    table: str
    columns: Mapping[str, str]
    when: str = ""
    each: str = ""
    into: str = ""
    fixed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def table(self) -> Table:
        """What the sheet is about."""
        return TABLES[self.parts[0].table]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.key == name)


def _typed(table: str) -> tuple[Column, ...]:
    return tuple(column for column in TABLES[table].columns if column.heading)


def _whole(table: str) -> Part:
    return Part(table, {column.key: column.key for column in TABLES[table].columns})


def _plain(table: str, note: str = "") -> Sheet:
    return Sheet(TABLES[table].title, _typed(table), (_whole(table),), note)


def _copy(table: str, name: str, **changed: object) -> Column:
    return replace(TABLES[table].column(name), **changed)  # type: ignore[arg-type]


_PERIODS = Sheet(
    "Периоды",
    (
        *(replace(column, key={"name": "scheme"}.get(column.key, column.key)) for column in _typed("schemes")),
        *(column for column in _typed("terms") if column.key not in ("year", "scheme")),
    ),
    (
        Part("schemes", {"year": "year", "name": "scheme", "kind": "kind"}),
        Part("terms", {name: name for name in ("year", "scheme", "number", "title", "since", "until")}, when="number"),
    ),
)
_BELLS = Sheet(
    "Звонки",
    (
        *(replace(column, key={"name": "bell_set"}.get(column.key, column.key)) for column in _typed("bell_sets")),
        *(column for column in _typed("bells") if column.key not in ("branch", "bell_set")),
    ),
    (
        Part("bell_sets", {name: name for name in ("branch", "building", "shift", "weekdays")} | {"name": "bell_set"}),
        Part("bells", {name: name for name in ("branch", "bell_set", "number", "starts", "ends")}, when="number"),
    ),
)
_STAFF = Sheet(
    "Сотрудники",
    (
        *_typed("staff"),
        Column("roles", "Роли", "choices", words=ROLES, help="Через запятую; роли филиалов — на листе «Назначения»"),
    ),
    (
        _whole("staff"),
        Part("roles", {"person": "full_name"}, each="roles", into="role"),
    ),
)
_CLASSES = Sheet(
    "Классы",
    (
        *_typed("groups"),
        Column("leader", "Классный руководитель", names="staff", help="Как на листе «Сотрудники»"),
    ),
    (
        _whole("groups"),
        Part(
            "roles",
            {"person": "leader", "branch": "branch", "group": "name"},
            when="leader",
            fixed={"role": ROLES["классный руководитель"]},
        ),
    ),
)

_MOVE = {"pupil": "pupil", "birth_date": "birth_date", "branch": "branch", "since": "since"}
_ORDER = {name: name for name in ("came_by", "came_order", "came_order_date")}


def _guardian(number: int) -> tuple[Column, ...]:
    """The columns of the first or second representative."""
    names = ("guardian", "kind", "phone", "email", "basis", "has_access", "since", "until")
    return tuple(
        _copy(
            "guardians",
            name,
            key=f"{name}_{number}",
            heading=f"Представитель {number}"
            if name == "guardian"
            else f"Представитель {number}: {TABLES['guardians'].column(name).heading.lower()}",
            required=False,
        )
        for name in names
    )


def _guardian_part(number: int) -> Part:
    columns = {column.key.rsplit("_", 1)[0]: column.key for column in _guardian(number)}
    return Part("guardians", {"pupil": "pupil", "birth_date": "birth_date", **columns}, when=f"guardian_{number}")


_PUPILS = Sheet(
    "Ученики",
    (
        *_typed("pupils"),
        _copy("memberships", "group", key="class", heading="Класс", required=False),
        Column(
            "subgroups",
            "Подгруппы",
            "names",
            help="Через точку с запятой: 7А англ. 1; 7А инф. 2. В подгруппе с того же дня, что и в классе",
        ),
        _copy("memberships", "since", heading="В классе с", help="Пусто — с начала учебного года"),
        Column("came_by", "Прибыл", "choice", words=MOVES, help="Пусто — зачислен"),
        _copy("memberships", "came_order"),
        _copy("memberships", "came_order_date"),
        *_guardian(1),
        *_guardian(2),
    ),
    (
        _whole("pupils"),
        Part("memberships", {**_MOVE, **_ORDER, "group": "class"}, when="class"),
        Part("memberships", _MOVE, each="subgroups", into="group"),
        _guardian_part(1),
        _guardian_part(2),
    ),
)
_LOAD = Sheet(
    "Нагрузка",
    (*_typed("courses"), Column("teachers", "Учителя", "names", help="Один или несколько через запятую")),
    (
        _whole("courses"),
        Part(
            "teachers",
            {"branch": "branch", "group": "group", "subject": "subject"},
            each="teachers",
            into="person",
        ),
    ),
)

SHEETS = (
    _plain("school", "Одна строка: название школы как юридического лица."),
    _plain("branches", "Головная школа и филиалы; школе без филиалов лист не нужен."),
    _plain("buildings"),
    _plain("rooms"),
    _plain("years"),
    _PERIODS,
    _plain("holidays"),
    _plain("moved", "Учебные дни, которые идут по расписанию другого дня недели."),
    _BELLS,
    _plain("codes"),
    _plain("work_types"),
    _plain("subjects"),
    _STAFF,
    _CLASSES,
    _plain("roles", "Роли с филиалом, датами и приказом; простые роли можно назвать на листе «Сотрудники»."),
    _PUPILS,
    _plain("memberships", "Переводы и выбытия в течение года; нынешний класс — на листе «Ученики»."),
    _plain("guardians", "Третий и следующие представители; первые два — на листе «Ученики»."),
    _LOAD,
    _plain("teachers", "Если учитель вёл предмет не весь год."),
    _plain("slots", "Расписание недели. Если строки филиала изменились, появится новое расписание филиала."),
)
EXTRA = ("roles", "memberships", "guardians", "teachers")
"""Tables that other sheets say too: their own sheet carries only the rest."""
