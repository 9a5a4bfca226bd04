"""Pure arithmetic of the room: averages (averages), what is needed for a mark (needs), what mark is proposed
(proposals), figures of a class (figures).
"""

from parta.grading.arithmetic.averages import KINDS, Average, Given, Line, Out, settled, simple, spelled, weighted

__all__ = ["KINDS", "Average", "Given", "Line", "Out", "settled", "simple", "spelled", "weighted"]
