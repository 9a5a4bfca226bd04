"""What the names in a workbook mean: each label is looked up in the file and in the school at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from parta.exchange.arithmetic import Wrong, gettext_noop, group_key, has_initials, initials_key, key, text
from parta.exchange.snapshot import Snapshot
from parta.exchange.workbook.columns import MAIN
from parta.exchange.workbook.reading import Fact

NOT_FOUND = {
    "branches": gettext_noop("There is no branch “%(name)s”: add it to the sheet “Филиалы”."),
    "groups": gettext_noop("There is no class or group “%(name)s”: add it to the sheet “Классы”."),
    "subjects": gettext_noop("There is no subject “%(name)s”: add it to the sheet “Предметы”."),
    "staff": gettext_noop("There is no employee “%(name)s”: add the person to the sheet “Сотрудники”."),
    "rooms": gettext_noop("There is no room “%(name)s”: add it to the sheet “Кабинеты”."),
    "buildings": gettext_noop("There is no building “%(name)s”: add it to the sheet “Здания”."),
    "years": gettext_noop("There is no academic year “%(name)s”: add it to the sheet “Учебный год”."),
    "schemes": gettext_noop("There is no such cut of the year: “%(name)s”. Add it to the sheet “Периоды”."),
    "bell_sets": gettext_noop("There is no bell set “%(name)s”."),
    "pupils": gettext_noop("There is no pupil “%(name)s”: add the pupil to the sheet “Ученики”."),
}
SEVERAL = gettext_noop("“%(name)s” may mean several: %(list)s.")


class Names:
    """Labels of a table by what may be typed for them: (table, place, key) -> labels."""

    def __init__(self, snapshot: Snapshot, facts: list[Fact]) -> None:
        self.labels: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
        self.births: dict[str, dict[date | None, str]] = defaultdict(dict)
        self.snapshot = snapshot
        self.year_title = ""
        self._put("branches", "", MAIN, MAIN, "головная школа", "головная", "главная", "школа")
        self._learn_all(snapshot, facts)

    def _learn_all(self, snapshot: Snapshot, facts: list[Fact]) -> None:
        schools = [*snapshot.values("school"), *(fact.values for fact in facts if fact.table == "school")]
        for values in schools:
            self._put("branches", "", MAIN, values["name"], values["short_name"])
        for table in ("branches", "buildings", "rooms", "years", "schemes", "bell_sets", "subjects", "staff", "groups"):
            for values in snapshot.values(table):
                self._learn(table, values)
            for fact in facts:
                if fact.table == table:
                    self._learn(table, fact.values)
        for values in snapshot.values("pupils"):
            self.births[key(values["pupil"])].setdefault(values["birth_date"], values["pupil"])

    def _put(self, table: str, place: str, label: str, *typed: str | None) -> None:
        for words in typed:
            if words:
                self.labels[table, place, self._key(table, words)][label] = None

    @staticmethod
    def _key(table: str, words: str) -> str:
        return group_key(words) if table == "groups" else key(words)

    def _learn(self, table: str, values: dict[str, Any]) -> None:
        branch = values.get("branch")
        if branch is not None and table != "branches":
            branch = self.find("branches", branch, {}, quiet=True)
        learn = {
            "branches": self._learn_branch,
            "rooms": self._learn_room,
            "subjects": self._learn_subject,
            "staff": self._learn_staff,
        }.get(table, self._learn_named)
        learn(table, branch or MAIN, values)

    def _learn_named(self, table: str, branch: str, values: dict[str, Any]) -> None:
        label = values.get("title") or values.get("name") or ""
        place = branch if table in ("buildings", "bell_sets", "groups") else ""
        known = next(iter(self.labels.get((table, place, self._key(table, label)), {})), label)
        self._put(table, place, known, label)

    def _learn_branch(self, table: str, branch: str, values: dict[str, Any]) -> None:
        label = str(values.get("label") or "")
        if label != MAIN:
            label = next(iter(self.labels.get((table, "", key(label)), {})), label)
        self._put(table, "", label, values.get("short_name"), values.get("name"))

    def _learn_room(self, table: str, branch: str, values: dict[str, Any]) -> None:
        try:
            building = self.find("buildings", values.get("building"), {"branch": branch})
        except Wrong:
            return
        label = f"{building} / {values['name']}"
        known = next(iter(self.labels.get((table, branch, key(label)), {})), label)
        self._put(table, branch, known, values["name"], label)

    def _learn_subject(self, table: str, branch: str, values: dict[str, Any]) -> None:
        name = str(values["name"])
        known = next(iter(self.labels.get((table, "", key(name)), {})), name)
        self._put(table, "", known, name)
        short = values.get("short_name")
        if short and not self.labels.get((table, "", key(short))):
            self._put(table, "", known, short)

    def _learn_staff(self, table: str, branch: str, values: dict[str, Any]) -> None:
        name = str(values.get("full_name") or "")
        known = next(iter(self.labels.get((table, "", key(name)), {})), name)
        self._put(table, "", known, name)
        self._put("initials", "", known, initials_key(name))

    def find(self, table: str, typed: Any, values: dict[str, Any], *, quiet: bool = False) -> str:
        """The label that `typed` means at the row's branch; Wrong if none or several."""
        words = text(typed or "")
        place = str(values.get("branch") or MAIN) if table in ("buildings", "rooms", "groups", "bell_sets") else ""
        found = self._found(table, place, words)
        if len(found) == 1:
            return found[0]
        if quiet:
            return words or MAIN
        if found:
            raise Wrong(SEVERAL, name=words, list=", ".join(found))
        raise Wrong(NOT_FOUND[table], name=words)

    def _found(self, table: str, place: str, words: str) -> list[str]:
        if not words:
            return self._only(table, place)
        if table == "branches" and words == MAIN:
            return [MAIN]
        if table == "staff" and has_initials(words):
            return list(self.labels.get(("initials", "", initials_key(words)), {}))
        return list(self.labels.get((table, place, self._key(table, words)), {}))

    def _only(self, table: str, place: str) -> list[str]:
        """What an empty cell means: the only one there is; for a branch the main school."""
        if table == "branches":
            return [MAIN]
        labels = {
            label for (name, at, _), found in self.labels.items() if (name, at) == (table, place) for label in found
        }
        return [self.year_title] if table == "years" and self.year_title else sorted(labels)

    def knows(self, table: str, words: str) -> bool:
        """Whether something is called so, anywhere in the school."""
        wanted = self._key(table, words)
        return any((name, known) == (table, wanted) for name, _place, known in self.labels)

    def find_list(self, table: str, words: str, values: dict[str, Any]) -> list[str]:
        """What one cell names: one thing, or several with commas between."""
        parts = [words] if self.knows(table, words) else [part for part in words.split(",") if part.strip()]
        return [self.find(table, part, values) for part in parts]

    def branch_of_group(self, words: str) -> str:
        """The branch of a class named without one: the only branch that has it, else the main school."""
        places = [place for (table, place, known) in self.labels if (table, known) == ("groups", group_key(words))]
        return places[0] if len(places) == 1 else MAIN

    def pupil(self, name: str, birth: date | None, *, is_new: bool = False) -> tuple[str, date | None]:
        """Who is meant by a name and perhaps a birth date; a pupil's own line may bring a new one."""
        known = self.births[key(name)]
        if birth is None and len(known) == 1:
            birth = next(iter(known))
        elif birth is None and len(known) > 1:
            raise Wrong(gettext_noop("There are several pupils “%(name)s”: write the birth date."), name=name)
        elif birth not in known and None in known:
            birth = None
        if birth not in known:
            if not is_new:
                raise Wrong(NOT_FOUND["pupils"], name=name)
            known[birth] = name
        return known[birth], birth
