"""What became of a gap, in one sentence: whether it narrowed, and whether because somebody rose or because somebody fell."""

from __future__ import annotations

from math import isnan

from django.utils.translation import gettext as _

from metrics import showing
from metrics.judging.changes import Compared, Twice
from metrics.judging.words import NONE, chance, number
from metrics.models import IndicatorVersion

LEVEL = 0.05  # of the test that the two gaps are one


def movement(row: Twice) -> str:
    """How a gap moved, in a few words: levelling down is no success."""
    if row.gap is None:
        return NONE
    words = {
        "levelled up": _("narrowed: the worse-off gained"),
        "narrowed": _("narrowed: the worse-off gained, the better-off lost"),
        "levelled down": _("is smaller only because the better-off lost: no success"),
        "widened": _("grew"),
        "unchanged": _("is as it was"),
        "reversed": _("turned round"),
    }
    return words[row.gap.movement]


def told(compared: Compared) -> Twice | None:
    """The group that is told of: furthest from its reference in the second period or unit."""
    return max(compared.gaps, key=lambda row: abs(row.gap.now.gap) if row.gap else 0, default=None)


def over_time(compared: Compared, version: IndicatorVersion, first: str, second: str) -> str:
    """The finding over two periods: the gap absolutely and relatively, how it moved, and how sure that is."""
    row = told(compared)
    if row is None or row.gap is None:
        return _("No gap can be told: fewer than two groups have a value in both.")
    names = _names(row, compared, version, first, second) | {"moved": movement(row)}
    said = _(
        "From %(first)s to %(second)s the gap of %(group)s to %(other)s went from %(before)s to %(now)s, and the ratio from "
        "%(ratio_before)s to %(ratio_now)s: it %(moved)s%(sure)s."
    )
    if row.gap.opposite:
        said = _(
            "From %(first)s to %(second)s the gap of %(group)s to %(other)s went from %(before)s to %(now)s, while the ratio "
            "went from %(ratio_before)s to %(ratio_now)s: absolutely it %(moved)s, relatively it is the other way "
            "round%(sure)s."
        )
    return said % names


def side_by_side(compared: Compared, version: IndicatorVersion, first: str, second: str) -> str:
    """The finding over two units or places."""
    row = told(compared)
    if row is None or row.gap is None:
        return _("No gap can be told: fewer than two groups have a value in both.")
    said = _(
        "%(group)s stand %(before)s from %(other)s in %(first)s (ratio %(ratio_before)s) and %(now)s in %(second)s (ratio "
        "%(ratio_now)s)%(sure)s."
    )
    return said % _names(row, compared, version, first, second)


def _names(row: Twice, compared: Compared, version: IndicatorVersion, first: str, second: str) -> dict[str, str]:
    gap = row.gap
    assert gap is not None
    return {
        "first": first,
        "second": second,
        "group": row.label,
        "other": compared.reference,
        "before": apart(gap.before.gap, version),
        "now": apart(gap.now.gap, version),
        "ratio_before": number(gap.before.ratio),
        "ratio_now": number(gap.now.ratio),
        "sure": sure(gap.p),
    }


def sure(p: float) -> str:
    """Whether the two gaps differ by more than chance."""
    if isnan(p):
        return _("; how sure that is cannot be said")
    if p < LEVEL:
        return _("; the two gaps differ by more than chance explains (p %(p)s)") % {"p": chance(p)}
    return _("; chance could explain that the two gaps differ (p %(p)s)") % {"p": number(p, 2)}


def apart(gap: float, version: IndicatorVersion) -> str:
    """A gap in the unit shown: percentage points where that is percent."""
    if isnan(gap):
        return NONE
    return showing.difference(gap, version, signed=False)


def finding(compared: Compared, *, is_over_time: bool) -> str:
    """The heading of the chart."""
    row = told(compared)
    if row is None or row.gap is None:
        return _("Nothing to compare")
    if not is_over_time:
        return _("%(group)s and %(other)s, side by side") % {"group": row.label, "other": compared.reference}
    if row.gap.p >= LEVEL:
        return _("The gap of %(group)s to %(other)s did not move beyond chance") % {
            "group": row.label, "other": compared.reference,
        }  # fmt: skip
    return _("The gap of %(group)s to %(other)s %(moved)s") % {
        "group": row.label, "other": compared.reference, "moved": movement(row),
    }  # fmt: skip
