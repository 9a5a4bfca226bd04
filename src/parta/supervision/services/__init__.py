"""The inspection (inspecting); what people do with remarks (remarks)."""

from parta.supervision.services.inspecting import inspect, inspect_due
from parta.supervision.services.remarks import (
    accept_remark,
    accept_remarks,
    answer_remark,
    make_remark,
    return_remark,
)

__all__ = [
    "accept_remark",
    "accept_remarks",
    "answer_remark",
    "inspect",
    "inspect_due",
    "make_remark",
    "return_remark",
]
