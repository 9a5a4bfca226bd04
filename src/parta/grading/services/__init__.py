"""Putting marks of terms and years (finals); keeping academic debts (debts) and their re-sits (resits)."""

from parta.grading.services.debts import annul_debt, note_debt, open_debts, reopen_debt, set_deadline
from parta.grading.services.finals import FinalCell, FinalOp, put_finals
from parta.grading.services.resits import Outcome, enter_result, plan_resit

__all__ = [
    "FinalCell",
    "FinalOp",
    "Outcome",
    "annul_debt",
    "enter_result",
    "note_debt",
    "open_debts",
    "plan_resit",
    "put_finals",
    "reopen_debt",
    "set_deadline",
]
