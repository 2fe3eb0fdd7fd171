"""How figures, differences, counts of people and periods are written: on pages, in charts' words, in lists and in notices."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from math import isfinite

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.charts.spec import Unit
from metrics.charts.words import written
from metrics.models import IndicatorVersion
from metrics.values import Reading

NOT_KNOWN = "—"
NARROW = "\u00a0"  # a number and its unit stay together
DIGITS = {"rate": 1, "mean": 1, "events": 2, "estimate": 1, "milestone": 1, "count": 0}
SHARES = ("rate", "milestone")  # of these one digit of a small number is enough


def digits_in(value: float, digits: int) -> str:
    """A number that is not negative, as the reader's language writes it."""
    return number_format(value, digits, use_l10n=True, force_grouping=True)


# ---- values


def unit_of(version: IndicatorVersion) -> Unit:
    """How numbers that are in the unit shown already are read: 61 %, $1,200, 1.4 claims per 100 FTE."""
    label = version.unit_label.strip()
    digits, least = DIGITS.get(version.value_kind, 1), 1 if version.value_kind in SHARES else 2
    if label.startswith("$"):
        return Unit(before="$", after=label[1:], digits=2 if label[1:] else 0, trims=True, significant=least)
    return Unit(after=f"{NARROW}{label}" if label else "", digits=digits, trims=True, significant=least)


def value(number: Decimal | float | None, version: IndicatorVersion, *, signed: bool = False) -> str:
    """With its unit; "" where it is not known."""
    if number is None or not isfinite(number):
        return ""
    return written(float(number), unit_of(version), digits_in, signed=signed)


def bare(number: Decimal | float | None, version: IndicatorVersion, *, signed: bool = False) -> str:
    """Without its unit, for where that stands beside it already."""
    if number is None or not isfinite(number):
        return NOT_KNOWN
    unit = unit_of(version)
    alone = Unit(digits=unit.digits, trims=unit.trims, significant=unit.significant)
    return written(float(number), alone, digits_in, signed=signed)


def difference(number: Decimal | float, version: IndicatorVersion, *, signed: bool = True) -> str:
    """Percentage points of shares, the unit of others."""
    if version.unit_label.strip() == "%":
        return _("%(n)s points") % {"n": bare(number, version, signed=signed)}
    return value(number, version, signed=signed)


def interval(read: Reading, version: IndicatorVersion) -> str:
    """From where to where the value lies with 95 percent; "" where that is not known."""
    if read.low is None or read.high is None:
        return ""
    return between(read.low, read.high, version)


def between(low: float, high: float, version: IndicatorVersion, *, signed: bool = False) -> str:
    """From one end to the other, without the unit."""
    ends = (bare(end, version, signed=signed) for end in (low, high))
    return _("%(low)s to %(high)s") % dict(zip(("low", "high"), ends, strict=True))


def people(count: int | None) -> str:
    """A count with its thousands; a dash where it is not known."""
    return NOT_KNOWN if count is None else digits_in(count, 0)


# ---- when


def period(begins: date, ends: date, first_month: int = 1) -> str:
    """2021, FY 2025, 2021 Q2, Jun 2021, or both days: the shortest that says it; `first_month`: of the fiscal year."""
    whole = begins.day == 1 and ends.day == monthrange(ends.year, ends.month)[1]
    months = (ends.year - begins.year) * 12 + ends.month - begins.month + 1
    if whole and months == 12 and begins.month == 1:
        return str(begins.year)
    if whole and months % 12 == 0 and begins.month == 1:
        return f"{begins.year}–{ends.year}"
    if whole and months == 12 and begins.month == first_month:
        return _("FY %(year)d") % {"year": ends.year}
    if whole and months == 3 and begins.month % 3 == 1:
        return _("%(year)d Q%(quarter)d") % {"year": begins.year, "quarter": (begins.month + 2) // 3}
    if whole and months == 1:
        return date_format(begins, "M Y")
    if begins == ends:
        return date_format(begins, "j M Y")
    return f"{date_format(begins, 'j M Y')} – {date_format(ends, 'j M Y')}"


def age(days: int) -> str:
    """How long ago a period ended: in days up to three months, in months up to two years, then in whole years."""
    if days < 0:
        return _("period not over yet")
    if days <= 92:
        return ngettext("%(n)d day old", "%(n)d days old", days) % {"n": days}
    months = days * 48 // 1461  # of 30.4 days
    if months < 24:
        return ngettext("%(n)d month old", "%(n)d months old", months) % {"n": months}
    years = days * 4 // 1461
    return ngettext("%(n)d year old", "%(n)d years old", years) % {"n": years}
