"""Putting marks of terms and years."""

from parta.grading.services.finals import FinalCell, FinalOp, put_finals

__all__ = ["FinalCell", "FinalOp", "put_finals"]
