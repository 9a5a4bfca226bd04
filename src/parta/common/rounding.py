"""The only rounding of Parta: exact, half up, for showing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """Round half up, as a school does: 4.645 gives 4.65."""
    scaled = Fraction(value) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole).scaleb(-places)
