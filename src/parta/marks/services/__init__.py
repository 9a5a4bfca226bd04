"""Writing marks and works (marking), planning assessment procedures (procedures), their schedule (editions)."""

from parta.marks.services.editions import approve_schedule
from parta.marks.services.marking import (
    MarkOp,
    WorkValues,
    WorkWords,
    add_work,
    cell_version,
    change_work,
    due_days,
    put_marks,
    withdraw_work,
)
from parta.marks.services.procedures import (
    Plan,
    ProcedureWords,
    change_procedure,
    plan_procedures,
    withdraw_procedure,
)

__all__ = [
    "MarkOp",
    "Plan",
    "ProcedureWords",
    "WorkValues",
    "WorkWords",
    "add_work",
    "approve_schedule",
    "cell_version",
    "change_procedure",
    "change_work",
    "due_days",
    "plan_procedures",
    "put_marks",
    "withdraw_procedure",
    "withdraw_work",
]
