"""Mark systems, and the limits of assessment procedures. Pure and exact."""

from parta.marks.arithmetic.systems import NEUTRAL, SYSTEMS, MarkSystem, normal_symbol, split_marks

__all__ = ["NEUTRAL", "SYSTEMS", "MarkSystem", "normal_symbol", "split_marks"]
