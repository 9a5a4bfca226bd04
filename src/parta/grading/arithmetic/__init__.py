"""Pure arithmetic of the room: averages (averages), what mark is proposed (proposals), figures of a class (figures)."""

from parta.grading.arithmetic.averages import KINDS, Average, simple, spelled, weighted

__all__ = ["KINDS", "Average", "simple", "spelled", "weighted"]
