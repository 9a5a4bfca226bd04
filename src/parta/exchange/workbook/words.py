"""The words that people choose from, with what they mean; the first of equal ones is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parta.access.roles import Role
from parta.attendance.models import BaseCode
from parta.classes.models import GroupKind, MoveKind
from parta.people.models import GuardianKind
from parta.school.models import RoomKind, TermKind

Words = Mapping[str, Any]

SEX: Words = {"м": "m", "ж": "f", "муж": "m", "жен": "f"}
WEEK: Words = {"каждую": 0, "1": 1, "2": 2, "все": 0, "первая": 1, "вторая": 2, "нечётная": 1, "чётная": 2}
TERMS: Words = {
    "четверти": TermKind.QUARTERS,
    "триместры": TermKind.TRIMESTERS,
    "полугодия": TermKind.HALVES,
    "модули": TermKind.MODULES,
}
ROOM_KINDS: Words = {
    "обычный": RoomKind.ORDINARY,
    "спортзал": RoomKind.GYM,
    "компьютерный": RoomKind.COMPUTER,
    "физика": RoomKind.PHYSICS,
    "химия": RoomKind.CHEMISTRY,
    "биология": RoomKind.BIOLOGY,
    "мастерская": RoomKind.WORKSHOP,
    "лингафонный": RoomKind.LANGUAGE,
    "музыка": RoomKind.MUSIC,
    "изо": RoomKind.ART,
    "не для уроков": RoomKind.OTHER,
}
GROUPS: Words = {
    "класс": GroupKind.CLASS,
    "подгруппа": GroupKind.SUBGROUP,
    "класс-комплект": GroupKind.COMBINED,
    "кружок": GroupKind.ACTIVITY,
    "внеурочная группа": GroupKind.ACTIVITY,
    "индивидуальное обучение": GroupKind.INDIVIDUAL,
    "обучение на дому": GroupKind.HOME,
}
MOVES: Words = {
    "зачислен": MoveKind.ADMITTED,
    "переведён в другой класс": MoveKind.TRANSFERRED,
    "переведён в следующий класс": MoveKind.PROMOTED,
    "переведён условно": MoveKind.CONDITIONALLY,
    "оставлен на повторное обучение": MoveKind.REPEATING,
    "выбыл": MoveKind.LEFT,
    "отчислен": MoveKind.EXPELLED,
    "зачислена": MoveKind.ADMITTED,
    "выбыла": MoveKind.LEFT,
    "отчислена": MoveKind.EXPELLED,
}
KINSHIP: Words = {
    "родитель": GuardianKind.PARENT,
    "усыновитель": GuardianKind.ADOPTER,
    "опекун": GuardianKind.GUARDIAN,
    "попечитель": GuardianKind.TRUSTEE,
    "мать": GuardianKind.PARENT,
    "отец": GuardianKind.PARENT,
    "мама": GuardianKind.PARENT,
    "папа": GuardianKind.PARENT,
}
ROLES: Words = {
    "учитель": Role.TEACHER,
    "классный руководитель": Role.CLASS_TEACHER,
    "директор": Role.DIRECTOR,
    "заведующий филиалом": Role.HEAD,
    "заместитель директора": Role.DEPUTY,
    "администратор журнала": Role.ADMINISTRATOR,
    "секретарь": Role.SECRETARY,
    "психолог или соцпедагог": Role.COUNSELLOR,
    "библиотекарь": Role.LIBRARIAN,
    "технический специалист": Role.TECHNICIAN,
    "завуч": Role.DEPUTY,
    "заведующая филиалом": Role.HEAD,
    "психолог": Role.COUNSELLOR,
    "социальный педагог": Role.COUNSELLOR,
}
CODES: Words = {
    "присутствует": BaseCode.PRESENT,
    "без уважительной причины": BaseCode.UNEXCUSED,
    "по уважительной причине": BaseCode.EXCUSED,
    "по болезни": BaseCode.SICK,
    "опоздание": BaseCode.LATE,
    "освобождён": BaseCode.EXEMPT,
}
SYSTEMS: Words = {
    "пятибалльная": "five",
    "зачёт": "pass",
    "десятибалльная": "ten",
    "двенадцатибалльная": "twelve",
    "стобалльная": "hundred",
    "буквы": "letters",
}
