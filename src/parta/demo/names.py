"""Invented people: surnames, names and patronymics with the endings of their sex."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from parta.demo.chance import chance

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of the demo."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(key: str) -> tuple[str, ...]:
    return tuple(table("names")[key].split())


@dataclass(frozen=True)
class Name:
    surname: str
    name: str
    patronymic: str
    sex: str

    @property
    def full(self) -> str:
        return f"{self.surname} {self.name} {self.patronymic}"

    def values(self) -> dict[str, Any]:
        return {"surname": self.surname, "name": self.name, "patronymic": self.patronymic, "sex": self.sex}


def surname_of(surname: str, sex: str) -> str:
    """The form of a man's surname for the sex: "Козлов" gives "Козлова", "Покровский" "Покровская"."""
    if sex == "m":
        return surname
    if surname.endswith(("ский", "цкий")):
        return surname[:-2] + "ая"
    return surname + "а" if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) else surname


def patronymic_of(father: str, sex: str) -> str:
    man, woman = table("names")["patronymics"][father].split()
    return str(man if sex == "m" else woman)


def adult(random: Random, sex: str, surname: str = "") -> Name:
    """A grown-up; `surname` in the man's form fixes the family."""
    family = surname or random.choice(words("surnames"))
    given = random.choice(words("men" if sex == "m" else "women"))
    return Name(surname_of(family, sex), given, patronymic_of(random.choice(words("men")), sex), sex)


def child(random: Random, sex: str, surname: str, father: str) -> Name:
    given = random.choice(words("boys" if sex == "m" else "girls"))
    return Name(surname_of(surname, sex), given, patronymic_of(father, sex), sex)


def surnames(about: str) -> Iterator[str]:
    """Endless surnames, each once before any comes twice."""
    random = chance("surnames", about)
    while True:
        yield from random.sample(words("surnames"), len(words("surnames")))


def parse(full: str) -> Name:
    """ "Козлова Елена Викторовна": a person of the cast; the sex is told by the patronymic."""
    surname, name, patronymic = full.split(" ")
    return Name(surname, name, patronymic, "m" if patronymic.endswith("ич") else "f")
