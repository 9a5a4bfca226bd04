"""Writes of the room: the table (writing), handing in and approval (approval), copies (copying)."""

from parta.planning.services.approval import approve_plan, return_plan, submit_plan, take_back_plan
from parta.planning.services.copying import copy_plan
from parta.planning.services.writing import join_topics, put_plan

__all__ = [
    "approve_plan",
    "copy_plan",
    "join_topics",
    "put_plan",
    "return_plan",
    "submit_plan",
    "take_back_plan",
]
