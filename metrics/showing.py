"""How figures and their periods are written on pages."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.models import IndicatorVersion
from metrics.values import Reading

Kind = IndicatorVersion.Value
NOT_KNOWN = "–"
SIGNIFICANT = 4  # digits of a figure that is neither a count nor a percentage


def period(begins: date, ends: date) -> str:
    """2021, 2021 Q2, Jun 2021, or both days: the shortest that says it."""
    whole = begins.day == 1 and ends.day == monthrange(ends.year, ends.month)[1]
    months = (ends.year - begins.year) * 12 + ends.month - begins.month + 1
    if whole and months == 12 and begins.month == 1:
        return str(begins.year)
    if whole and months % 12 == 0 and begins.month == 1:
        return f"{begins.year}–{ends.year}"
    if whole and months == 3 and begins.month % 3 == 1:
        return _("%(year)d Q%(quarter)d") % {"year": begins.year, "quarter": (begins.month + 2) // 3}
    if whole and months == 1:
        return date_format(begins, "M Y")
    if begins == ends:
        return date_format(begins, "j M Y")
    return f"{date_format(begins, 'j M Y')} – {date_format(ends, 'j M Y')}"


def value(version: IndicatorVersion | None, reading: Reading) -> str:
    """The value with its unit: 40 %, 12,345, 3.25 per 100 FTE; a dash where it is not known."""
    if reading.value is None:
        return NOT_KNOWN
    number = number_format(_rounded(version, reading.value), use_l10n=True, force_grouping=True)
    unit = version.unit_label if version else ""
    return f"{number} {unit}".strip()


def interval(version: IndicatorVersion | None, reading: Reading) -> str:
    """From where to where the value lies with 95 percent; nothing where that is not known."""
    if reading.low is None or reading.high is None:
        return ""
    ends = (_rounded(version, Decimal(repr(end))) for end in (reading.low, reading.high))
    return " – ".join(number_format(end, use_l10n=True, force_grouping=True) for end in ends)


def _rounded(version: IndicatorVersion | None, number: Decimal) -> Decimal:
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    if version is None or version.value_kind not in (Kind.RATE, Kind.MILESTONE) or version.scale != 100:
        places = max(SIGNIFICANT - 1 - number.adjusted(), 0)
        return number.quantize(Decimal(1).scaleb(-min(places, 8)), ROUND_HALF_EVEN)
    return number.quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def people(count: int | None) -> str:
    """A count with its thousands; a dash where it is not known."""
    return NOT_KNOWN if count is None else number_format(count, use_l10n=True, force_grouping=True)


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
