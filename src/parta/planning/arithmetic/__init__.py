"""Pure arithmetic of the room: topics on lessons (attaching), changes of the table (tables), pasted tables (pasted)."""

from parta.planning.arithmetic.attaching import Attached, Figures, Slot, Unit, attach, figures, units
from parta.planning.arithmetic.tables import MOST_HOURS, MOST_ROWS, SECTION, Change, Row, differences, hours_in

__all__ = [
    "MOST_HOURS",
    "MOST_ROWS",
    "SECTION",
    "Attached",
    "Change",
    "Figures",
    "Row",
    "Slot",
    "Unit",
    "attach",
    "differences",
    "figures",
    "hours_in",
    "units",
]
