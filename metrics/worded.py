"""A number as it is read in its indicator's unit: 61 %, $1,200, 1.4 claims per 100 FTE."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

from metrics.models import IndicatorVersion

NARROW = "\u00a0"  # a number and its unit stay together
MINUS = "\u2212"
DIGITS = {"rate": 1, "mean": 1, "events": 2, "estimate": 1, "milestone": 1, "count": 0}


def digits_of(value: Decimal, kind: str) -> int:
    """As many as say something, and no more."""
    most = DIGITS.get(kind, 1)
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    return 0 if rounded == rounded.to_integral_value() else most


def number(value: Decimal, kind: str = "estimate", *, signed: bool = False) -> str:
    """The number alone."""
    digits = digits_of(value, kind)
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + number_format(abs(rounded), digits, use_l10n=True, force_grouping=True)


def worded(value: Decimal | None, version: IndicatorVersion, *, signed: bool = False) -> str:
    """With its unit; "" where it is not known."""
    if value is None:
        return ""
    told = number(value, version.value_kind, signed=signed)
    label = version.unit_label.strip()
    if label.startswith("$"):
        sign, rest = (told[0], told[1:]) if told[0] in (MINUS, "+") else ("", told)
        return f"{sign}${rest}{label[1:] and ' ' + label[1:].strip()}"
    return f"{told}{NARROW}{label}" if label else told


def points(value: Decimal | float, version: IndicatorVersion, *, signed: bool = True) -> str:
    """A difference: percentage points of shares, the unit of others."""
    from django.utils.translation import gettext as _

    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    told = number(exact, version.value_kind, signed=signed)
    if version.unit_label.strip() == "%":
        return _("%(n)s points") % {"n": told}
    return worded(exact, version, signed=signed)
