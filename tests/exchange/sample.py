"""A workbook of a school of any size, as people would type it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from parta.exchange.workbook.writing import write

CLASSES = [f"{level}{letter}" for level in range(1, 12) for letter in "АБВГ"]
SURNAMES = "Абрамов Белов Волков Громов Дроздов Ершов Жуков Зайцев Ильин Козлов Лебедев Морозов Носов Орлов".split()
NAMES = "Андрей Борис Виктор Глеб Денис Егор Захар Иван Кирилл Лев Максим Никита Олег Павел Роман".split()


def sample_lines(pupils: int = 1000) -> dict[str, list[dict[str, Any]]]:
    """Lines of every usual sheet: staff, classes with subgroups, pupils with two representatives, load, timetable."""
    classes = CLASSES[: max(1, min(len(CLASSES), pupils // 23))]
    teachers = [f"{surname}а Анна {name}овна" for surname in SURNAMES for name in NAMES[:4]][: len(classes) + 10]
    subjects = ["Математика", "Русский язык", "Физкультура", "Музыка"]
    return {
        "Школа": [{"name": "МБОУ Большая школа", "short_name": "Большая школа", "week_days": 5}],
        "Здания": [{"name": "Главное здание"}],
        "Кабинеты": [{"name": str(number)} for number in range(1, len(classes) + 1)],
        "Учебный год": [{"title": "2026/2027", "since": date(2026, 9, 1), "until": date(2027, 5, 26)}],
        "Периоды": [
            {"scheme": "Четверти", "kind": "quarters", "number": 1, "title": "1 четверть"}
            | {"since": date(2026, 9, 1), "until": date(2026, 10, 25)}
        ],
        "Звонки": [
            {"bell_set": "Смена", "number": number, "starts": time(7 + number, 30), "ends": time(8 + number, 15)}
            for number in range(1, 6)
        ],
        "Предметы": [{"name": name} for name in subjects],
        "Сотрудники": [{"surname": name, "position": "учитель", "roles": ["teacher"]} for name in teachers],
        "Классы": [
            {"name": name, "room": str(place + 1), "leader": teachers[place]} for place, name in enumerate(classes)
        ]
        + [{"name": f"{name} англ. 1", "kind": "subgroup", "parts": [name]} for name in classes],
        "Ученики": [_pupil(number, classes) for number in range(pupils)],
        "Нагрузка": [
            {"group": name, "subject": subject, "hours_week": 5, "teachers": [teachers[place]]}
            for place, name in enumerate(classes)
            for subject in subjects
        ],
        "Расписание": [
            {"weekday": day, "number": number, "group": name, "subject": subject, "room": str(place + 1)}
            for place, name in enumerate(classes)
            for day in range(5)
            for number, subject in enumerate(subjects, 1)
        ],
    }


def _pupil(number: int, classes: list[str]) -> dict[str, Any]:
    surname = SURNAMES[number % len(SURNAMES)]
    group = classes[number % len(classes)]
    name = f"{surname} {NAMES[number // len(SURNAMES) % len(NAMES)]} {NAMES[number % len(NAMES)]}ович"
    phone = f"+7 900 {number:07d}"
    return {
        "surname": name,
        "birth_date": date(2010 + number % 8, 1 + number % 12, 1 + number // 12 % 28),
        "sex": "m",
        "class": group,
        "subgroups": [f"{group} англ. 1"] if number % 2 else [],
        "file_number": f"Л-{number}",
        "came_order": "15-у",
        "came_order_date": date(2026, 8, 30),
        "guardian_1": f"{surname}а Мария Ивановна",
        "phone_1": phone,
        "guardian_2": f"{surname} Иван Петрович",
        "phone_2": phone + "1",
        "has_access_2": number % 50 != 0,
    }


def sample_workbook(pupils: int = 1000) -> bytes:
    return write(sample_lines(pupils))
