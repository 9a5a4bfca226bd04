"""What a school consists of, as plain tables."""

from __future__ import annotations

from parta.exchange.workbook.tables.people import (
    APPOINTMENTS,
    CLASSES,
    COURSES,
    GUARDIANS,
    MEMBERSHIPS,
    PUPILS,
    SLOTS,
    STAFF,
    TEACHERS,
)
from parta.exchange.workbook.tables.places import (
    ABSENCES,
    BELL_SETS,
    BELLS,
    BRANCHES,
    BUILDINGS,
    HOLIDAYS,
    MOVED,
    PERIODS,
    ROOMS,
    SCHEMES,
    SCHOOL,
    SUBJECTS,
    WORK_TYPES,
    YEARS,
)

TABLES = {
    table.name: table
    for table in (
        SCHOOL, BRANCHES, BUILDINGS, ROOMS, YEARS, SCHEMES, PERIODS, HOLIDAYS, MOVED, BELL_SETS, BELLS, ABSENCES,
        WORK_TYPES, SUBJECTS, STAFF, CLASSES, APPOINTMENTS, PUPILS, MEMBERSHIPS, GUARDIANS, COURSES, TEACHERS, SLOTS,
    )
}  # fmt: skip
"""In the order in which they are written."""
