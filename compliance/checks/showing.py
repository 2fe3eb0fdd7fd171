"""Numbers in sentences: shares with one decimal, ratios with three, thousands apart, half up, and never so that a threshold
seems crossed."""

from __future__ import annotations

from fractions import Fraction

FINEST = 12
LEAST = 0.0001


def rounded(value: Fraction, digits: int, against: Fraction | None = None) -> str:
    """Half up; with as many digits more as it takes not to stand on or beyond a threshold that the value is not on."""
    for more in range(digits, FINEST + 1):
        shown = _half_up(value, more)
        if against is None or _side(shown, against) == _side(value, against):
            return _written(shown, more)
    return _written(_half_up(value, FINEST), FINEST)


def percent(value: Fraction, against: Fraction | None = None) -> str:
    """A share: 0.2593 is 25.9 %."""
    return f"{rounded(value * 100, 1, None if against is None else against * 100)} %"


def ratio(value: Fraction, against: Fraction | None = None) -> str:
    """A ratio of rates: 0.7996 against 4/5 is 0.7996, not 0.800."""
    return rounded(value, 3, against)


def probability(value: float, against: Fraction | None = None) -> str:
    """Four decimals."""
    return f"<{LEAST}" if value < LEAST else rounded(Fraction(repr(value)), 4, against)


def _half_up(value: Fraction, digits: int) -> Fraction:
    scale = 10**digits
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(whole if value >= 0 else -whole, scale)


def _side(value: Fraction, against: Fraction) -> int:
    return (value > against) - (value < against)


def _written(value: Fraction, digits: int) -> str:
    whole, part = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    sign = "−" if value < 0 else ""
    return f"{sign}{whole:,}.{part:0{digits}d}" if digits else f"{sign}{whole:,}"
